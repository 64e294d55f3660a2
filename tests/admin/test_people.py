"""Agencies, teams and collectors on pages: the rules of the list, dated, in the book, and tickets follow."""

import io

import pytest
from sqlalchemy import select

from portal.models import (
    Agency,
    BookLine,
    Collector,
    Entry,
    EntryKind,
    Posting,
    Staff,
    Team,
    Ticket,
)
from portal.search.index import follow, unread
from portal.web.db import db
from tests import factories
from tests.admin.test_trial import administrator, signed_in  # noqa: F401 - a fixture and its helper

TODAY = factories.NOW.date()
LIST = "/admin/people/list"


@pytest.fixture
def ask(administrator):  # noqa: F811 - the fixture
    """Fill in a form of these pages as the administrator."""

    def send(path, **given):
        return administrator.post(f"/admin/{path}", data={**given, "_end": "1"})

    return send


@pytest.fixture
def house(app, ask):
    """An agency with two teams and one collector, made on the pages."""
    ask("agencies/add", agency="Brightwater", kind="outside", firm_type="agency", jurisdiction="gb")
    for name in ("North", "South"):
        ask(f"agencies/{row(app, Agency)}/teams", team=name, jurisdiction="gb")
    ask(f"collectors/add?agency={row(app, Agency)}", number="1188", team="North", name="Invented")
    return ask


def row(app, kind, **given):
    with app.app_context():
        return db.session.scalars(select(kind.id).filter_by(**given)).one()


def report(app, keyring, settings, **page):
    with app.app_context():
        made = factories.ticket(db.session(), keyring, settings, collector=page)
        db.session.commit()
        return made.id


def owner(app, ticket_id):
    with app.app_context():
        ticket = db.session.get_one(Ticket, ticket_id)
        return ticket.owner.name if ticket.owner else None


def test_what_is_made_on_the_pages_stands_there(app, house, administrator):  # noqa: F811 - the fixture
    page = administrator.get(f"/admin/collectors/{row(app, Collector)}").text
    for said in ("1188", "Brightwater", "North", "Invented"):
        assert said in page
    assert "Brightwater" in administrator.get("/admin/agencies").text
    book = administrator.get("/admin/people/book").text
    assert "Collector added" in book
    assert "Ada" in book
    assert "Invented" not in book


def test_a_move_is_dated_and_the_team_before_stays(app, house, administrator):  # noqa: F811 - the fixture
    who = row(app, Collector)
    to = f"{row(app, Agency)}-{row(app, Team, name='South')}"
    answer = house(f"collectors/{who}/move", house=to, number="1188", team_from="2026-11-01")
    assert answer.status_code == 303
    with app.app_context():
        rows = db.session.scalars(select(Posting).order_by(Posting.id)).all()
        assert [(one.team.name, str(one.until)) for one in rows] == [
            ("North", "2026-10-31"), ("South", "None"),
        ]  # fmt: skip
    answer = house(f"collectors/{who}/move", house=to, number="1188", team_from="2026-10-01")
    assert answer.status_code == 422
    assert "before this person came to the present team" in answer.text
    assert 'value="2026-10-01"' in answer.text


@pytest.mark.parametrize("way", ["manages", "leads"])
def test_what_a_new_manager_or_leader_holds_goes_to_who_is_free(app, house, keyring, settings, way):
    ticket = report(app, keyring, settings, c_agency="Brightwater", c_badge="1188")
    assert owner(app, ticket) == "Mei"
    path = {
        "manages": f"collectors/{row(app, Collector)}/managers",
        "leads": f"teams/{row(app, Team, name='North')}/leaders",
    }[way]
    answer = house(path, manager="mei@example.org", manager_from="2026-01-01")
    assert answer.status_code == 303
    assert owner(app, ticket) is None
    assert answer.location.endswith("?handed=1")


