"""Dangers told in a roundabout way, and sayings that only sound like one, in three ways of writing."""

from pathlib import Path

import pytest

from portal.domain.story import CALL_NOW
from portal.jurisdictions.signs import shared_reader

HERE = Path(__file__).parent
#: One a line: what is in danger of being missed, a bar, and how somebody says it.
DANGERS = [
    line.split("|", 1) for line in (HERE / "dangers.txt").read_text(encoding="utf-8").splitlines()
]
HARMLESS = (HERE / "harmless.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", sorted(CALL_NOW))
def test_a_danger_told_in_a_roundabout_way_is_seen(kind):
    told = [words for danger, words in DANGERS if danger == kind]
    assert told
    assert [words for words in told if kind not in shared_reader().read(words).dangers] == []


def test_a_danger_is_seen_in_the_middle_of_a_long_story_too():
    before, after = "I called the bank about my account. " * 9, " The app would not open." * 9
    unseen = [
        words
        for danger, words in DANGERS
        if danger not in shared_reader().read(f"{before}{words}.{after}").dangers
    ]
    assert unseen == []


def test_a_saying_that_only_sounds_like_a_danger_raises_no_alarm():
    alarmed = [words for words in HARMLESS if CALL_NOW & shared_reader().read(words).dangers.keys()]
    assert alarmed == []
