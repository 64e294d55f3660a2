"""Channels file by the same verb as the form: same checks, same ticket, same history."""

import copy
import hashlib
import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.config import BadSetting, Settings
from portal.domain.receipt import problem as mistyped
from portal.models import Entry, Ticket
from portal.web.db import db
from tests import factories

KEY = "a-key-of-the-branch"
ONCE = "branch-2026-11-23-0001"
REPORT = {
    "door": "report",
    "language": "en",
    "answers": {
        "who": {"who": "self"},
        "jurisdiction": {"place": "gb", "lang": "en"},
        "what": {"what": ["often"], "words": "They called nine times."},
        "impact": {},
        "when": {"timing": "once", "channel": ["phone"], "count_week": 9},
        "collector": {"c_agency": "Somebody"},
        "outcome": {"wants": ["stop"], "want_help": "no"},
        "contact": {"reply_by": "site"},
        "privacy": {"confid": "anonymous"},
    },
}


@pytest.fixture
def settings(settings):
    return replace(settings, api_keys="branch:" + hashlib.sha256(KEY.encode()).hexdigest())


@pytest.fixture
def send(app):
    """A function that knocks at the door."""
    with app.app_context():
        factories.staff(db.session)
        db.session.commit()

    def knock(body=REPORT, path="/api/reports", **headers):
        given = {
            "Authorization": f"Bearer {KEY}",
            "Idempotency-Key": ONCE,
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        kept = {name: value for name, value in given.items() if value is not None}
        return app.test_client().post(path, data=data, headers=kept)

    return knock


def changed(page, **answers):
    report = copy.deepcopy(REPORT)
    report["answers"].setdefault(page, {}).update(answers)
    return report


def tickets(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Ticket))


def test_a_report_becomes_a_ticket_with_a_receipt(app, send):
    answer = send()
    assert answer.status_code == 201, answer.text
    assert mistyped(answer.json["receipt_code"]) is None
    assert answer.json["ticket_number"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert tickets(app) == 1


def test_the_code_opens_the_ticket(app, send):
    code = send().json["receipt_code"]
    client = app.test_client()
    client.post("/track", data={"code": code, "_end": "1"})
    assert client.get("/ticket").status_code == 200


def test_the_same_report_sent_again_is_one_ticket_with_one_code(app, send):
    first, second = send(), send(changed("what", words="Quite another story."))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json == {**first.json, "repeated": True}
    assert tickets(app) == 1


def test_a_report_given_a_number_that_is_taken_gets_another_one(app, send, monkeypatch):
    drawn = [7, 7, 7, 8]
    monkeypatch.setattr("portal.intake.numbers.secrets.randbelow", lambda _most: drawn.pop(0))
    first, second = send(), send(Idempotency_Key=ONCE + "2")
    assert (first.status_code, second.status_code) == (201, 201)
    assert [one.json["ticket_number"][-2:] for one in (first, second)] == ["07", "08"]
    assert tickets(app) == 2


def test_another_key_is_another_report(app, send):
    send()
    assert send(Idempotency_Key=ONCE + "2").status_code == 201
    assert tickets(app) == 2


def history(app, number):
    with app.app_context():
        query = select(Entry).join(Ticket, Ticket.id == Entry.ticket_id).order_by(Entry.seq)
        found = db.session.scalars(query.where(Ticket.number == number)).all()
        return [
            (one.kind, {name: value for name, value in one.facts.items() if name != "source"})
            for one in found
        ]


def by_form(app):
    """The same report, typed page by page."""
    client = app.test_client()
    for page, answers in REPORT["answers"].items():
        answer = client.post(f"/report/{page}", data={**answers, "_end": "1"})
        assert answer.status_code == 303, (page, answer.text)
    check = client.get("/report/check").text
    submission = check.split('name="submission_id"')[1].split('value="')[1].split('"')[0]
    client.post("/submit", data={"submission_id": submission, "_end": "1"})
    with app.app_context():
        return db.session.scalar(select(Ticket.number).order_by(Ticket.received_at.desc()))


def test_form_and_door_write_the_same_history_and_decide_alike(app, send):
    typed = by_form(app)
    sent = send().json["ticket_number"]
    assert [kind for kind, _facts in history(app, typed)] == [k for k, _f in history(app, sent)]
    assert [sorted(facts) for _kind, facts in history(app, typed)] == [
        sorted(facts) for _kind, facts in history(app, sent)
    ]
    with app.app_context():
        rows = db.session.scalars(select(Ticket).where(Ticket.number.in_([typed, sent]))).all()
        assert len({(r.severity, r.desk, tuple(r.codes), r.due_on, r.state) for r in rows}) == 1


@pytest.mark.parametrize(
    ("report", "page", "field", "code"),
    [
        (changed("what", what=[]), "what", "what", "refused"),
        (changed("what", what=["bribery"]), "what", "what", "refused"),
        (changed("when", date_d="29", date_m="2", date_y="2025"), "when", "date", "refused"),
        (changed("when", count_week="1_000"), "when", "count_week", "refused"),
        (changed("collector", account_tail="12345"), "collector", "account_tail", "refused"),
        (changed("who", is_admin="1"), "who", "is_admin", "unknown_field"),
        (changed("queue", state="closed"), "queue", "", "unknown_page"),
        (changed("check", submission_id="x"), "check", "", "unknown_page"),
    ],
)
def test_what_the_form_refuses_the_door_refuses_field_by_field(
    app, send, report, page, field, code
):
    answer = send(report)
    assert answer.status_code == 422
    first = answer.json["errors"][0]
    assert (first["page"], first["field"], first["code"]) == (page, field, code)
    assert tickets(app) == 0


def test_a_missing_page_is_named(send):
    report = copy.deepcopy(REPORT)
    del report["answers"]["privacy"]
    assert send(report).json["errors"] == [{"page": "privacy", "field": "", "code": "missing_page"}]


def test_errors_speak_the_language_that_was_asked_for(send):
    english = send(changed("what", what=[])).json["errors"][0]["message"]
    chinese = send({**changed("what", what=[]), "language": "zh_Hans_CN"}).json["errors"][0]
    assert english.startswith("Select what the collector did")
    assert chinese["message"].startswith("请选择")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 411),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"door": "report", "door": "help"}', 400),
        (b'{"door": NaN}', 400),
        (b'{"door": 1e400}', 400),
        (b'{"door": ' + b"9" * 5000 + b"}", 400),
        (b'{"door": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b"[" * 30 + b"]" * 30, 400),
        (b"null", 400),
        (b"[]", 400),
        (json.dumps({**REPORT, "door": "back"}), 400),
        (json.dumps({**REPORT, "language": "../../x"}), 400),
        (json.dumps({**REPORT, "answers": {"who": "self"}}), 400),
        (json.dumps({**REPORT, "answers": {"who": {"who": True}}}), 400),
        (json.dumps({**REPORT, "answers": {"who": {"who": {"$ne": 1}}}}), 400),
        (json.dumps({**REPORT, "more": 1}), 400),
        (b'"' + b"x" * 300_000 + b'"', 413),
    ],
)
def test_json_that_can_be_read_in_two_ways_is_refused(app, send, body, status):
    assert send(body).status_code == status
    assert tickets(app) == 0