LATE = {"manager": "mei@example.org", "manager_from": "2026-02-01", "manager_until": "2026-01-01"}
BAD = [
    ("collectors/{who}", {"team": "", "started_on": "2026-02-01", "left_on": "2026-01-01"}, "“Last day here” is"),
    ("collectors/{who}", {"team": "North", "left_on": "soon"}, "no date like 2026-11-23"),
    ("collectors/{who}/managers", {"manager": "mei@example.org"}, "go together"),
    ("collectors/{who}/managers", {"manager_from": "2026-01-01"}, "Select a member of staff"),
    ("collectors/{who}/names", {"alias": ""}, "“Called on the telephone” is missing."),
    ("collectors/{who}/move", {"number": "7"}, "Select a team"),
    ("collectors/add?agency={agency}", {"team": "", "number": "1188"}, "This number of this agency is kept already."),
    ("collectors/add?agency={agency}", {"team": "", "number": ""}, "“Number told to customers” is missing."),
    ("agencies/{agency}", {"agency": "Brightwater", "closed_on": "2026-11-02", "jurisdiction": "gb"}, "1188 still"),
    ("agencies/{agency}", {"agency": "", "jurisdiction": "gb"}, "“Name of the agency” is missing."),
    ("agencies/{agency}", {"agency": "Brightwater", "jurisdiction": "us"}, "The team North works in gb."),
    ("agencies/{agency}/teams", {"team": "north", "jurisdiction": "gb"}, "A team of this name is kept already."),
    ("agencies/add", {"agency": "brightwater", "kind": "outside", "jurisdiction": "gb"}, "An agency of this name"),
    ("agencies/add", {"agency": "Own", "kind": "in_house", "jurisdiction": "gb"}, "the law asks what your own firm is"),
    ("teams/{team}", {"team": "North", "closed_on": "2026-11-01", "jurisdiction": "gb"}, "1188 still works"),
    ("teams/{team}/leaders", LATE, "before “First day”"),
]  # fmt: skip


def test_what_the_list_would_refuse_the_page_refuses_with_everything_typed_kept(app, house):
    places = {
        "who": row(app, Collector),
        "agency": row(app, Agency),
        "team": row(app, Team, name="North"),
    }
    with app.app_context():
        before = db.session.scalars(select(BookLine.seq).order_by(BookLine.seq)).all()[-1]
    for path, given, why in BAD:
        answer = house(path.format(**places), **given)
        assert answer.status_code == 422, path
        assert why in answer.text, (path, why)
        for typed in given.values():
            assert typed in answer.text
    with app.app_context():
        assert db.session.scalars(select(BookLine.seq).order_by(BookLine.seq)).all()[-1] == before


def test_who_leads_the_team_is_ticked_and_unticked(app, house):
    who = row(app, Collector)
    for said, leads in (({"leads": "y"}, True), ({}, False)):
        answer = house(f"collectors/{who}", number="1188", team="North", name="Invented", **said)
        assert answer.status_code == 303
        with app.app_context():
            assert db.session.get_one(Collector, who).leads is leads


def test_no_agency_is_left_without_the_law_that_binds_it(app, house):
    agency = row(app, Agency)
    answer = house(f"agencies/{agency}", agency="Brightwater", jurisdiction="gb", firm_type="")
    assert answer.status_code == 422
    assert "“Which law binds it” is missing" in answer.text
    assert row(app, Agency, firm="agency") == agency


def test_an_agency_is_closed_once_everybody_left_and_its_teams_with_it(app, house):
    house(f"collectors/{row(app, Collector)}", left_on="2026-10-31", number="1188", team="North")
    agency = row(app, Agency)
    given = {"agency": "Brightwater", "jurisdiction": "gb", "firm_type": "agency"}
    assert house(f"agencies/{agency}", closed_on="2026-11-01", **given).status_code == 303
    with app.app_context():
        assert {str(one) for one in db.session.scalars(select(Team.closed_on))} == {"2026-11-01"}


def test_the_list_is_tried_then_kept_and_comes_back_as_it_was(app, house, administrator):  # noqa: F811 - the fixture
    raw = b"agency,team,number\nBrightwater,North,1188\nBrightwater,South,77\n"
    sent = lambda do, **more: house("people/list", do=do, **more)  # noqa: E731 - short
    page = sent("try", file=(io.BytesIO(raw), "people.csv")).text
    assert "Only tried, nothing was written." in page
    assert "Brightwater,South,77" in page
    with app.app_context():
        assert db.session.scalars(select(Collector.number)).all() == ["1188"]
    assert "The list was kept." in sent("keep", text=raw.decode()).text
    taken = administrator.post("/admin/people/list/take", data={"_end": "1"})
    assert taken.mimetype == "text/csv"
    assert "It changes nothing." in sent("keep", file=(io.BytesIO(taken.data), "people.csv")).text
    book = administrator.get("/admin/people/book").text
    assert "List taken along" in book


