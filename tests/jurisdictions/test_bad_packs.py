"""A pack that is wrong in any way is refused with file, entry, reason and line, and never stops the portal."""

import shutil
import tomllib
from pathlib import Path

import pytest

from portal.commands.checks import packs
from portal.jurisdictions.load import check_pack, installed, refused, use_folder
from portal.paths import JURISDICTIONS


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "gb"
    shutil.copytree(JURISDICTIONS / "gb", folder)
    yield folder
    use_folder(None)


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


SIGN = '[[sign]]\nid = "own.flag"\nconduct = "insult_obscene"\nexample = ["red flag"]\n'
TABLE = tomllib.loads(Path(__file__).with_name("slips.toml").read_text(encoding="utf-8"))
SLIPS = {one["name"]: (one["file"], one["old"], one["new"], one["said"]) for one in TABLE["slip"]} | {
    "a line without end": ("triage.toml", "", "\n# " + "x" * 6000, "more than 5000 characters"),
    "lists in lists": ("triage.toml", "", "\nx = [" + "\n[" * 3000 + "\n]" * 3000 + "]", "nested too deeply"),
    "ten megabytes": ("triage.toml", "", "\n" + "# all is well\n" * 800_000, "larger than 1000000 bytes"),
    "a pattern of many pages": (
        "story.toml", "", f'{SIGN}find = ["{"red " * 600}"]\n', "must be text of at most 2000 characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named(copy, name):
    file, old, new, said = SLIPS[name]
    change(copy, file, old, new)
    problems = check_pack(copy)
    assert any(said in problem for problem in problems), problems[:3]
    assert all(len(problem) < 1_000 for problem in problems)


def test_bytes_that_are_no_text_are_named(copy):
    (copy / "triage.toml").write_bytes((copy / "triage.toml").read_bytes() + b"\xff")
    assert "gb/triage.toml: file: 'utf-8' codec can't decode" in check_pack(copy)[0]


def test_files_as_windows_writes_them_are_read(copy):
    text = (copy / "triage.toml").read_bytes()
    (copy / "triage.toml").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert check_pack(copy) == []


#: One of each way a pack once could stop the whole portal.
ONCE_DEADLY = (
    "lists in lists", "a few lists in lists", "a deadline beyond all bearing", "a case without a day",
    "a case that expects nothing", "days in text", "a name of many parts",
)  # fmt: skip


@pytest.mark.parametrize("name", ONCE_DEADLY)
def test_a_broken_pack_of_the_operator_never_replaces_the_one_in_force(copy, tmp_path, name):
    change(copy, "pack.toml", '"2026.11.30"', '"2026.12"')
    file, old, new, said = SLIPS[name]
    change(copy, file, old, new)
    use_folder(tmp_path)
    assert installed()["gb"].version == "2026.11.30"
    (line,) = refused()
    assert said in line


def test_a_fault_nobody_thought_of_is_the_packs_and_not_ours(copy, tmp_path, monkeypatch):
    change(copy, "pack.toml", '"2026.11.30"', '"2026.12"')
    monkeypatch.setattr("portal.jurisdictions.load.failures", lambda _pack: 1 / 0)
    use_folder(tmp_path)
    assert installed()["gb"].version == "2026.11.30"
    assert "cannot be used (ZeroDivisionError" in refused()[0]


def test_the_command_names_the_line_and_ends_with_one(copy, capsys):
    change(copy, "triage.toml", "order = 110", 'order = "110"')
    assert packs([str(copy)]) == 1
    said = "triage.toml: not_our_firm: order must be a whole number (line 18)\n"
    assert capsys.readouterr().out == said
