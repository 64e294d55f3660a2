"""Loading the signs by which stories are read: TOML in, a reader out, or an error naming the sign.

Signs shared by all places lie in `story/`, one folder for each language; a pack may add its own in
`story.toml`. Every sign carries examples, so that a lawyer or translator sees at once what it does.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import re2

from portal.domain.folding import Folding
from portal.domain.rulepack import PackError
from portal.domain.story import DANGERS, NEEDS, About, Guard, Reader, Sign
from portal.jurisdictions.files import read_toml
from portal.jurisdictions.shelf import Example, Shelf
from portal.jurisdictions.weights import put_weighing
from portal.paths import JURISDICTIONS

SHARED = JURISDICTIONS / "story"
#: What a sign may say; a word that is not here is a slip of the pen and stops the pack.
KEYS = {
    *(about.value for about in About),
    *("id", "find", "unless", "free_of", "guarded_by", "beside", "within", "without", "points"),
    *("example", "not", "sure"),
}
KNOWN = {About.NEED: NEEDS, About.DANGER: DANGERS}
LANGUAGES = ("en", "zh")
#: One way of saying something is not longer than this; a longer one is a mistake or a trap.
LONGEST_WAY = 2_000
WHERES = ("sentence", "clause", "phrase", "cue")
_NAME = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"~(\d+)")
_ENDLESS = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
#: The only repetitions without a number that a sign may use: the rest of one word, one run of digits.
_HARMLESS = re.compile(r"\\d\{\d,\}|\\w[*+]|\\d[*+]|\[\^ \][*+]|\[a-z\][*+]")


@cache
def folding() -> Folding:
    """How stories are folded: the table of traditional characters beside the signs."""
    table = read_toml(SHARED / "characters.toml", "characters.toml")
    traditional, simplified = ("".join(table[name]) for name in ("traditional", "simplified"))
    if len(traditional) != len(simplified):
        raise PackError("characters.toml", "traditional", "has no simplified character for each")
    return Folding(dict(zip(traditional, simplified, strict=True)))


def reader_of(folder: Path) -> Reader:
    """The reader of a pack: the shared signs and what the pack adds."""
    return reader_at(home_of(folder))


@cache
def reader_at(home: Path) -> Reader:
    """The reader of the signs kept there, put together once."""
    shelf = shelf_of(home)
    return Reader(shelf.signs.values(), shelf.guards, folding(), shelf.weighings)


def shared_reader() -> Reader:
    """The reader of the shared signs alone, for pages on which the place is not known yet."""
    return reader_at(SHARED)


def home_of(folder: Path) -> Path:
    """Where the signs of a pack lie: in its own folder, or with the shared ones when it adds none."""
    return folder if (folder / "story.toml").exists() else SHARED


@cache
def shelf_of(home: Path) -> Shelf:
    """The shared signs and those of one pack, checked."""
    if home == SHARED:
        shelf = Shelf()
        for path in sorted(SHARED.glob("*/*.toml")):
            put(shelf, path, path.parent.name)
    else:
        shelf = shelf_of(SHARED).copied()
        own = home / "story.toml"
        put(shelf, own, language_of(own))
    check_company(shelf)
    return shelf


def language_of(path: Path) -> str:
    """The language a pack's own signs are written in."""
    language = read_toml(path, f"{path.parent.name}/{path.name}").get("language", "en")
    if language not in LANGUAGES:
        raise PackError(f"{path.parent.name}/{path.name}", "file", f"has an unknown language {language}")  # fmt: skip
    return str(language)


def put(shelf: Shelf, path: Path, language: str) -> None:
    """Add one file to the shelf."""
    file = f"{path.parent.name}/{path.name}"
    ours = SHARED in path.parents
    table = read_toml(path, file, ours=ours)
    for name in table.keys() - {"language", "words", "guard", "sign", "weigh"}:
        raise PackError(file, "file", f"has an unknown table {name}")
    if not ours:
        check_lengths(table, file)
    words = shelf.words.setdefault(language, {})
    for name, ways in table.get("words", {}).items():
        if name in words:
            raise PackError(file, name, "is a list of words that another file has")
        words[name] = "(?:" + filled("|".join(ways), words, file, name, language) + ")"
    for one in table.get("guard", []):
        put_guard(shelf, one, file, language)
    for one in table.get("sign", []):
        put_sign(shelf, one, file, language)
    for one in table.get("weigh", []):
        put_weighing(shelf, one, file, language)


def check_lengths(table: Mapping[str, Any], file: str) -> None:
    """Refuse a way of saying something that is a mistake or a trap by its mere length."""
    ways = [(name, list(found)) for name, found in table.get("words", {}).items()]
    for one in (*table.get("guard", []), *table.get("sign", [])):
        said = [way for key in ("find", "unless") for way in listed(one.get(key, []))]
        ways.append((str(one.get("id", "?")), said))
    for name, found in ways:
        if any(len(str(way)) > LONGEST_WAY for way in found):
            raise PackError(file, name, f"must be text of at most {LONGEST_WAY} characters")


def put_guard(shelf: Shelf, one: Mapping[str, Any], file: str, language: str) -> None:
    """Add a guard; it watches the signs of the kinds it names in `for`."""
    for key in ("id", "find", "where"):
        if not one.get(key):
            raise PackError(file, str(one.get("id", "a guard")), f"has no {key}")
    if one["where"] not in WHERES:
        raise PackError(file, one["id"], f"looks in an unknown place {one['where']}")
    find = pattern(one["find"], shelf.words[language], file, one["id"], language)
    name = f"{language}.{one['id']}"
    shelf.guards.append(Guard(id=name, find=find.encode(), where=one["where"]))
    for kind in one.get("for", []):
        shelf.usual.setdefault(f"{language}.{kind}", []).append(name)


