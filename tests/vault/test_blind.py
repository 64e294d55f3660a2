import dataclasses

import pytest

from portal.vault.blind import blind, blinds, normalise
from portal.vault.keys import Keyring, NamedKey


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("phone", "+44 20 7946-0958", "0044 (20) 79460958"),
        ("phone", "＋８６ １３８００１３８０００", "+86 138 0013 8000"),
        ("email", " Ann@Example.ORG ", "ann@example.org"),
        ("account", "ab-12 / 34", "AB1234"),
        ("name", "  Ann   Lee ", "ann lee"),
    ],
)
def test_spellings_of_the_same_thing_are_found_together(ring, field, one, other):
    assert blind(ring, field, one) == blind(ring, field, other)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("phone", "+442079460958", "+442079460959"),
        ("phone", "2079460958", "+2079460958"),
        ("email", "ann.lee@example.org", "annlee@example.org"),
        ("account", "0012", "12"),
    ],
)
def test_different_things_stay_apart(ring, field, one, other):
    assert blind(ring, field, one) != blind(ring, field, other)


def test_a_phone_and_an_account_of_the_same_digits_stay_apart(ring):
    assert blind(ring, "phone", "123456") != blind(ring, "account", "123456")


def test_the_index_value_is_short_and_names_its_version(ring):
    value = blind(ring, "email", "ann@example.org")
    assert len(value) == 11
    assert value[0] == 1


def test_another_keyring_gives_another_value(ring):
    assert blind(ring, "phone", "1") != blind(Keyring.new(), "phone", "1")


def test_while_an_index_key_is_changed_both_values_are_searched(ring):
    newer = dataclasses.replace(ring, index_keys=(NamedKey("2", b"n" * 32), *ring.index_keys))
    assert blinds(newer, "phone", "1") == [blind(newer, "phone", "1"), blind(ring, "phone", "1")]
    assert blind(newer, "phone", "1")[0] == 2


def test_a_phone_without_country_code_gets_none():
    assert normalise("phone", "020 7946 0958") == "02079460958"
