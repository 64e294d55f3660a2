"""A story is folded to one way of writing, and every place still points into what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.folding import Folding
from portal.jurisdictions.signs import folding


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ＡＢＣ１２３，！", "abc123,!"),
        ("I don’t “know”", "i don't know"),
        ("討債公司", "讨债公司"),
        ("自\u200b杀", "自杀"),
        ("ﬁne", "fine"),
        ("a \r\n b\t\tc", "a b c"),
        ("one\n\ntwo", "one\ntwo"),
        ("one\n \ntwo", "one\ntwo"),
        ("\ud800 x", "\ufffd x"),
    ],
)
def test_ways_of_writing_the_same_thing_are_read_alike(typed, read):
    assert folding().fold(typed).text == read


def test_a_place_in_the_folded_story_is_the_place_in_the_typed_one():
    typed = "😀 ﬁrst，  ＳＴＯＰ　calling"
    folded = folding().fold(typed)
    start = folded.text.index("stop")
    begin, end = folded.span(start, start + 4)
    assert typed[begin:end] == "ＳＴＯＰ"


@given(st.text())
def test_any_text_at_all_can_be_folded_and_every_place_lies_in_it(text):
    folded = Folding().fold(text)
    folded.text.encode()
    for place in range(len(folded.text)):
        begin, end = folded.span(place, place + 1)
        assert 0 <= begin < end <= len(text)


def test_plain_text_needs_no_list_of_places():
    assert folding().fold("plain words only").places is None
