"""The budget pages: sums without a script, a warning instead of a refusal, errors in words."""

from datetime import date
from decimal import Decimal

import pytest

from portal.intake import views_papers
from portal.intake.forms_money import refusal_of
from portal.intake.pages import STEPS
from portal.intake.show import proposal_of, sections
from portal.web.exact import money as exact_money

START = [("who", {"who": "self"}), ("jurisdiction", {"place": "gb", "lang": "en"}),
         ("situation", {"hardship": "job_loss"})]  # fmt: skip


def at_budget(person):
    person.walk(pages=START, door="help")


def test_the_sums_are_worked_out_without_a_script(person):
    at_budget(person)
    answer = person.send("budget", {"wages": "£1,180", "rent": "１０８５", "calc": "1"}, "help")
    assert answer.location == "/help/budget#total"
    page = person.get("/help/budget").text
    assert "£95" in page
    assert "£85 a month" in page


def test_nothing_left_suggests_nothing_and_says_so(both):
    at_budget(both)
    both.send("budget", {"wages": "100", "rent": "200"}, "help")
    page = both.get("/help/budget").text
    said = ("You do not have to offer a payment now", "现在不必承诺还款", "現在不必承諾還款")
    assert any(one in page for one in said)


@pytest.mark.parametrize(
    "typed",
    [
        "NaN",
        "Infinity",
        "1e400",
        "-0",
        "1e-400",
        "1_000",
        "abc",
        "1.234",
        "-5",
        "99999999999999",
        "１٢",
    ],
)
def test_no_amount_but_an_amount_is_taken_and_what_was_typed_stays(both, typed):
    at_budget(both)
    answer = both.send("budget", {"wages": typed}, "help")
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'href="#wages"' in answer.text


def test_how_often_without_an_amount_asks_for_it(both):
    at_budget(both)
    assert both.send("budget", {"rent": "", "rent_every": "week"}, "help").status_code == 422
    assert both.send("budget", {"rent": "0", "rent_every": "week"}, "help").status_code == 303
    assert both.send("budget", {"rent": "", "rent_every": "month"}, "help").status_code == 303
    assert both.send("budget", {"rent": "5", "rent_every": "hour"}, "help").status_code == 422


def test_an_offer_over_what_is_left_is_warned_about_and_kept(both):
    at_budget(both)
    both.send("budget", {"wages": "100"}, "help")
    offer = {"offer_kind": "amount", "offer_amount": "150", "offer_interval": "month"}
    assert both.send("offer", offer, "help").location == "/pause/offer"
    page = both.get("/pause/offer").text
    assert "£50" in page
    assert 'href="/help/contact"' in page
    assert 'value="150"' in both.get("/help/offer").text


def test_an_amount_typed_beside_cannot_pay_is_never_dropped_in_silence(person):
    at_budget(person)
    offer = {"offer_kind": "cannot", "offer_amount": "150"}
    assert person.send("offer", offer, "help").status_code == 422


def test_the_budget_can_be_skipped(person):
    at_budget(person)
    offer = {"offer_kind": "unsure"}
    assert person.send("offer", offer, "help").location == "/help/contact"
    assert STEPS["help"][2] == ("budget", "budget-more", "offer")


def test_signs_commas_and_wide_digits_are_money(app):
    with app.test_request_context():
        assert [refusal_of("Rent", one) for one in ("¥1,200", "￥１２００", "$ 5.50", "0")] == [
            ""
        ] * 4


@pytest.mark.parametrize(
    ("tag", "month", "week"),
    [("en", "£1,850 a month", "£1,085.50 a week"), ("zh-CN", "每月 £1,850", "每周 £1,085.50")],
)
def test_the_check_page_writes_amounts_as_people_do_and_blanks_in_one_row(app, tag, month, week):
    kept = {
        "wages": {"amount": "1850", "every": "month"},
        "rent": {"amount": "¥1085.5", "every": "week"},
    }
    with app.test_request_context(f"/?lang={tag}"):
        shown = sections("help", {"budget": kept}, date(2026, 11, 23), ("gb",), "gb")
        rows = next(one for one in shown if one["page"] == "budget")["rows"]
    assert [lines for _label, lines in rows[:2]] == [[month], [week]]
    assert len(rows) == 3


def test_an_offer_within_the_budget_is_not_questioned(person):
    at_budget(person)
    assert person.get("/pause/offer").location == "/help/contact"


def test_each_sheet_of_a_proposal_is_in_one_language(person, monkeypatch):
    at_budget(person)
    person.send("budget", {"wages": "1850"}, "help")
    sheets = []
    monkeypatch.setattr(views_papers, "as_pdf", lambda pages: sheets.extend(pages) or ("", 204))
    person.get("/proposal")
    own, other = sheets
    assert "('Wages after tax', '£1,850 a month')" in str(own)
    assert "('到手工资', '每月 £1,850')" in str(other)


@pytest.mark.parametrize(
    ("offer", "said", "unsaid"),
    [
        ({}, "what my budget leaves", "I cannot pay"),
        ({"offer_kind": "cannot"}, "I cannot pay now", "£685"),
        ({"offer_amount": "600"}, "confirm it in writing", "more a month"),
        ({"offer_amount": "850"}, "This is £85 more a month than my budget leaves. I ask", "less a little"),
    ],
)  # fmt: skip
def test_a_proposal_says_of_the_offer_only_what_is_true(app, offer, said, unsaid):
    if "offer_amount" in offer:
        offer = {"offer_kind": "amount", "offer_interval": "month", **offer}
    saved = {"budget": {"wages": {"amount": "1850", "every": "month"},
                        "rent": {"amount": "1085", "every": "month"}}, "offer": offer}  # fmt: skip
    with app.test_request_context("/?lang=en"):
        _title, blocks = proposal_of(saved, "gb", date(2026, 11, 23))
    assert said in str(blocks[-1])
    assert unsaid not in str(blocks[-1])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("850", "850"),
        ("¥ 1,850.50", "1850.50"),
        ("1 850", "1850"),
        ("12,345,678", "12345678"),
        ("１２００", "1200"),
        ("1,5", None),
        ("12,50", None),
        ("1 5", None),
        ("1.850,50", None),
        (",5", None),
    ],
)
def test_a_comma_parts_thousands_and_never_makes_an_amount_larger(typed, meant):
    assert exact_money(typed) == (Decimal(meant) if meant else None)
    assert bool(refusal_of("Rent", typed)) is (meant is None)
