"""Invented stories of the demonstration, one file for each language; nobody in them exists."""

import tomllib
from functools import cache
from typing import Any

from portal.paths import TRANSLATIONS


@cache
def words_in(language: str) -> dict[str, Any]:
    """What people say and are answered in a language; in English where nobody has written it yet."""
    file = TRANSLATIONS / language / "demo.toml"
    if not file.is_file():
        file = TRANSLATIONS / "en" / "demo.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


#: What collectors of the demonstration are told, answer, and hear.
NOTICE = (
    "A ticket was closed and found that a call went against our rules. The rule and the day are "
    "below. Nothing is decided about you; please tell us how it was."
)
COLLECTOR_SAYS = "I followed the script of that week. I am sorry it frightened somebody."
REVIEW_REASONS = (
    "The recording shows these were the collector's own words; the script of that week is mended."
)
