"""Pages of choices that were judged before give the same answers again, and hold no words."""

from datetime import date

import pytest

from portal.intake.judged import MOST_KEPT, MOST_TICKED, Judged, Looked, chosen
from portal.intake.typed import read_page

TODAY, PLACES = date(2026, 11, 29), ("cn", "us", "gb")


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    judged = Judged()
    monkeypatch.setattr("portal.intake.typed.judged", judged)
    return judged


@pytest.fixture
def made(app, monkeypatch):
    """How many forms were made."""
    made = []
    from portal.intake import typed  # noqa: PLC0415 - the module is watched, not used

    def watched(kind):
        def make(*words, **options):
            made.append(kind.__name__)
            return kind(*words, **options)

        return make

    monkeypatch.setattr(typed, "FORMS", {name: watched(kind) for name, kind in typed.FORMS.items()})
    with app.test_request_context("/", method="POST"):
        yield made


def read(page, given, answers):
    problems = read_page(page, given, answers, TODAY, PLACES)
    return problems, answers.get(page)


def test_the_same_choices_need_one_form_and_give_the_same_answers(made):
    first = read("who", {"who": "other"}, {})
    again = read("who", {"who": "other"}, {})
    assert first == again == ([], {"who": "other"})
    assert made == ["Who"]
    assert read("who", {"who": "self"}, {})[1] == {"who": "self"}
    assert made == ["Who", "Who"]


def test_a_page_is_judged_anew_where_an_earlier_answer_it_looks_at_is_another(made):
    threat = {"what": {"what": ["threat"], "words": "x"}}
    assert read("impact", {"safe_now": "no", "impact": []}, dict(threat))[0] == []
    often = {"what": {"what": ["often"], "words": "x"}}
    problems, _ = read("impact", {"safe_now": "no", "impact": []}, dict(often))
    assert [one["code"] for one in problems] == ["unknown_field"]


def test_what_the_earlier_pages_say_elsewhere_does_not_matter(made):
    read("impact", {"impact": ["sleep"]}, {"what": {"what": ["often"], "words": "one"}})
    read("impact", {"impact": ["sleep"]}, {"what": {"what": ["often"], "words": "another"}})
    assert made == ["Impact"]


def test_a_refused_page_is_judged_each_time(made):
    for _ in range(2):
        problems, kept = read("impact", {"impact": ["none", "sleep"]}, {})
        assert [one["field"] for one in problems] == ["impact"]
        assert kept is None
    assert made == ["Impact", "Impact"]


def test_nobody_can_change_what_is_kept(made):
    answers = {}
    read("impact", {"impact": ["sleep"]}, answers)
    answers["impact"]["impact"].append("work")
    found = read("impact", {"impact": ["sleep"]}, {})[1]
    assert found == {"impact": ["sleep"]}
    found["impact"].append("work")
    assert read("impact", {"impact": ["sleep"]}, {})[1] == {"impact": ["sleep"]}


def test_nobody_can_change_a_blank_amount_or_what_was_looked_at(made):
    answers = {}
    read("budget", {}, answers)
    answers["budget"]["wages"]["amount"] = "850"
    assert read("budget", {}, {})[1]["wages"]["amount"] == ""
    ticked = {"what": {"what": ["threat"], "words": "x"}}
    read("impact", {"impact": []}, ticked)
    ticked["what"]["what"].append("often")
    read("impact", {"impact": []}, {"what": {"what": ["threat"]}})
    assert made == ["Budget", "Impact"]


def test_a_list_longer_than_any_page_offers_is_kept_by_nobody(made, fresh):
    assert read("impact", {"impact": ["sleep"] * (MOST_TICKED + 1)}, {})[0] == []
    often = {"what": {"what": ["often"] * (MOST_TICKED + 1), "words": "x"}}
    assert read("impact", {"impact": ["sleep"]}, often)[0] == []
    assert not fresh.kept


def test_a_page_with_words_is_kept_by_nobody(made, fresh):
    for _ in range(2):
        assert read("what", {"what": ["often"], "words": "They called"}, {})[0] == []
    assert made == ["What", "What"]
    assert not fresh.kept
    assert chosen("what", {"what": ["often"], "words": ""}) is None


def test_a_form_that_looked_at_words_or_at_everything_is_kept_by_nobody(fresh):
    saved = {"what": {"what": ["often"], "words": "They called"}}
    curious = Looked(saved)
    assert curious.get("what", {}).get("words") == "They called"
    fresh.keep("a", curious, {})
    through = Looked(saved)
    assert list(through) == ["what"]
    fresh.keep("b", through, {})
    whole = Looked(saved)
    assert dict(whole["what"]) == saved["what"]
    fresh.keep("c", whole, {})
    assert not fresh.kept


def test_that_a_page_is_missing_is_something_it_was_looked_at_for(fresh):
    without = Looked({})
    assert without.get("who", {}) == {}
    fresh.keep("a", without, {"x": "1"})
    assert fresh.find("a", {}) == {"x": "1"}
    assert fresh.find("a", {"who": {"who": "self"}}) is None


def test_a_flood_of_odd_choices_fills_no_memory(fresh):
    for number in range(MOST_KEPT + 1):
        fresh.keep(number, Looked({}), {})
    assert len(fresh.kept) == 1
    for number in range(MOST_KEPT):
        one = Looked({"who": {"who": number}})
        assert one.get("who", {}).get("who") == number
        fresh.keep("same", one, {})
    assert sum(map(len, fresh.kept.values())) <= MOST_KEPT