def test_a_list_with_a_wrong_line_is_refused_by_its_number_in_the_reader_s_words(
    app,
    house,
    administrator,  # noqa: F811 - the fixture
):
    text = "agency,team,number,left_on\nBrightwater,North,5,\nBrightwater,North,6,soon\n"
    answer = house("people/list", do="keep", text=text)
    assert answer.status_code == 422
    assert "Line 3:" in answer.text
    assert "which is no date like" in answer.text
    assert "Brightwater,North,6,soon" in answer.text
    answer = administrator.post(
        "/admin/people/list?lang=zh-CN", data={"do": "keep", "text": text, "_end": "1"}
    )
    assert "第 3 行" in answer.text
    assert "不是 2026-11-23 这样的日期" in answer.text
    with app.app_context():
        assert db.session.scalars(select(Collector.number)).all() == ["1188"]


def test_reports_that_came_before_are_proposed_and_put_down_with_a_reason(
    app,
    house,
    keyring,
    settings,
    administrator,  # noqa: F811 - the fixture
):
    ids = [
        report(app, keyring, settings, c_agency="Brightwater", c_badge="4711"),
        report(app, keyring, settings, c_name="Mr Wolf"),
        report(app, keyring, settings, c_badge="4711", c_agency="Somebody else’s"),
    ]
    with app.app_context():
        session = db.session()
        follow(session, keyring, unread(session, factories.NOW.replace(hour=23)))
        session.commit()
        numbers = [session.get_one(Ticket, one).number for one in ids]
    house(f"collectors/add?agency={row(app, Agency)}", number="4711", team="South")
    who = row(app, Collector, number="4711")
    page = administrator.get(f"/admin/collectors/{who}").text
    assert [one in page for one in numbers] == [True, False, True]
    house(f"collectors/{who}/names", alias="mr wolf")
    assert numbers[1] in administrator.get(f"/admin/collectors/{who}").text
    short = house(f"collectors/{who}/reports/{numbers[0]}", reason="yes")
    assert short.status_code == 422
    assert (
        house(f"collectors/{who}/reports/{numbers[0]}", reason="Number and company fit").status_code
        == 303
    )
    with app.app_context():
        ticket = db.session.get_one(Ticket, ids[0])
        south = db.session.scalars(select(Team.id).where(Team.name == "South")).one()
        assert (ticket.collector_id, ticket.team_id) == (who, south)
        kinds = select(Entry.kind).where(Entry.ticket_id == ids[0])
        assert EntryKind.COLLECTOR_NAMED in db.session.scalars(kinds).all()
        assert db.session.get_one(Ticket, ids[1]).collector_id is None
    assert numbers[0] not in administrator.get(f"/admin/collectors/{who}").text


def test_only_an_administrator_changes_and_an_auditor_reads(app, house):
    with app.app_context():
        factories.staff(db.session(), "auditor", email="noor@example.org", name="Noor",
                        password=db.session.scalars(select(Staff.password)).first())  # fmt: skip
        db.session.commit()
    supervisor, auditor = signed_in(app, "mei"), signed_in(app, "noor")
    agency = row(app, Agency)
    assert supervisor.get("/admin/agencies").status_code == 403
    assert auditor.get(f"/admin/agencies/{agency}").status_code == 200
    for client in (supervisor, auditor):
        data = {"team": "East", "jurisdiction": "gb", "_end": "1"}
        assert client.post(f"/admin/agencies/{agency}/teams", data=data).status_code == 403


def test_a_name_that_is_emptied_is_not_kept_any_more(app, house):
    who = row(app, Collector)
    assert house(f"collectors/{who}", number="1188", team="North", name="").status_code == 303
    with app.app_context():
        assert db.session.get_one(Collector, who).name == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_wrong_word_is_said_as_it_was_written(administrator, lang):  # noqa: F811 - the fixture
    lines = "agency,kind,team,number\n明川,外部,甲组,7\n"
    data = {"text": lines, "do": "try", "_end": "1"}
    assert "外部" in administrator.post(f"{LIST}?lang={lang}", data=data).text.split("<form")[1]


def test_lines_that_came_back_from_another_encoding_are_not_kept(app, house, administrator):  # noqa: F811 - the fixture
    raw = "agency,team,number\nBrightwater,北组,7\n".encode("gbk")
    data = {"file": (io.BytesIO(raw), "people.csv"), "do": "keep", "_end": "1"}
    assert "CSV UTF-8" in administrator.post(LIST, data=data).text
    again = administrator.post(
        LIST, data={"text": raw.decode("utf-8", "replace"), "do": "keep", "_end": "1"}
    )
    assert again.status_code == 422
    with app.app_context():
        assert len(db.session.scalars(select(Team)).all()) == 2


def test_a_list_that_is_too_long_is_not_called_files(administrator):  # noqa: F811 - the fixture
    answer = administrator.post(LIST, data={"text": "x" * 5_000_000, "_end": "1"})
    assert answer.status_code == 413
    assert "This list is too long" in answer.text