def test_nul_and_half_characters_never_reach_a_table(app, send):
    assert send(changed("what", words="a\0b")).status_code in (201, 422)
    half = json.dumps(changed("what", words="a\ud800b"))
    assert send(half).status_code == send(half.replace("ud800", "uD800")).status_code == 400
    assert tickets(app) <= 1


def test_a_character_written_as_two_halves_is_whole(app, send):
    report = json.dumps(changed("what", words="a\U0001f600b"))
    assert "ud83d" in report
    assert send(report).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_only_json_is_read_as_json(app, send, kind):
    assert send(Content_Type=kind).status_code in (400, 415)
    assert tickets(app) == 0


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x", "Bearer \xff"]
)
def test_without_the_right_key_the_door_is_shut(app, send, header):
    answer = send(Authorization=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert tickets(app) == 0


@pytest.mark.parametrize("once", [None, "", "short", "x" * 101, "with space in it 123"])
def test_a_report_without_a_usable_number_of_its_own_is_refused(app, send, once):
    assert send(Idempotency_Key=once).status_code == 400
    assert tickets(app) == 0


def test_a_browser_that_is_signed_in_cannot_be_made_to_file(app, send):
    answer = app.test_client().post("/api/reports", json=REPORT)
    assert answer.status_code == 401


@pytest.mark.parametrize("keys", ["branch", "branch:xyz", "Branch:" + "0" * 64, ":" + "0" * 64])
def test_a_bad_key_setting_stops_the_start(tmp_path, keys):
    with pytest.raises(BadSetting, match="api_keys"):
        Settings.from_env({"PORTAL_HOME": str(tmp_path), "PORTAL_API_KEYS": keys})


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "said"),
    [
        ("POST", "/api/reports", {"data": b" " * 300_000}, 413, "Send no more than 256 kB at once."),
        ("POST", "/api/nothing", {"json": {}}, 404, "There is nothing at this address."),
        ("GET", "/api", {}, 404, "There is nothing at this address."),
        ("GET", "/api/reports", {}, 405, "This address does not take this method."),
        ("PUT", "/api/reports", {"json": {}}, 405, "This address does not take this method."),
        ("GET", "/api/health", {"headers": {"Host": "elsewhere"}}, 400, "This request cannot be read."),
    ],
)  # fmt: skip
def test_every_refusal_of_the_door_is_one_sentence_of_json(app, method, path, given, status, said):
    answer = app.test_client().open(path, method=method, **given)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json == {"error": said}


def test_what_is_beside_the_door_is_still_refused_with_a_page(app):
    assert app.test_client().get("/apiary").mimetype == "text/html"
