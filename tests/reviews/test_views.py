"""The reviewers' pages as a reviewer sees them."""

import re
from datetime import date

import pytest
from flask import g
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.domain.review import Action, ReviewState
from portal.models import ContactCount, Review, ReviewEntry, Role, Staff
from portal.reviews import history, service
from tests import factories
from tests.databases import without_guards

PAGE = "/reviews/collectors/{}"


class Desk:
    """A signed-in browser; what a test did before is true before it asks."""

    def __init__(self, app, session, staff):
        session.flush()
        self.session, self.client = session, app.test_client()
        with self.client.session_transaction() as cookie:
            factories.signed_in(cookie, staff.fs_uniquifier)

    def before(self):
        self.session.commit()
        # The session fixture keeps one context open, and the sign-in would be remembered in it.
        for name in list(g):
            g.pop(name)

    def get(self, url):
        self.before()
        return self.client.get(url)

    def post(self, url, data):
        self.before()
        answer = self.client.post(url, data=data)
        self.session.expire_all()
        return answer


@pytest.fixture
def sign_in(app, session):
    """A function that signs somebody in and gives the browser."""
    return lambda staff: Desk(app, session, staff)


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def url(review):
    return PAGE.format(review.collector_id)


def post(desk, review, step, **typed):
    return desk.post(f"/reviews/{review.id}/{step}", data={**typed, "_end": "1"})


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_plots_have_titles_and_tables_in_both_languages(desk, url, language):
    page = desk.get(f"{url}?lang={language}").text
    pictures = re.findall(r"<svg class=\"chart\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        assert re.search(
            r"<title id=\"\w+-title\">.+</title><desc id=\"\w+-desc\">.+</desc>", picture
        )
    assert page.count("<details") >= 2
    assert ("漏斗图" in page) == (language == "zh-CN")


def test_few_contacts_are_said_to_say_too_little(session, desk, url, about):
    session.query(ContactCount).update({"contacts": 150})
    session.commit()
    page = desk.get(url).text
    assert "too little to say anything" in page
    assert "per 1,000 (95%" not in page


def test_the_rate_stands_beside_its_interval_and_exposure(desk, url):
    page = desk.get(url).text
    assert re.search(r"0\.00 per 1,000 \(95% interval 0\.00–3\.7\)", page)
    assert "1,000" in page


def test_the_page_says_what_comparing_many_people_does(desk, url):
    assert "By chance alone" in desk.get(url).text


def test_a_notice_begins_the_right_of_reply(session, desk, review, url):
    answer = post(desk, review, "notice", words="A call of May.", support="Dana")
    assert answer.headers["Location"] == url
    session.expire_all()
    assert review.state is ReviewState.NOTICE_SENT
    sheet = desk.get(f"/reviews/{review.id}/notice").text
    assert "A call of May." in sheet
    assert "Dana" in sheet


def test_the_notice_tells_nothing_of_who_complained(session, desk, told):
    sheet = desk.get(f"/reviews/{told.id}/notice").text
    for secret in ("Pat Example", "They called again"):
        assert secret not in sheet
    assert not re.search(r"RC-\d{4}-\d+", sheet)


