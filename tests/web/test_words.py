"""What collectors were told is told to the person in words of the person's own."""

from portal.web.words import WORDS


def test_every_limit_on_contact_has_words_for_the_person():
    told = WORDS["limit_told"]
    assert set(told) == set(WORDS["limit"])
    assert not [words for words in told.values() if "customer" in words or " my " in words]
