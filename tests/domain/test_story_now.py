"""What is happening while it is typed, or was done already, is seen from what a person describes."""

import pytest

from portal.jurisdictions.signs import shared_reader

READER = shared_reader()


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("they are out front right now and my little one is crying", "danger_now"),
        ("A van is sitting outside with its engine on and I do not dare to look.", "danger_now"),
        ("I've locked every door, the operator told me to stay away from the front.", "danger_now"),
        ("I am on the line with 911 because of your man", "danger_now"),
        ("we bolted the door, he is waiting there as I type", "danger_now"),
        ("I swallowed the entire box after he rang", "self_harm"),
        ("last month my wife took all of her tablets", "self_harm"),
        ("they had to pump, I mean I had my stomach pumped after your call", "self_harm"),
        ("one neighbour drank pesticide for his loan and I keep the poison too", "self_harm"),
        ("佢哋成班人而家喺樓下", "danger_now"),
        ("他说不开门就砍人", "danger_now"),
        ("报了警但是还没来", "danger_now"),
        ("我妈被逼得喝了农药", "self_harm"),
        ("昨晚吞了整板药", "self_harm"),
    ],
)
def test_it_is_seen(words, need):
    assert need in READER.read(words).needs


@pytest.mark.parametrize(
    "words",
    [
        "I am waiting for your letter right now.",
        "We drank a whole bottle of wine to celebrate the last payment.",
        "I take one tablet a day for my blood pressure.",
        "The men were outside last week and left when I said no.",
        "我报了警，做了笔录就回来了。",
        "我喝了整瓶啤酒才睡着。",
        "快递现在放在门口。",
    ],
)
def test_what_only_sounds_like_it_is_not(words):
    assert not {"danger_now", "self_harm"} & set(READER.read(words).needs)
