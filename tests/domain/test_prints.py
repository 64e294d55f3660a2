"""Prints: nearly the same words are alike, other words are not, and a short story is nobody's own."""

import random
import zlib

import pytest

from portal.domain.prints import (
    ALIKE,
    PLACES,
    bands,
    likeness,
    packed,
    shingles,
    signature,
    unpacked,
)

STORY = (
    "They called me nine times on Monday and then rang my sister at work to tell her about the loan. "
    "When I asked them to stop the man laughed and said he would send someone round to my house. "
    "I have not slept since and I am afraid to pick up the phone even for my own mother."
)
CHINESE = (
    "催收员连续三天给我打电话，每天超过二十个，还打到我单位前台说我欠钱不还，"
    "同事都知道了，我要求他们停止，他们说不还钱就一直打，并威胁要到我父母家里去。"
)


def hashed(run):
    return zlib.crc32(run.encode()) * 0x9E3779B97F4A7C15 % 2**64


def print_of(text):
    return signature(text, hashed)


@pytest.mark.parametrize("story", [STORY, CHINESE])
def test_the_same_story_in_other_spelling_is_the_same(story):
    other = story.upper().replace(". ", " …  ").replace("，", " , ")
    assert likeness(print_of(story), print_of(other)) == 1


@pytest.mark.parametrize(
    ("story", "old", "new"), [(STORY, "nine times on Monday", "eight times on Friday"), (CHINESE, "三天", "五天")]
)  # fmt: skip
def test_a_story_with_a_few_other_words_is_alike(story, old, new):
    one, other = print_of(story), print_of(story.replace(old, new))
    assert likeness(one, other) >= ALIKE
    assert set(bands(one)) & set(bands(other))


def test_another_story_is_not_alike():
    other = (
        "The letter asked for four hundred pounds more than I borrowed and nobody explains the fees. "
        "I wrote twice and sent the statement of the bank but every month a new charge is added to it. "
        "Please correct the amount and tell me how you came to it in the first place."
    )
    assert likeness(print_of(STORY), print_of(other)) < ALIKE / 2


def test_a_short_story_has_no_print():
    assert print_of("They call me every day.") == ()
    assert bands(()) == []
    assert likeness((), ()) == 0


def test_a_print_survives_being_kept():
    assert unpacked(packed(print_of(STORY))) == print_of(STORY)
    assert len(print_of(STORY)) == PLACES


def test_a_very_long_story_is_read_only_so_far():
    assert len(shingles("wort " * 1_000_000)) == 1


def test_likeness_follows_the_share_of_common_words():
    rng = random.Random(5)
    words = [f"w{n}" for n in range(4000)]
    found = []
    for changed in (0, 1, 6, 60):
        story = [rng.choice(words) for _ in range(120)]
        other = list(story)
        for at in rng.sample(range(120), changed):
            other[at] = "other"
        found.append(likeness(print_of(" ".join(story)), print_of(" ".join(other))))
    assert found == sorted(found, reverse=True)
    assert found[0] == 1
    assert found[-1] < ALIKE
