"""Trying the rules: the decision is read, nothing is kept, and nothing typed is lost."""

import secrets

import pytest
from flask_security import hash_password
from sqlalchemy import func, select

from portal.models import Entry, Role, Staff, StoredDecision, Ticket
from portal.web.db import db

PASSWORD = "correct horse battery"
SAMPLE = {
    "story": "He said he would kill you, and he called nine times.",
    "choices": ["threat"],
    "place": "gb",
    "language": "en",
    "received_on": "2026-11-20",
    "who": "self",
    "firm": "agency",
    "safe_now": "",
    "timing": "",
    "_end": "1",
}


def person(role, name):
    return Staff(
        email=f"{name}@example.org", name=name.title(), role=role, active=True,
        jurisdictions=["gb"], languages=["en"], desks=["conduct"],
        password=hash_password(PASSWORD), fs_uniquifier=secrets.token_hex(16),
    )  # fmt: skip


@pytest.fixture
def administrator(app):
    with app.app_context():
        db.session.add_all([person(Role.ADMINISTRATOR, "ada"), person(Role.SUPERVISOR, "mei")])
        db.session.commit()
    return signed_in(app, "ada")


def signed_in(app, name):
    client = app.test_client()
    client.post("/staff/sign-in", data={"email": f"{name}@example.org", "password": PASSWORD})
    return client


def test_a_sample_is_decided_for_the_desk_and_for_the_person(administrator):
    page = administrator.post("/admin/try-it", data=SAMPLE).text
    assert "violence_or_threat" in page
    assert "kill you" in page
    assert "Why was this decided?" in page
    assert "为什么这样处理？" in page


def test_a_sample_tries_every_rule_that_a_report_can_meet(administrator):
    more = {
        "choices": ["third"], "helps": "illness_disability data_rights", "timing": "ongoing",
        "to_whom": ["family"], "region": "Scotland", "flags": ["children"],
    }  # fmt: skip
    page = administrator.post("/admin/try-it", data={**SAMPLE, **more, "story": ""}).text
    fired = page[: page.index("did not fire")]
    for rule in (
        "person_needs_care",
        "still_happening",
        "children_involved",
        "data_rights_request",
    ):
        assert rule in fired
    assert "Scotland" in fired
    assert "suggested by the answers" in fired
    assert "suggested by the words" not in fired


def test_the_person_reads_which_contacts_were_taken_from_other_peoples_pages(administrator):
    scam = {
        "place": "cn",
        "language": "zh_Hans_CN",
        "choices": ["amount"],
        "codes": "private_payment",
    }
    page = administrator.post("/admin/try-it", data={**SAMPLE, **scam, "story": ""}).text
    assert "96110" in page
    assert "此联系方式来自其他网站，并非其官网" in page


def test_nothing_of_a_sample_is_kept(app, administrator):
    administrator.post("/admin/try-it", data=SAMPLE)
    with app.app_context():
        for table in (Ticket, StoredDecision, Entry):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_the_page_speaks_chinese(administrator):
    page = administrator.get("/admin/try-it?lang=zh-CN").text
    assert "试用规则" in page
    assert "威胁我、家人或工作" in page


def test_only_an_administrator_tries_the_rules(app, administrator):
    assert signed_in(app, "mei").get("/admin/try-it").status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"received_on": "2026-02-30"}, "Enter a real date"),
        ({"received_on": ""}, "Enter a real date"),
        ({"codes": "cruelty"}, "cruelty is no conduct code of this place"),
        ({"helps": "money"}, "money is no help code of this place"),
        ({"region": "Atlantis"}, "The place has no Atlantis"),
        ({"story": "", "choices": [], "codes": ""}, "Paste a story, or tick what happened"),
        ({"story": "x" * 50_001}, "The story must be 50000 characters or fewer"),
        ({"place": "fr"}, "errsum"),
        ({"choices": ["nonsense"]}, "errsum"),
        ({"flags": ["nonsense"]}, "errsum"),
    ],
)
def test_a_bad_sample_is_refused_in_words_and_keeps_what_was_typed(administrator, change, said):
    answer = administrator.post("/admin/try-it", data={**SAMPLE, "codes": "bombing", **change})
    assert answer.status_code == 422
    assert said in answer.text
    kept = {**SAMPLE, "codes": "bombing", **change}
    assert kept["received_on"] in answer.text
    assert kept["codes"] in answer.text
    assert kept["story"][:40] in answer.text


def test_half_characters_nul_and_markup_do_no_harm(administrator):
    story = "a\0b \ud83d <script>alert(1)</script> kill you".encode("utf-8", "surrogatepass")
    answer = administrator.post("/admin/try-it", data={**SAMPLE, "story": story})
    assert answer.status_code in (200, 400, 422)
    assert "<script>alert" not in answer.text
