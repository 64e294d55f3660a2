from datetime import date

import pytest
from flask import Flask

from portal.domain import masking
from portal.intake import answers as read
from portal.intake import pages
from portal.intake.forms import FORMS, Page
from portal.intake.pauses import Pause, pause_for
from portal.web import locale

TODAY = date(2026, 11, 23)


@pytest.fixture
def bare() -> Flask:
    app = Flask("bare")
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="en")
    locale.init_app(app)
    return app


def posted(app: Flask, page: str, typed: dict, saved: dict | None = None, lang: str = "en") -> Page:
    with app.test_request_context(
        "/", method="POST", data={**typed, "_end": "1"}, query_string={"lang": lang}
    ):
        form = FORMS[page](saved or {}, page, TODAY, ("cn", "gb"))
        form.validate()
        return form


def test_nothing_ticked_asks_what_the_collector_did(bare):
    form = posted(bare, "what", {})
    assert form.errors["what"] == ["Select what the collector did, or select ‘None of these’"]


def test_the_same_error_is_in_chinese_for_a_chinese_reader(bare):
    form = posted(bare, "what", {}, lang="zh-CN")
    assert form.errors["what"] == ["请选择催收人员做了什么，或选择“以上都不是”"]


def test_none_of_these_does_not_go_with_one_of_these(bare):
    assert "not both" in posted(bare, "what", {"what": ["none", "threat"]}).errors["what"][0]


def test_none_of_these_needs_a_story(bare):
    form = posted(bare, "what", {"what": "none", "words": "\u3000 \u2800"})
    assert form.errors["words"] == ["Tell us in your own words what happened"]


def test_a_story_over_its_limit_is_kept_and_says_by_how_much(bare):
    form = posted(bare, "what", {"what": "abuse", "words": "x" * 2014})
    assert "14 over" in form.errors["words"][0]
    assert len(form.words.data) == 2014


def test_what_one_page_says_of_a_field_reaches_no_other(bare):
    """Fields are made once; the first of all pages is as much alone as every later one."""
    helping = {"who": {"who": "represent"}}
    for saved in (helping, {}, helping, {}):
        form = posted(bare, "about-you", {}, saved)
        with bare.test_request_context("/?lang=en"):
            said = str(form.name.label.text)
        assert (said == "Name of the person you help") is bool(saved)
    fresh = posted(bare, "about-you", {})
    assert fresh.name._form is fresh  # noqa: SLF001 - whose field it is
    with pytest.raises(TypeError):
        fresh.name.flags.required = True


def test_a_choice_the_page_never_offered_is_refused(bare):
    assert posted(bare, "what", {"what": "made_up"}).errors


@pytest.mark.parametrize(
    ("day", "month", "year", "refusal"),
    [
        ("", "", "2026", None),
        ("", "3", "2026", None),
        ("27", "3", "2026", None),
        ("", "", "", None),
        ("29", "2", "2025", "Enter a real date"),
        ("", "13", "2026", "Month must be between 1 and 12"),
        ("3", "4", "", "Date must include a year"),
        ("27", "3", "26", "Year must have 4 numbers. Did you mean 2026?"),
        ("", "", "２５", "Year must have 4 numbers. Did you mean 2025?"),
        ("", "", "27", "Year must have 4 numbers, like 2026"),
        ("", "", "226", "Date must include a year"),
        ("24", "11", "2026", "Date must be today or in the past"),
        ("", "12", "2026", "Date must be today or in the past"),
        ("", "", "2027", "Date must be today or in the past"),
        ("１", "３", "２０２６", None),
    ],
)
def test_a_date_may_be_rough_but_not_impossible(bare, day, month, year, refusal):
    typed = {"timing": "once", "channel": "phone", "date_d": day, "date_m": month, "date_y": year}
    errors = posted(bare, "when", typed).errors
    assert errors.get("date") == ([refusal] if refusal else None)


