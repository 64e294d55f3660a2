"""Every word a rule pack may use has a word for people, in every language of the portal."""

import pytest
from flask import Flask

from portal.catalogue import said
from portal.domain.rulepack import FACTS, KINDS
from portal.domain.vocabulary import CONTACT_LIMITS, DEPARTMENTS, HOLD_ENDS, SUPERVISORS, TOPICS
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.web.decisions import code_of_fact
from portal.web.words import WORDS

TABLES = {
    "desk": (*SUPERVISORS, *DEPARTMENTS), "limit": CONTACT_LIMITS, "hold_until": HOLD_ENDS, "topic": TOPICS,
    "body_kind": KINDS, "fact": FACTS, "mark": ("V", "2", "U"), "hold_scope": ("account", "contact"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_every_word_of_a_closed_list_is_spoken(kind):
    assert [one for one in TABLES[kind] if one not in WORDS[kind]] == []


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_word_of_a_closed_list_is_english_elsewhere(kind, language):
    spoken = {one: said(language, WORDS[kind][one]) for one in TABLES[kind]}
    assert {one: text for one, text in spoken.items() if text.isascii()} == {}


def test_help_codes_and_regions_on_a_record_are_named_and_not_coded(app: Flask):
    with app.test_request_context("/?lang=zh-CN"):
        for place, pack in installed().items():
            for code, one in pack.helps.items():
                fact = "ask_for_any" if one.axis == "want" else "hardship_any"
                assert not code_of_fact(place, fact, code).isascii()
        assert code_of_fact("gb", "region_any", "gb-sct") != "gb-sct"
        assert code_of_fact("gb", "region_any", "") != ""
