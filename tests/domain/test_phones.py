"""A number typed in five ways is one number; a short code is nobody's own."""

import pytest

from portal.domain.phones import international


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ("138 0013 8000", "cn", "+8613800138000"),
        ("+86 138-0013-8000", "cn", "+8613800138000"),
        ("0086 13800138000", "cn", "+8613800138000"),
        ("8613800138000", "cn", "+8613800138000"),
        ("010 6655 1234", "cn", "+861066551234"),
        ("(415) 555-0132", "us", "+14155550132"),
        ("1 415 555 0132", "us", "+14155550132"),
        ("020 7946 0123", "gb", "+442079460123"),
        ("+44 20 7946 0123", "us", "+442079460123"),
        ("020 7946 0123 ext 12", "gb", "+442079460123"),
        ("95555", "cn", ""),
        ("", "gb", ""),
        ("not a number", "gb", ""),
    ],
)
def test_spellings_of_a_number_come_together(typed, place, said):
    assert international(typed, place) == said
