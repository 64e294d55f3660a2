"""Packs from the operator's folder: a newer good one is used, a broken one never replaces what is in force."""

import shutil
from datetime import date

import pytest

from portal.commands.checks import old, packs
from portal.domain.triage import Facts, decide
from portal.jurisdictions.load import check_pack, installed, load_pack, refused, use_folder
from portal.paths import JURISDICTIONS


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(JURISDICTIONS / "gb", tmp_path / "gb")
    yield tmp_path
    use_folder(None)


def edit(folder, file, old, new):
    path = folder / "gb" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_newer_pack_of_the_operator_is_in_force(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    use_folder(folder)
    assert (installed()["gb"].version, refused()) == ("2026.12", ())
    assert installed()["cn"].version == "2026.11.30"


def test_a_pack_older_than_a_language_stays_in_force_and_speaks_english_there(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    (folder / "gb/words.zh_Hant.toml").unlink()
    use_folder(folder)
    assert (installed()["gb"].version, refused()) == ("2026.12", ())
    assert installed()["gb"].words("zh_Hant", "clock", "update") == "Progress report"


def test_a_language_without_words_is_told_by_the_check(folder, capsys):
    (folder / "gb/words.zh_Hant.toml").unlink()
    assert packs([str(folder / "gb")]) == 0
    assert "words.zh_Hant.toml is missing, so who reads 繁體中文" in capsys.readouterr().out


def test_the_check_without_a_name_looks_at_the_packs_of_the_operator_too(folder, capsys):
    edit(folder, "clocks.toml", "length = 56", "length = 55")
    (folder / "packs").mkdir()
    shutil.move(folder / "gb", folder / "packs/own")
    assert packs([], folder) == 1
    said = capsys.readouterr().out
    assert "cn: no fault found" in said
    assert "final_response" in said


def test_the_language_of_a_place_is_one_of_ours(folder):
    edit(folder, "pack.toml", 'language = "en"', 'language = "xx"')
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    use_folder(folder)
    assert "language is one of en, zh_Hans_CN" in refused()[0]


def test_an_older_pack_of_the_operator_changes_nothing(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.9"')
    use_folder(folder)
    assert installed()["gb"].version == "2026.11.30"


def test_a_broken_pack_is_refused_by_name_and_the_shipped_one_stays(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    edit(folder, "clocks.toml", "length = 56", "length = 55")
    use_folder(folder)
    assert installed()["gb"].version == "2026.11.30"
    (line,) = refused()
    assert "gb is refused, the one before it stays in force" in line
    assert "final_response" in line


def test_a_draft_decides_nothing_until_its_new_entries_are_published(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    edit(folder, "clocks.toml", '[[clock]]\nid = "update"', NEW + '[[clock]]\nid = "update"')
    edit(folder, "clocks.toml", 'in_force_from = 2014-04-01\n\n[[clock]]\nid = "final', ENDED)
    edit(folder, "cases.toml", "# Worked cases", CASE + "# Worked cases")
    use_folder(folder)
    assert installed()["gb"].version == "2026.11.30"
    (line,) = refused()
    assert "not published yet: clock update from 2027-06-01" in line
    assert packs([str(folder / "gb")], publishing=True) == 0
    use_folder(None)
    use_folder(folder)
    assert (installed()["gb"].version, refused()) == ("2026.12", ())


NEW = """[[clock]]
id = "update"
starts = "receipt"
length = 7
unit = "business_day"
law = ["policy"]
in_force_from = 2027-06-01

"""
CASE = """[[case]]
name = "A report of June 2027 hears of us within seven working days"
today = 2027-06-01
clock = "update"
expect.ends = 2027-06-10

"""
ENDED = """in_force_from = 2014-04-01
in_force_to = 2027-05-31

[[clock]]
id = "final"""


def test_a_new_entry_that_no_case_speaks_of_is_refused_although_the_old_one_has_a_case(folder):
    edit(folder, "clocks.toml", '[[clock]]\nid = "update"', NEW + '[[clock]]\nid = "update"')
    edit(folder, "clocks.toml", 'in_force_from = 2014-04-01\n\n[[clock]]\nid = "final', ENDED)
    assert check_pack(folder / "gb") == [
        "gb/clocks.toml: update from 2027-06-01: no case speaks of it"
    ]


def test_a_pack_that_forgets_the_law_of_earlier_days_is_refused(folder):
    edit(folder, "pack.toml", '"2026.11.30"', '"2026.12"')
    edit(folder, "pack.toml", "in_force_from = 2014-04-01", "in_force_from = 2014-04-02")
    use_folder(folder)
    assert installed()["gb"].version == "2026.11.30"
    assert "the law is known from 2014-04-01: leave that day" in refused()[0]


def test_a_pack_past_its_review_date_warns(folder, capsys):
    edit(folder, "pack.toml", "review_by = 2027-05-23", "review_by = 2026-01-01")
    assert packs([str(folder / "gb")]) == 0
    assert "should have been read again" in capsys.readouterr().out


def test_a_body_nobody_looked_at_for_too_long_warns_and_is_offered_to_nobody(folder):
    path = folder / "gb/bodies.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index('id = "fos"')
    path.write_text(
        text[:start]
        + text[start:].replace("verified_on = 2026-11-23", "verified_on = 2024-11-23", 1),
        encoding="utf-8",
    )
    pack = load_pack(folder / "gb")
    (said,) = old(pack, date(2026, 11, 28))
    assert said.startswith("the body fos was last checked on 2024-11-23")
    facts = Facts(
        jurisdiction="gb", received_on=date(2026, 11, 28), choices=("often",), days_open=60
    )
    assert "fos" not in {one.id for one in decide(facts, pack).bodies}
    assert "fos" in {one.id for one in decide(facts, installed()["gb"]).bodies}


def test_a_pack_within_its_time_warns_of_nothing():
    assert [old(pack, date(2026, 11, 28)) for pack in installed().values()] == [[], [], []]
    assert any("read again by" in said for said in old(installed()["gb"], date(2027, 6, 1)))