def put_sign(shelf: Shelf, one: Mapping[str, Any], file: str, language: str) -> None:
    """Add a sign; two may not share a name, and each needs an example."""
    name, targets = one.get("id", "?"), targets_of(one)
    if name in shelf.signs:
        raise PackError(file, name, "is used twice")
    check_keys(one, targets, file, name)
    words = shelf.words[language]
    usual = [g for about, _ in targets for g in shelf.usual.get(f"{language}.{about}", [])]
    usual += [f"{language}.{guard}" for guard in listed(one.get("guarded_by", []))]
    free = {f"{language}.{guard}" for guard in listed(one.get("free_of", []))}
    for guard in (*usual, *free):
        if guard not in {known.id for known in shelf.guards}:
            raise PackError(file, name, f"names an unknown guard {guard}")
    shelf.signs[name] = Sign(
        id=name,
        targets=targets,
        find=pattern(one["find"], words, file, name, language).encode(),
        guards=tuple(guard for guard in dict.fromkeys(usual) if guard not in free),
        unless=pattern(one.get("unless", []), words, file, name, language).encode(),
        beside=groups(one.get("beside", [])),
        within=one.get("within", -1),
        without=listed(one.get("without", [])),
        points=float(one.get("points", 1)),
        sure=one.get("sure", False) is True,
    )
    shelf.examples += [
        Example(file=file, sign=name, text=text, found=key == "example")
        for key in ("example", "not")
        for text in listed(one.get(key, []))
    ]


def check_keys(
    one: Mapping[str, Any], targets: tuple[tuple[About, str], ...], file: str, name: str
) -> None:
    """Refuse a sign that lacks something or says something nobody knows."""
    for key in set(one) - KEYS:
        raise PackError(file, name, f"has an unknown key {key}")
    for key in ("find", "example"):
        if not one.get(key):
            raise PackError(file, name, f"has no {key}")
    if not targets:
        raise PackError(file, name, "points to nothing")
    for about, code in targets:
        if code not in KNOWN.get(about, (code,)):
            raise PackError(file, name, f"points to an unknown {about} {code}")


def listed(value: str | Iterable[str]) -> tuple[str, ...]:
    """One or several, as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def groups(value: str | Iterable[str | list[str]]) -> tuple[tuple[str, ...], ...]:
    """The company a sign wants: one list of names, or several lists that must each be met."""
    if isinstance(value, str) or all(isinstance(one, str) for one in value):
        return (listed(value),) if value else ()
    return tuple(listed(one) for one in value)


def targets_of(one: Mapping[str, Any]) -> tuple[tuple[About, str], ...]:
    """Everything a sign points to."""
    return tuple((about, code) for about in About for code in listed(one.get(about.value, [])))


def pattern(
    ways: str | list[str], words: Mapping[str, str], file: str, name: str, language: str
) -> str:
    """The ways of saying it as one bounded pattern; empty when there are none."""
    if not ways:
        return ""
    whole = "|".join(filled(way, words, file, name, language) for way in listed(ways))
    whole = rf"\b(?:{whole})(?:\b|$| )" if language == "en" else f"(?:{whole})"
    try:
        found = re2.compile(whole)
    except re2.error as problem:
        raise PackError(file, name, f"is not a pattern: {problem}") from problem
    if found.search(""):
        raise PackError(file, name, "finds something in an empty text")
    return whole


def filled(way: str, words: Mapping[str, str], file: str, name: str, language: str) -> str:
    """A way of saying it with its lists of words and its gaps written out."""
    if not isinstance(way, str):
        raise PackError(file, name, "must be text")
    if _ENDLESS.search(_HARMLESS.sub("", way)):
        raise PackError(file, name, f"has a repetition without end: {way[:80]}")
    for wanted in _NAME.findall(way):
        if wanted not in words:
            raise PackError(file, name, f"asks for an unknown list of words {wanted}")
    way = _NAME.sub(lambda found: words[found.group(1)], way)
    if language == "en":
        return re.sub(r" ~(\d+) ", r" (?:[^ ]+ ){0,\1}", way)
    return _GAP.sub(r".{0,\1}", way)


def check_company(shelf: Shelf) -> None:
    """Refuse a sign that waits for a hint no sign gives."""
    given = {code for sign in shelf.signs.values() for _, code in sign.targets} | set(shelf.signs)
    for sign in shelf.signs.values():
        for name in (*chain.from_iterable(sign.beside), *sign.without):
            if name not in given:
                raise PackError("story", sign.id, f"waits for an unknown hint {name}")


def unknown_conduct(folder: Path, known: Iterable[str]) -> list[str]:
    """Signs that point to a conduct code this pack does not have."""
    codes = set(known)
    return [
        f"story: {sign.id}: points to an unknown conduct {code}"
        for sign in shelf_of(home_of(folder)).signs.values()
        for about, code in sign.targets
        if about is About.CONDUCT and code not in codes
    ]


def unkept(folder: Path) -> list[str]:
    """Examples that do not come out as their sign promises, each with file and sign."""
    return list(unkept_at(home_of(folder)))


@cache
def unkept_at(home: Path) -> tuple[str, ...]:
    """The examples of the signs kept there that do not come out, looked at once."""
    shelf, reader = shelf_of(home), reader_at(home)
    wrong = []
    for one in shelf.examples:
        if (one.sign in reader.read(one.text).signs) != one.found:
            what = "does not find its example" if one.found else "finds what it must not"
            wrong.append(f"story/{one.file}: {one.sign}: {what}: {one.text}")
    return tuple(wrong)
