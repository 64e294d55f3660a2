"""Telling simplified and traditional Chinese apart, character by character."""

import tomllib

from portal.paths import JURISDICTIONS

TABLE = tomllib.loads((JURISDICTIONS / "story/characters.toml").read_text("utf-8"))
TRADITIONAL, SIMPLIFIED = (set("".join(TABLE[name])) for name in ("traditional", "simplified"))
#: Where the second level of Big5 begins: what is rarer in traditional writing than in simplified.
LEVEL_2 = 0xC940
#: Also traditional characters, but in our sentences never the right ones: 於 後 幾 聽 麼 雲 餘 範 乾.
MISTAKEN = set("于后几听么云余范干")


def rare_in_traditional(mark):
    """Whether traditional writing has this character only among its rare ones, or not at all."""
    try:
        return int.from_bytes(mark.encode("big5")) >= LEVEL_2
    except UnicodeEncodeError:
        return True


FOREIGN = {
    "zh_Hans_CN": TRADITIONAL - SIMPLIFIED,
    "zh_Hant": {mark for mark in SIMPLIFIED if rare_in_traditional(mark)} | MISTAKEN,
}


def of_the_other_script(text, language):
    return sorted(FOREIGN[language] & set(text))