def test_a_refused_decision_keeps_what_was_typed(desk, told):
    reasons = "The recording shows it plainly, word for word."
    answer = post(desk, told, "decide", action="coaching", reasons=reasons, due="2026-12-24")
    assert answer.status_code == 422
    assert reasons in answer.text
    assert 'value="2026-12-24"' in answer.text
    assert "right of reply ends on 2026-12-07" in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Select a decision"),
        ({"action": "sack"}, "Select a decision"),
        ({"action": "coaching", "reasons": "short"}, "Give reasons for this decision"),
        ({"action": "coaching", "reasons": "r" * 40, "due": "2025-02-29"}, "Enter a real date"),
        ({"action": "coaching", "reasons": "r" * 40, "due": "2099-12-31"}, "within a year"),
        ({"action": "coaching", "reasons": "r" * 40}, "Enter the day by which"),
        ({"action": "coaching", "reasons": "r" * 4001, "due": "2026-12-24"}, "4,000"),
    ],
)
def test_nonsense_in_a_decision_is_refused_in_words(desk, answered, typed, sentence):
    answer = post(desk, answered, "decide", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_decision_and_its_second_reviewer(session, desk, answered, sign_in):
    reasons = "The recording shows it plainly, word for word."
    post(desk, answered, "decide", action="pass_to_hr", reasons=reasons, due="2026-12-24")
    session.expire_all()
    assert answered.state is ReviewState.DECIDED
    assert post(desk, answered, "second").status_code == 422
    post(sign_in(factories.staff(session, Role.REVIEWER)), answered, "second")
    session.expire_all()
    assert answered.state is ReviewState.ACTION_RUNNING


@pytest.mark.parametrize("path", ["/reviews/999", "/reviews/99999999999999999999"])
def test_a_review_that_is_not_there_is_not_found(desk, path):
    assert desk.post(path + "/second", data={"_end": "1"}).status_code == 404
    assert desk.get(path + "/notice").status_code == 404


def test_own_people_look_as_if_they_were_not_there(session, sign_in, review, url, about):
    near = factories.staff(session, Role.REVIEWER)
    factories.manages(session, near, about)
    desk = sign_in(near)
    hidden, missing = desk.get(url), desk.get(PAGE.format(98765))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text.replace(url, "") == missing.text.replace(PAGE.format(98765), "")
    assert about.number not in desk.get("/reviews").text
    assert post(desk, review, "second").status_code == 404


def test_a_declared_tie_closes_the_page(desk, url, about):
    answer = desk.post(f"{url}/tie", data={"_end": "1"})
    assert answer.headers["Location"] == "/reviews"
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_may_read_and_not_decide(session, sign_in, told, url, role):
    desk = sign_in(factories.staff(session, role))
    page = desk.get(url)
    assert page.status_code == 200
    assert "Invented" not in page.text
    assert post(desk, told, "decide", action="no_action").status_code == 403


@pytest.mark.parametrize("path", ["/reviews", "/reviews/agencies"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_lists_open_in_both_languages(desk, review, path, language):
    assert desk.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.row("BI-52")
def test_an_export_holds_no_customer_and_runs_no_formula(session, desk, answered, about):
    about.number = "=1+1"
    session.commit()
    refused = post(desk, answered, "export")
    assert refused.status_code == 422
    answer = post(desk, answered, "export", purpose="@quarter")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert "'@quarter" in lines[1]
    assert lines[3].startswith("'=1+1,")
    assert not re.search(r"RC-\d{4}-\d+|Pat", answer.text)


@pytest.mark.parametrize(("due", "said"), [(date(2026, 11, 20), True), (date(2099, 1, 1), False)])
def test_the_list_says_where_the_figures_after_an_action_are_due(session, desk, review, due, said):
    table = Review.__table__
    running = {"state": ReviewState.ACTION_RUNNING, "action": "coaching", "check_on": due}
    session.execute(update(table).where(table.c.id == review.id).values(running))
    page = desk.get("/reviews").text
    assert ("The figures can be looked at now." in page) is said
    assert ("1 Jan 2099" in page) is not said


def test_selecting_from_the_page_draws_the_sample_and_opens_reviews(app, session, desk, found):
    found()
    session.commit()
    desk.post("/reviews/select", data={"_end": "1"})
    session.expire_all()
    assert {one.opened_because for one in session.query(Review)} >= {"safety_finding"} or (
        session.query(Review).count() == 1
    )
    assert "drawn on" in desk.get("/reviews").text


def test_every_step_lies_in_a_chain_that_tells_of_changes(app, session, answered, at, choice):
    service.decide(at(1), answered, choice(Action.NO_ACTION))
    session.commit()
    assert [seq for _review, seq in history.histories(session)] == [None]
    without_guards(session.connection())
    session.query(ReviewEntry).filter_by(seq=3).update({"staff_id": None})
    assert [seq for _review, seq in history.histories(session)] == [3]
    session.rollback()
    without_guards(session.connection())
    session.query(ReviewEntry).filter_by(seq=answered.history_length).delete()
    assert [seq for _review, seq in history.histories(session)] == [answered.history_length]


def test_words_of_a_review_are_sealed(app, session, told):
    session.commit()
    rows = session.query(ReviewEntry).all()
    assert not any(b"in question" in (one.words or b"") for one in rows)
    assert "in question" not in str([one.facts for one in rows])


@pytest.mark.row("BI-77")
def test_two_reviewers_at_once_do_not_overwrite_each_other(app, session, answered, reviewer):
    review_id, staff_id = answered.id, reviewer.id
    session.commit()
    ring = app.extensions["keyring"]
    with Session(session.get_bind(), expire_on_commit=False) as other:
        at = service.Reviewing(other, ring, factories.NOW, other.get_one(Staff, staff_id))
        mine = other.get_one(Review, review_id)
        other.commit()
        first = service.Reviewing(session, ring, factories.NOW, reviewer)
        service.exported(first, answered, "findings", "one")
        session.commit()
        with pytest.raises((StaleDataError, IntegrityError)):
            service.exported(at, mine, "findings", "two")


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-Hant"])
def test_a_step_that_is_refused_says_why_in_every_language(desk, review, url, language):
    desk.get(f"{url}?lang={language}")
    answer = post(desk, review, "ask-again", words="Which script?")
    assert answer.status_code == 422
    assert 'id="errsum"' in answer.text
    assert "%(num)s" not in answer.text
