"""The languages of the portal: one entry for each; its words lie in files named by its code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What pages, letters and papers must know of a language that is no sentence."""

    #: What its readers call it.
    name: str
    #: The same in a few letters, for the link that changes to it.
    short: str
    #: What html lang= says, and the address when it is asked for.
    tag: str
    #: What else browsers and other programs call it, in small letters.
    also: tuple[str, ...] = ()
    #: What a setting of the operator in this language ends in, as in organisation_zh.
    suffix: str = ""
    #: The typeface of letters and sheets: a family of templates/letters/_fonts.
    font: str
    #: How dates are written, in the signs of Babel.
    long_date: str
    short_date: str
    moment: str
    month: str
    month_and_year: str
    #: How the parts of a date are joined when not all are known; the order is also that of the boxes.
    rough_date: tuple[tuple[str, str], ...]
    rough_join: str = ""
    #: What stands between two sentences; full-width signs carry their own space.
    gap: str = " "
    #: What parts thousands in a number within a sentence.
    thousands: str = ""


_CHINESE = {
    "gap": "",
    "long_date": "y年M月d日 EEEE",
    "short_date": "y-MM-dd",
    "moment": "yyyy-MM-dd HH:mm",
    "month": "M月",
    "month_and_year": "y年M月",
    "rough_date": (("y", "{}年"), ("m", "{}月"), ("d", "{}日")),
}

LANGUAGES: dict[str, Language] = {
    "en": Language(
        name="English",
        short="English",
        tag="en",
        also=("en-us", "en-gb"),
        font="Noto Sans CJK SC",
        long_date="EEEE d MMMM y",
        short_date="d MMM y",
        moment="d MMM y, HH:mm",
        month="MMM",
        month_and_year="MMMM y",
        rough_date=(("d", "{}"), ("m", "{}"), ("y", "{}")),
        rough_join=" ",
        thousands=",",
    ),
    "zh_Hans_CN": Language(
        name="简体中文",
        short="简体",
        tag="zh-CN",
        also=("zh", "zh-hans", "zh-sg", "zh-my"),
        suffix="zh",
        font="Noto Sans CJK SC",
        **_CHINESE,  # type: ignore[arg-type] # the names and kinds are those above
    ),
    "zh_Hant": Language(
        name="繁體中文",
        short="繁體",
        tag="zh-Hant",
        also=("zh-tw", "zh-hk", "zh-mo"),
        suffix="zh_hant",
        font="Noto Sans CJK TC",
        **_CHINESE,  # type: ignore[arg-type] # the names and kinds are those above
    ),
}
TAGS = {code: language.tag for code, language in LANGUAGES.items()}
#: Every tag by which a language is asked for, and its code.
CODES = {
    tag: code
    for code, language in LANGUAGES.items()
    for tag in (language.tag.lower(), code.lower().replace("_", "-"), *language.also)
}


def spoken(tag: str) -> str:
    """The code of the language a tag asks for, even where the tag says more; nothing when none is.

    zh-Hant-HK is traditional Chinese: parts are left off from the end until a tag is known.
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    tries = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((CODES[one] for one in tries if one in CODES), "")
