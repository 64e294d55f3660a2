"""The client of every test sees what it is there to see."""

import pytest
from flask import Flask

from tests.checked import CheckedClient

GOOD = (
    '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1>'
    '<form method="post"><input type="hidden" name="csrf_token"><label for="a">A</label>'
    '<input id="a"></form></body></html>'
)


@pytest.fixture
def show():
    """A function that fetches one page through the client."""
    app = Flask("shown")
    app.test_client_class = CheckedClient
    page = {"text": ""}

    @app.get("/")
    def _shown():
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'",
        }
        return page["text"], 200, headers

    def fetch(text):
        page["text"] = text
        return app.test_client().get("/")

    return fetch


def test_a_page_that_keeps_the_rules_passes(show):
    assert show(GOOD).status_code == 200


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('lang="en"', ""),
        ("<title>x</title>", ""),
        ("<h1>x</h1>", ""),
        ("<h1>x</h1>", "<h1>x</h1><h1>y</h1>"),
        ('for="a"', 'for="b"'),
        ('<input type="hidden" name="csrf_token">', ""),
        ("<h1>x</h1>", '<h1 id="a">x</h1>'),
        ("<h1>x</h1>", '<h1 style="color:red">x</h1>'),
        ("<h1>x</h1>", '<h1 onclick="x()">x</h1>'),
        ("<h1>x</h1>", "<h1>x</h1><script>x()</script>"),
        ("<h1>x</h1>", "<h1>x</h1><style>x</style>"),
        ("<h1>x</h1>", '<h1>x</h1><img src="/x">'),
        ("<h1>x</h1>", '<h1>x</h1><a href="/track?x=26303495148243943702">x</a>'),
    ],
)
def test_a_page_that_breaks_a_rule_fails_its_test(show, before, after):
    with pytest.raises(AssertionError):
        show(GOOD.replace(before, after, 1))
