"""Filling a letter: one folder a letter, one whole text a language, placeholders put in as they are."""

import re
from functools import cache

from portal.domain.letters import LETTERS
from portal.paths import TEMPLATES

_PLACEHOLDER = re.compile(r"\[\[([a-z_]+)\]\]")
_BLOCK = re.compile(r"\[\[#if ([a-z_]+)\]\]\n?(.*?)\[\[/if\]\]\n?", re.DOTALL)


class LetterError(ValueError):
    """A letter that cannot be written; the message names letter, language and placeholder."""


@cache
def template(name: str, language: str) -> str:
    """The text of a letter in one language."""
    path = TEMPLATES / "letters" / name / f"{language}.txt"
    if name not in LETTERS or not path.exists():
        raise LetterError(f"There is no letter {name} in {language}.")
    return path.read_text(encoding="utf-8")


def placeholders(name: str, language: str) -> set[str]:
    """Every placeholder a letter uses, in blocks and conditions too."""
    text = template(name, language)
    return set(_PLACEHOLDER.findall(text)) | {one for one, _ in _BLOCK.findall(text)}


def rendered(name: str, language: str, values: dict[str, str]) -> tuple[str, str]:
    """Subject and body of a letter. Values are put in literally, in one pass."""
    text = _BLOCK.sub(
        lambda found: found.group(2) if values.get(found.group(1)) else "", template(name, language)
    )

    def put(found: re.Match[str]) -> str:
        key = found.group(1)
        if key not in LETTERS[name] or key not in values:
            raise LetterError(f"Letter {name} in {language}: [[{key}]] has no value.")
        return values[key]

    subject, _, body = _PLACEHOLDER.sub(put, text).partition("\n")
    return subject.strip(), body.strip() + "\n"
