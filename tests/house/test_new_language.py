"""The files of a new language: what the recipe in docs/translations.md makes is whole."""

import runpy
import shutil

from babel.messages.pofile import read_po

from portal.paths import JURISDICTIONS, TEMPLATES, TRANSLATIONS


def keys(folder):
    found = set()
    for path in folder.glob("*.po"):
        with path.open("rb") as stream:
            found |= {(path.name, one.context, str(one.id)) for one in read_po(stream) if one.id}
    return found


def test_a_new_language_begins_with_every_key_and_every_file(tmp_path, monkeypatch, root):
    shutil.copytree(TRANSLATIONS, tmp_path / "portal/translations")
    shutil.copytree(JURISDICTIONS, tmp_path / "portal/jurisdictions")
    letters = tmp_path / "templates/letters"
    shutil.copytree(TEMPLATES / "letters", letters, ignore=shutil.ignore_patterns("_fonts"))
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(root / "docs/new_language.py"))["main"]("cy")
    made = tmp_path / "portal/translations/cy"
    assert keys(made / "LC_MESSAGES") == keys(TRANSLATIONS / "zh_Hans_CN/LC_MESSAGES")
    assert (made / "demo.toml").is_file()
    for folder in (letters, tmp_path / "portal/jurisdictions"):
        names = [path for path in folder.rglob("*") if path.is_file()]
        count = {code: sum(code in path.name.split(".") for path in names) for code in ("en", "cy")}
        assert count["cy"] == count["en"] > 3
