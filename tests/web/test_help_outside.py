"""Who needs help elsewhere finds their own place first, and every other place by one link."""

import re

import pytest


@pytest.mark.parametrize(
    ("language", "order"), [("en", ["us", "gb", "cn"]), ("zh-CN", ["cn", "us", "gb"])]
)
def test_places_that_speak_the_language_of_the_page_come_first(client, language, order):
    page = client.get(f"/help-outside?lang={language}").text
    assert re.findall(r'<h2 id="(\w+)">', page) == order
    assert re.findall(r'<a href="#(\w\w)">', page) == order
