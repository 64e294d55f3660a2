"""Phone numbers as people type them, brought to one spelling with the country in front."""

import re

#: The country code, and what people dial before a number inside the country.
COUNTRIES = {"cn": ("86", "0"), "us": ("1", "1"), "gb": ("44", "0")}
#: Fewer digits are a short code that many callers share.
FEWEST_DIGITS = 7
_EXTENSION = re.compile(r"(ext|x|转)\.?\s*\d+\s*$", re.IGNORECASE)


def international(typed: str, jurisdiction: str) -> str:
    """The number with its country code, or nothing when it is too short to be one caller's own."""
    plain = _EXTENSION.sub("", typed).strip()
    digits = "".join(mark for mark in plain if mark.isascii() and mark.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return ""
    if plain.startswith("+") or digits.startswith("00"):
        return "+" + digits.removeprefix("00").lstrip("0")
    country, trunk = COUNTRIES.get(jurisdiction, ("", ""))
    if country and digits.startswith(country) and len(digits) >= len(country) + 10:
        return f"+{digits}"
    return f"+{country}{digits.removeprefix(trunk) if trunk else digits}"
