"""Second thoughts: in a long story what else is told speaks for a suggestion or against it."""

import pytest

from portal.domain.story import About, Reader, Sign
from portal.domain.weighing import NEVER, SHORT, Weighing
from portal.jurisdictions.signs import shared_reader


def sign(name, find, *targets):
    return Sign(id=name, targets=targets, find=find.encode())


ABUSE = (About.CONDUCT, "insult_obscene")
RUDE, LOUD = sign("rude", "rude", ABUSE), sign("loud", "loud", ABUSE)
WEBSITE = sign("website", "website", (About.HINT, "website"))
FILLING = " It was on a day like any other." * 20


def weighing(**given):
    usual = {"id": "abuse", "about": "conduct", "codes": frozenset({"insult_obscene"})}
    weights = {"start": -1.0, "found": 0.6, "second": 0.6, "own": frozenset({"rude", "loud"})}
    return Weighing(**{**usual, **weights, **given})


def suggested(text, **given):
    reader = Reader([RUDE, LOUD, WEBSITE], weighings=[weighing(**given)])
    return set(reader.read(text).conduct)


def test_one_sign_that_does_not_convince_makes_no_suggestion_in_a_long_story():
    assert not suggested(f"He was rude.{FILLING}")


def test_a_second_sign_of_the_same_convinces():
    assert suggested(f"He was rude and loud.{FILLING}") == {"insult_obscene"}


def test_what_else_is_told_speaks_for_it_or_against_it():
    text = f"He was rude and loud. It was the website.{FILLING}"
    assert suggested(text, signs={"website": 0.5})
    assert not suggested(text, signs={"website": -0.5})


def test_a_short_story_is_taken_at_its_word():
    text = "He was rude."
    assert len(text) < SHORT
    assert suggested(text) == {"insult_obscene"}


def test_a_sign_that_nobody_weighed_is_believed():
    assert suggested(f"He was rude.{FILLING}", own=frozenset({"loud"})) == {"insult_obscene"}


def test_dangers_and_violence_are_never_weighed():
    weighed = {code for one in shared_reader().weighings for code in one.codes}
    assert weighed.isdisjoint(NEVER)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("They said they would kill my dog if I did not pay.", "violence_threat"),
        ("Two men blocked my driveway for an hour.", "detain_trespass_stalk"),
    ],
)
def test_violence_in_a_long_story_about_something_else_is_seen(words, code):
    text = f"I tried to log in to the website and the app would not open. {words}{FILLING}"
    assert code in shared_reader().read(text).conduct
