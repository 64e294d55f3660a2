"""How a sign is cut into its ways of saying it, and that nothing found changes by it."""

import pytest
import re2

from portal.domain.finding import Guards, Signs
from portal.domain.story import About, Reader, Sign
from portal.domain.ways import ways_of


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (rb"\b(?:a|b c)(?:\b|$| )", [rb"\b(?:a)(?:\b|$| )", rb"\b(?:b c)(?:\b|$| )"]),
        (b"(?:x(?:1|2)|y[|)]z)", [b"(?:x(?:1|2))", b"(?:y[|)]z)"]),
        (rb"(?:a\||b\))", [rb"(?:a\|)", rb"(?:b\))"]),
        (b"(?:a|b)c(?:d|e)", [b"(?:a|b)c(?:d|e)"]),
        (b"(?:(?i)a|b)", [b"(?:(?i)a|b)"]),
        (b"a|b", [b"a|b"]),
    ],
)
def test_a_pattern_is_cut_between_its_ways_and_nowhere_else(pattern, ways):
    assert ways_of(pattern) == ways


@pytest.mark.parametrize(
    "text", [b"ab abc b", b"abc", b"bc c abc", b"cab", b"b", b"", b"a b c ab bc abc"]
)
def test_a_sign_cut_into_ways_is_found_where_the_whole_sign_is(text):
    find = b"(?:b|ab|abc?|bc{0,2}|c)"
    found = Signs([Sign(id="one", targets=((About.CONDUCT, "x"),), find=find)], {(): Guards()})
    whole = [one.span() for one in re2.compile(find).finditer(text)]
    assert [place for ways in found.held(text).values() for place in found.places(ways, text)] == (
        whole
    )


def test_the_first_words_of_a_story_are_shown_whichever_way_says_them():
    find = b"(?:shout(?:ed)?|at me)"
    reader = Reader([Sign(id="one", targets=((About.CONDUCT, "x"),), find=find)])
    cue = reader.read("At me they shouted.").conduct["x"][0]
    assert (cue.start, cue.text) == (0, "At me")