@pytest.mark.parametrize("typed", ["1_000", "-1", "1000", "a few"])
def test_how_many_times_is_a_whole_number_below_a_thousand(bare, typed):
    assert posted(bare, "when", {"timing": "once", "channel": "phone", "count_day": typed}).errors[
        "count_day"
    ]


def test_letters_in_a_number_that_called_are_refused(bare):
    form = posted(
        bare, "when", {"timing": "once", "channel": "phone", "from_number": ["0371 5555", "abc"]}
    )
    assert form.errors["from_number"]
    assert form.from_number.data == ["0371 5555", "abc"]


def test_a_reply_by_email_needs_an_address_that_works(bare):
    saved = {"contact": {"reply_by": "email"}}
    assert posted(bare, "reach", {"email": "a@b.com,c@d.com"}, saved).errors["email"]


def test_a_reply_on_the_site_needs_no_address(bare):
    assert not posted(bare, "contact", {"reply_by": "site"}).errors


def test_safe_times_end_after_they_start(bare):
    typed = {"reply_by": "site", "safe_days": "only", "safe_from": "20:00", "safe_to": "18:00"}
    assert posted(bare, "contact", typed).errors["safe_to"] == [
        "Safe time must end after it starts"
    ]


def test_only_installed_places_are_offered(bare):
    assert posted(bare, "jurisdiction", {"place": "us", "lang": "en"}).errors["place"]


def test_whether_the_person_is_safe_is_asked_after_a_threat_only(bare):
    assert posted(bare, "impact", {}, {"what": {"what": ["threat"]}}).safe_now is not None
    assert posted(bare, "impact", {}, {"what": {"what": ["often"]}}).safe_now is None


def test_help_now_puts_the_help_pages_into_a_report():
    order = pages.pages_of("report", {"outcome": {"want_help": "now"}})
    assert order[order.index("outcome") + 1] == "situation"


def test_an_anonymous_report_is_not_asked_for_a_name():
    assert "about-you" not in pages.pages_of("report", {"privacy": {"confid": "anonymous"}})


def test_no_page_can_be_skipped():
    assert not pages.may_open("report", {"who": {}}, "what")
    assert pages.may_open("report", {"who": {}}, "jurisdiction")


@pytest.mark.parametrize(
    ("answered", "page"),
    [
        ((), "who"),
        (("who", "jurisdiction", "what", "impact"), "when"),
        (("who", "jurisdiction", "what", "impact", "when", "collector"), "evidence"),
        (("who", "jurisdiction", "what", "impact", "when", "collector", "outcome"), "contact"),
        (("who", "what", "impact"), "jurisdiction"),
    ],
)
def test_who_comes_back_is_shown_the_page_after_the_last_and_leaves_out_none_unseen(answered, page):
    assert pages.goes_on_at("report", {name: {} for name in answered}) == page


def test_going_back_to_anonymous_takes_the_name_out_of_what_is_sent():
    kept = {"privacy": {"confid": "anonymous"}, "about-you": {"name": "Li Na"}}
    assert "about-you" not in read.asked_answers("report", kept)


@pytest.mark.parametrize("words", ["I want to end my life", "我不想活了"])
def test_words_of_dying_bring_the_numbers_to_call_first(words):
    assert pause_for("what", {"words": words}) is Pause.DANGER


def test_ordinary_words_go_straight_on():
    assert pause_for("what", {"words": "He called nine times"}) is None


def test_a_card_number_is_covered_but_for_its_last_digits():
    assert masking.hide_secrets("card 4111 1111 1111 1111!") == "card ••••••••••••1111!"
    assert not masking.has_card_number("call 1234 5678 9012 3456")


def test_triage_sees_the_words_and_the_ticks():
    kept = {"what": {"what": ["threat"], "words": "one"}, "when": {"story": "two", "count_day": 9}}
    seen = read.facts(kept, jurisdiction="gb", received_on=TODAY, door="report")
    assert (seen.choices, seen.text, seen.count_day) == (("threat",), "one\ntwo", 9)


def test_without_an_answer_nothing_is_sent():
    assert read.contact_choice({}, "Europe/London").reply_by == "site"
