"""Simplified and traditional Chinese stay apart: no text holds a character of the other script."""

import pytest

from portal.catalogue import files_of
from portal.paths import JURISDICTIONS, TEMPLATES, TRANSLATIONS
from tests.scripts import FOREIGN, of_the_other_script


def texts(language):
    """Every file with words of a language."""
    return [
        *files_of(language),
        TRANSLATIONS / language / "demo.toml",
        *sorted(JURISDICTIONS.glob(f"**/words.{language}.toml")),
        *sorted((TEMPLATES / "letters").glob(f"*/{language}.txt")),
    ]


@pytest.mark.parametrize("language", FOREIGN)
def test_no_text_holds_a_character_of_the_other_script(language):
    read = {path: path.read_text("utf-8") for path in texts(language)}
    wrong = {
        path.name: found
        for path, text in read.items()
        if (found := of_the_other_script(text, language))
    }
    assert len(read) > 20, "the texts are no longer found"
    assert not wrong


def test_the_two_scripts_are_told_apart():
    assert of_the_other_script("對方說会再打來", "zh_Hant") == ["会"]
    assert of_the_other_script("处理後再联系", "zh_Hans_CN") == ["後"]


@pytest.mark.parametrize(("language", "encoding"), [("zh_Hans_CN", "gb2312"), ("zh_Hant", "big5")])
def test_the_letters_can_be_set_in_the_typeface_of_their_language(language, encoding):
    """The typefaces beside the letters hold the characters of these sets, and a few more."""
    for path in texts(language):
        chinese = "".join(mark for mark in path.read_text("utf-8") if "\u4e00" <= mark <= "\u9fff")
        assert chinese.encode(encoding), path
