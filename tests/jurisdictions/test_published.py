"""Entries are never edited in place: what was once published under a name and a first day stays as it was."""

import shutil

import pytest

from portal.commands.checks import packs
from portal.jurisdictions.load import check_pack, installed
from portal.jurisdictions.published import edited, kept, publish, unpublished
from portal.paths import JURISDICTIONS


@pytest.mark.parametrize("place", sorted(installed()))
def test_no_published_entry_was_edited_in_place(place):
    assert edited(JURISDICTIONS / place, place) == []


@pytest.mark.parametrize("place", sorted(installed()))
def test_every_entry_has_a_print(place):
    new = unpublished(JURISDICTIONS / place, place)
    assert not new, f"new entries: run `portal packs publish portal/jurisdictions/{place}`: {new}"


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(JURISDICTIONS / "gb", tmp_path / "gb")
    return tmp_path / "gb"


def change(folder, old, new):
    path = folder / "clocks.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_an_edited_entry_is_told_with_what_to_do(copy):
    change(copy, "length = 56", "length = 57")
    (said,) = edited(copy, "gb")
    assert said.startswith("gb/clocks.toml: final_response from 2014-04-01: was edited")
    assert "end it with in_force_to, and add a new one" in said


def test_an_operator_who_edits_an_entry_of_ours_is_told_although_all_cases_pass(copy):
    change(copy, "remind_at = [28, 49]", "remind_at = [28, 50]")
    path = copy / "cases.toml"
    path.write_text(path.read_text("utf-8").replace("2027-01-11]", "2027-01-12]"), "utf-8")
    assert any("clocks.toml: final_response from 2014-04-01" in one for one in check_pack(copy))


def test_prints_that_were_taken_away_do_not_hide_an_edit_of_ours(copy):
    (copy / "prints.json").unlink()
    change(copy, "length = 56", "length = 57")
    assert len(edited(copy, "gb")) == 1


def test_prints_that_cannot_be_read_are_a_fault(copy):
    (copy / "prints.json").write_text("[" * 5000, "utf-8")
    assert any("gb/prints.json: file: cannot be read" in one for one in check_pack(copy))


def test_an_entry_may_be_ended_by_a_date(copy):
    change(copy, 'id = "final_response"', 'id = "final_response"\nin_force_to = 2027-01-01')
    assert edited(copy, "gb") == []


def test_a_published_entry_of_the_operator_is_held_as_well(copy, capsys):
    change(copy, "[[clock]]", NEW + "[[clock]]")
    assert publish(copy, "gb") == ["clock own from 2026-12-01"]
    assert publish(copy, "gb") == []
    change(copy, "length = 9\n", "length = 8\n")
    assert "own from 2026-12-01" in edited(copy, "gb")[0]
    assert kept(copy)["clock own from 2026-12-01"]


NEW = """[[clock]]
id = "own"
starts = "receipt"
length = 9
unit = "calendar_day"
law = ["policy"]
in_force_from = 2026-12-01

"""


def test_the_command_publishes_what_is_new_and_nothing_of_a_bad_pack(copy, capsys):
    assert packs([str(copy)], publishing=True) == 0
    assert "gb: every entry was published before" in capsys.readouterr().out
    change(copy, "length = 56", "length = 57")
    before = (copy / "prints.json").read_bytes()
    assert packs([str(copy)], publishing=True) == 1
    assert (copy / "prints.json").read_bytes() == before
