"""The files of a new language: what the recipe in docs/translations.md makes is whole."""

import shutil

import pytest
from babel.messages.pofile import read_po

from portal.commands.new_language import Places, begin
from portal.paths import JURISDICTIONS, TEMPLATES, TRANSLATIONS


def keys(folder):
    found = set()
    for path in folder.glob("*.po"):
        with path.open("rb") as stream:
            found |= {(path.name, one.context, str(one.id)) for one in read_po(stream) if one.id}
    return found


@pytest.fixture
def places(tmp_path):
    shutil.copytree(TRANSLATIONS, tmp_path / "portal/translations")
    shutil.copytree(JURISDICTIONS, tmp_path / "portal/jurisdictions")
    letters = tmp_path / "templates/letters"
    shutil.copytree(TEMPLATES / "letters", letters, ignore=shutil.ignore_patterns("_fonts"))
    return Places(tmp_path / "portal/translations", letters, tmp_path / "portal/jurisdictions")


def test_a_new_language_begins_with_every_key_and_every_file(places):
    assert begin("cy", places) == 0
    made = places.translations / "cy"
    assert keys(made / "LC_MESSAGES") == keys(TRANSLATIONS / "zh_Hans_CN/LC_MESSAGES")
    assert (made / "demo.toml").is_file()
    for folder in (places.letters, places.jurisdictions):
        names = [path for path in folder.rglob("*") if path.is_file()]
        count = {code: sum(code in path.name.split(".") for path in names) for code in ("en", "cy")}
        assert count["cy"] == count["en"] > 3


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("xx", "knows no language xx"),
        ("zh_CN", "Babel calls it zh_Hans_CN"),
        ("zh_Hant", "its files are there already"),
        ("../cy", "knows no language"),
    ],
)
def test_a_language_that_cannot_begin_is_told_in_one_line(places, capsys, code, said):
    before = sorted(places.translations.rglob("*"))
    assert begin(code, places) == 2
    assert said in capsys.readouterr().err
    assert sorted(places.translations.rglob("*")) == before
