"""Filing without looking: the same pages and forms, fetched and sent by the browser and never drawn.

For journeys that are about what comes after. How the pages look and are walked is tried elsewhere.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from portal.languages import TAGS

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Page

_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r"action=\"([^\"]*)\"")
_HIDDEN = re.compile(r"<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
_ONWARD = re.compile(r"class=\"acts[^\"]*\">\s*<a class=\"btn[^\"]*\" href=\"([^\"]+)\"")
#: More pages than this are a walk in circles.
MOST = 40


class Courier:
    """Carries answers for the person whose cookies this browser holds."""

    def __init__(self, page: "Page", language: str):
        self.requests = page.context.request
        self.headers = {"Accept-Language": TAGS[language]}

    def reaches(self, door: str, answers: Mapping[str, Mapping[str, Any]], until: str) -> str:
        """Answer page after page until this one; its words."""
        answer = self.get(f"/begin/{door}")
        for _ in range(MOST):
            name, main = name_of(answer), _MAIN.search(answer.text())
            assert main, answer.text()
            if name == until:
                return main[0]
            form = _FORM.search(main[0])
            if form is None:
                onward = _ONWARD.search(main[0])
                assert onward, f"no way past {name}: {main[0]}"
                answer = self.get(unescape(onward[1]))
                continue
            typed = as_pairs(answers.get(name, {}))
            answer = self.send(action_of(form) or answer.url, hidden(form[2]) + typed)
        raise AssertionError(f"{until} was never reached: {answer.url}")

    def sends(self, check: str) -> str:
        """Send what stands on the check page; the receipt in words."""
        form = next(one for one in _FORM.finditer(check) if action_of(one) == "/submit")
        answer = self.send("/submit", hidden(form[2]))
        assert name_of(answer) == "receipt", answer.text()
        return re.sub(r"<[^>]+>", "", answer.text())

    def get(self, address: str) -> "APIResponse":
        """Fetch a page."""
        return answered(self.requests.get(address, headers=self.headers))

    def send(self, address: str, pairs: list[tuple[str, str]]) -> "APIResponse":
        """Send a form as a browser does, and follow where it leads."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = self.requests.post(address, data=urlencode(pairs), headers=self.headers | kind)
        return answered(sent)


def answered(answer: "APIResponse") -> "APIResponse":
    """A page that was there; anything else is said with its words."""
    assert answer.ok, f"{answer.url}: {answer.status} {answer.text()}"
    return answer


def name_of(answer: "APIResponse") -> str:
    """The name of the page an address leads to."""
    return answer.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def action_of(form: re.Match[str]) -> str:
    """Where a form goes, if it says so."""
    found = _ACTION.search(form[1])
    return unescape(found[1]) if found else ""


def hidden(form: str) -> list[tuple[str, str]]:
    """What a form carries unseen."""
    return [(unescape(name), unescape(value)) for name, value in _HIDDEN.findall(form)]


def as_pairs(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Answers as a form carries them."""
    return [
        (name, str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list | tuple) else [value])
    ]
