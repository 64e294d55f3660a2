"""`portal packs diff`: entries that changed, tickets that would be decided otherwise, and nothing written."""

import json
import re
import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.commands.pack_diff import run
from portal.models import StoredDecision
from portal.paths import JURISDICTIONS
from tests import factories


@pytest.fixture
def newer(tmp_path):
    folder = tmp_path / "newer"
    shutil.copytree(JURISDICTIONS / "gb", folder)
    return folder


def edit(folder, file, old, new):
    path = folder / file
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def longer(folder):
    edit(folder, "clocks.toml", "length = 56", "length = 57")
    text = (folder / "cases.toml").read_text(encoding="utf-8")
    cases = [
        re.sub(r"(final_response = |expect.ends = )(\S+?)(?=[ ,\n])", a_day_later, part)
        if 'clock = "final_response"' in part or "final_response = " in part
        else part
        for part in text.split("[[case]]")
    ]
    (folder / "cases.toml").write_text("[[case]]".join(cases), encoding="utf-8")


def a_day_later(found):
    return f"{found[1]}{date.fromisoformat(found[2]) + timedelta(days=1)}"


def test_the_same_pack_has_no_difference(settings, capsys):
    assert run(settings, ["gb", "gb"], tickets=False, as_json=False) == 0
    assert capsys.readouterr().out == ""


def test_a_changed_clock_is_told_with_both_values(settings, newer, capsys):
    longer(newer)
    assert run(settings, ["gb", str(newer)], tickets=False, as_json=False) == 0
    said = capsys.readouterr().out
    assert "changed: clock final_response from" in said
    assert "length: 56 -> 57" in said
    assert "edited in place" in said


def test_a_pack_that_fails_its_check_is_not_compared(settings, newer, capsys):
    edit(newer, "clocks.toml", "length = 56", "length = 55")
    assert run(settings, ["gb", str(newer)], tickets=True, as_json=False) == 1
    seen = capsys.readouterr()
    assert (seen.out, "final_response" in seen.err) == ("", True)


def test_packs_of_two_places_or_unknown_ones_are_refused_in_one_line(settings, capsys):
    assert run(settings, ["gb", "us"], tickets=False, as_json=False) == 2
    assert run(settings, ["gb", "gb@1999.1"], tickets=False, as_json=False) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_stored_tickets_are_replayed_and_nothing_is_written(
    session, keyring, settings, newer, capsys
):
    keyring.save(settings.keys_file)
    settings.home.chmod(0o700)
    factories.staff(session)
    ticket = factories.ticket(session, keyring, settings)
    session.commit()
    before = session.scalars(select(StoredDecision.decision)).all()
    longer(newer)
    capsys.readouterr()
    assert run(settings, ["gb", str(newer)], tickets=True, as_json=True) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["summary"] == {"tickets": 1, "decided_otherwise": 1, "not_replayed": 0}
    found = lines[-2]
    assert found["ticket"] == ticket.number
    assert {name for name, _old, _new in found["changes"]} == {"clocks"}
    assert any("clock final_response" in why for why in found["why"])
    session.expire_all()
    assert session.scalars(select(StoredDecision.decision)).all() == before
