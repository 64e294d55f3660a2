"""The decision record: full for the desk, plain for the person, and nobody quotes unread law."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.domain.provisions import LAW
from portal.domain.record import OUTSIDE_KINDS, outside_ways, plain, quotable, working_of
from portal.domain.triage import Facts, decide
from portal.intake import service as intake
from portal.jurisdictions.load import installed
from portal.models import Allegation, StoredDecision, Ticket
from portal.web.db import db
from tests import factories
from tests.casework.test_views import number, signed_in  # noqa: F401 - a fixture and its helper

TODAY = date(2026, 11, 23)
LATEST = date(2026, 11, 30)


def test_the_record_page_shows_facts_signals_and_every_rule(app, number):  # noqa: F811 - the fixture
    page = signed_in(app, "mei").get(f"/tickets/{number}/decision").text
    for rule in installed()["gb"].rules:
        assert f"<code>{rule.id}</code>" in page
    for said in (
        "Facts",
        "Rules that fired",
        "Organisations, in this order",
        "Why was this decided?",
    ):
        assert said in page


def test_the_record_page_speaks_chinese(app, number):  # noqa: F811 - the fixture
    page = signed_in(app, "mei").get(f"/tickets/{number}/decision?lang=zh-CN").text
    for said in ("命中的规则", "已核对但未命中的规则", "为什么这样处理？"):
        assert said in page


def test_the_triage_tab_shows_the_record_and_leads_to_print(app, number):  # noqa: F811 - the fixture
    page = signed_in(app, "mei").get(f"/tickets/{number}/triage").text
    assert f"/tickets/{number}/decision" in page
    assert "Rules that were asked and did not fire" in page


def test_what_answers_alone_suggest_is_not_in_the_story(app, number, keyring, settings):  # noqa: F811 - the fixture
    told = {"timing": "once", "channel": ["phone"], "to_whom": ["family"], "story": "He rang."}
    with app.app_context():
        own = factories.ticket(db.session(), keyring, settings, when=told).number
        db.session.commit()
    page = signed_in(app, "mei").get(f"/tickets/{own}").text
    assert "the answers about when and how say so" in page
    assert "these words stand in the story" not in page


def test_a_hidden_ticket_has_no_record(app, number):  # noqa: F811 - the fixture
    mei = signed_in(app, "mei")
    mei.post(f"/tickets/{number}/tie", data={"reason": "She is my cousin", "_end": "1"})
    assert mei.get(f"/tickets/{number}/decision").status_code == 404


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Why was this decided?"), ("zh-CN", "为什么这样处理？")]
)
def test_the_person_reads_why_on_the_own_page(app, keyring, settings, lang, said):
    with app.app_context():
        factories.staff(db.session)
        one = intake.file(
            factories.filing(db.session, keyring, settings), factories.draft(["threat"])
        )
        db.session.commit()
    client = app.test_client()
    client.post("/track", data={"code": one.code, "_end": "1"})
    page = client.get(f"/ticket?lang={lang}").text
    assert said in page
    assert "violence_or_threat" not in page
    # Who may help is never named without the way to reach them.
    why = page.partition(said)[2].partition("</section>")[0]
    named = re.findall(r"<li><strong>.*?</li>", why, re.DOTALL)
    assert named
    assert all("tel:" in one or "https://" in one for one in named), named


def test_with_nobody_free_the_person_reads_the_way_outside(app, keyring, settings):
    with app.app_context():
        one = intake.file(factories.filing(db.session, keyring, settings), factories.draft())
        db.session.commit()
    client = app.test_client()
    client.post("/track", data={"code": one.code, "_end": "1"})
    page = client.get("/ticket").text
    assert "You can go outside at once" in page
    # The acknowledgement, which stands on the same page, says it as well.
    assert "you can turn to an outside organisation at once" in page


@pytest.mark.parametrize("place", sorted(installed()))
def test_only_read_law_is_quoted_to_the_person(place):
    pack = installed()[place]
    facts = Facts(
        jurisdiction=place, received_on=TODAY, choices=tuple(pack.choices), wants_help=True,
        court_papers=True, safe_now="no", who="other",
    )  # fmt: skip
    made = decide(facts, pack).to_dict()
    told = plain(made, pack, today=TODAY, waits=True)
    read = {rule.id for rule in pack.rules if rule.mark == "V" and rule.force != "policy"}
    assert {one.rule_id for one in told.reasons if one.source} <= read
    unread = replace(pack, rules=tuple(replace(rule, mark="U") for rule in pack.rules))
    again = plain(decide(facts, unread).to_dict(), unread, today=TODAY, waits=False)
    assert [one.source for one in again.reasons if one.source] == []
    assert again.outside == ()


def test_our_own_policy_is_no_law():
    assert quotable({"mark": "V", "force": "policy", "source": "organisation policy"}) == ""


@pytest.mark.parametrize("place", sorted(installed()))
def test_the_way_outside_names_checked_bodies_that_can_look_at_us(place):
    pack = installed()[place]
    for name in outside_ways(pack, TODAY):
        body = pack.body(name)
        assert body.kind in OUTSIDE_KINDS
        assert body.may_show()
    assert outside_ways(pack, date(2036, 1, 1)) == ()


def test_what_was_only_suggested_is_not_told_to_the_person_as_their_own():
    pack = installed()["gb"]
    facts = Facts(
        jurisdiction="gb", received_on=TODAY, choices=("often",), text="He said he will kill you"
    )
    decision = decide(facts, pack)
    assert "violence_threat" in {one.code for one in decision.allegations}
    told = plain(decision.to_dict(), pack, today=TODAY, waits=False).allegations
    assert [code for code, _laws, _choice in told] == [pack.choices["often"].code]


def against(place, code, firm):
    facts = Facts(jurisdiction=place, received_on=TODAY, codes=(code,), firm=firm)
    made = decide(facts, installed()[place])
    told = plain(made.to_dict(), installed()[place], today=TODAY, waits=False).allegations
    return next(laws for said, laws, _choice in told if said == code)


def test_the_law_it_may_be_against_is_told_only_of_a_firm_that_law_binds():
    assert against("us", "violence_threat", "agency") == ("15 USC 1692d",)
    assert against("us", "violence_threat", "bank") == ()
    assert against("us", "violence_threat", "unknown") == ()
    assert against("gb", "excessive_contact", "unknown") == ("CONC 7.9.4R",)


@pytest.mark.parametrize("place", sorted(installed()))
def test_nothing_unread_and_no_mere_guidance_is_told_as_law(place):
    pack = installed()[place]
    surely = {law.cite for law in pack.laws if law.may_quote() and law.force != "policy"}
    told = {
        cite
        for code in pack.conduct
        for firm in ("bank", "agency", "unknown")
        for cite in against(place, code, firm)
    }
    assert told
    assert told <= surely
    rules = [rule for rule in pack.rules if rule.mark != "V" or rule.force not in LAW]
    assert {quotable({"mark": r.mark, "force": r.force, "source": r.source}) for r in rules} == {""}


def test_the_words_of_the_story_are_kept_sealed_only(session, keyring, settings):
    factories.staff(session)
    told = {"timing": "once", "channel": ["phone"], "story": "He said he will kill you."}
    ticket = factories.ticket(session, keyring, settings, when=told)
    session.flush()
    row = session.scalars(select(StoredDecision)).one()
    allegations = session.scalars(select(Allegation)).all()
    assert any(one.cues for one in allegations)
    clear = json.dumps([row.decision, [one.cues for one in allegations]])
    assert "kill you" not in clear
    assert b"kill you" not in row.working
    assert session.get_one(Ticket, ticket.id).severity


def test_the_working_holds_the_facts_but_not_the_story():
    pack = installed()["gb"]
    facts = Facts(jurisdiction="gb", received_on=TODAY, choices=("often",), text="kill you " * 3)
    working = working_of(facts, decide(facts, pack))
    assert working["facts"]["choices"] == ("often",)
    assert working["facts"]["story_length"] == 27
    assert "text" not in working["facts"]


@pytest.mark.parametrize(
    ("firm", "law"), [("bank", True), ("small_loan", False), ("unknown", False)]
)
def test_a_promise_names_the_law_only_for_a_firm_that_law_binds(firm, law):
    pack = installed()["cn"]
    facts = Facts(jurisdiction="cn", received_on=TODAY, choices=("often",), firm=firm)
    clock = next(one for one in decide(facts, pack).clocks if one.id == "decide")
    assert ("投诉办法" in clock.source) is law
    assert clock.due == date(2026, 12, 8)


@pytest.mark.parametrize("place", sorted(installed()))
def test_whoever_was_threatened_is_told_whom_to_call(place):
    pack = installed()[place]
    for facts in ({"choices": ("threat",)}, {"choices": ("often",), "text": "He will kill you."}):
        offered = decide(Facts(jurisdiction=place, received_on=TODAY, **facts), pack).bodies
        assert pack.body(offered[0].id).kind == "emergency"


def told(place, **facts):
    pack = installed()[place]
    made = decide(Facts(jurisdiction=place, received_on=LATEST, **facts), pack).to_dict()
    return plain(made, pack, today=LATEST, waits=False)


@pytest.mark.parametrize(
    ("place", "code", "firm", "laws"),
    [
        ("cn", "time_barred", "bank", ()),
        ("cn", "false_criminal_threat", "bank", ()),
        ("cn", "hardship_ignored", "bank", ()),
        ("cn", "unauthorised_fees", "bank", ("民法典 680",)),
        ("gb", "violence_threat", "bank", ()),
        ("us", "debt_not_owed", "agency", ("15 USC 1692e",)),
    ],
)
def test_law_that_forbids_nothing_is_not_told_as_what_it_may_be_against(place, code, firm, laws):
    ((_code, against, _choice),) = told(place, codes=(code,), firm=firm).allegations
    assert against == laws


@pytest.mark.parametrize("place", ["cn", "us", "gb"])
def test_sorting_into_a_desk_is_never_told_as_what_a_law_asks_for(place):
    for code in ("impersonate_authority", "data_leak_misuse"):
        for firm in ("bank", "agency"):
            assert not [one for one in told(place, codes=(code,), firm=firm).reasons if one.source]


def test_where_another_company_is_meant_nobody_is_told_that_a_supervisor_looks_into_it():
    reasons = {one.rule_id for one in told("us", choices=("often",), our_firm=False).reasons}
    assert reasons == {"not_our_firm"}


def test_help_asked_for_beside_fraud_still_tells_that_collection_waits():
    made = told("gb", codes=("private_payment",), wants_help=True)
    assert "help_to_a_supervisor" in {one.rule_id for one in made.reasons}


def test_a_body_says_which_of_its_ways_was_met():
    pack = installed()["gb"]
    facts = Facts(jurisdiction="gb", received_on=LATEST, choices=("often",), final_letter_sent=True)
    (fos,) = [one for one in decide(facts, pack).bodies if one.id == "fos"]
    assert fos.because == ("final_letter_sent=yes",)
