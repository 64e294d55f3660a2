"""What is made smaller on its way, and that it betrays nothing."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient

from portal.intake import service as intake
from portal.models import Role
from portal.web.db import db
from portal.web.smaller import OUTSIDE, SECRET
from tests import factories

WORD = "zqxjkvw"
#: What the first view may weigh on the line, and how often it may ask.
MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 30_000, 4, 6_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
STARTS = ("/", "/track", "/help-outside", "/staying-safe", "/easy-read", "/report/who", "/resume")


@pytest.fixture
def client(app):
    """A browser that is handed the bytes as they go over the line."""
    return FlaskClient(app, app.response_class)


def first_view(client, address, language):
    """The page, and what a browser asks for because of it."""
    told = BROWSER | {"Accept-Language": language}
    page = client.get(address, headers=told, follow_redirects=True)
    text = brotli.decompress(page.data).decode()
    files = re.findall(
        r'<(?:link rel="stylesheet" href|script[^>]* src|img[^>]* src)="([^"]+)"', text
    )
    return page, {name: client.get(name, headers=BROWSER, buffered=True) for name in files}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("address", STARTS)
def test_a_first_view_is_light_on_the_line(client, address, language):
    page, files = first_view(client, address, language)
    assert page.status_code == 200
    assert all(name.startswith("/static/") for name in files)
    answers = [page, *files.values()]
    assert len(answers) <= MOST_REQUESTS
    heads = sum(len(str(answer.headers)) for answer in answers)
    assert sum(len(answer.data) for answer in answers) + heads <= MOST_BYTES
    script = sum(len(one.data) for name, one in files.items() if name.endswith(".js"))
    assert script <= MOST_SCRIPT


@pytest.mark.parametrize(
    ("accepts", "how", "back"),
    [("br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
def test_a_page_comes_as_the_browser_can_read_it(client, accepts, how, back):
    answer = client.get("/", headers={"Accept-Encoding": accepts})
    assert answer.headers["Content-Encoding"] == how
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert b"</html>" in back(answer.data)


def test_a_browser_that_asks_for_nothing_gets_the_page_as_it_is(client):
    answer = client.get("/")
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.data


@pytest.mark.parametrize("accepts", ["br", "identity"])
def test_a_file_that_did_not_change_is_not_sent_again(client, accepts):
    first = client.get("/static/portal.css", headers={"Accept-Encoding": accepts}, buffered=True)
    known = {"Accept-Encoding": accepts, "If-None-Match": first.headers["ETag"]}
    again = client.get("/static/portal.css", headers=known, buffered=True)
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_answers_to_a_form_are_not_made_smaller(client):
    answer = client.post("/track", data={"code": "1", "_end": "1"}, headers=BROWSER)
    assert answer.status_code == 422
    assert "Content-Encoding" not in answer.headers


def test_pages_of_staff_are_not_made_smaller(staff_client):
    answer = staff_client(Role.SUPERVISOR).get("/tickets", headers=BROWSER)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_pages_that_show_a_secret_are_there(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= SECRET


def addresses(app):
    """Every address of a page outside that can be asked for as it stands."""
    rules = [one for one in app.url_map.iter_rules() if "GET" in (one.methods or ())]
    outside = [one for one in rules if one.endpoint.split(".")[0] in OUTSIDE]
    plain = [one.rule for one in outside if not one.arguments]
    return [*plain, "/report/who", "/report/what", "/help/situation", "/pause/papers"]


@pytest.mark.parametrize("name", ["lang", "from", "mailed", "next", WORD])
def test_a_page_outside_repeats_nothing_of_its_address(app, client, name):
    client.get("/begin/report")
    told = [address for address in addresses(app) if address not in ("/leave", "/healthz")]
    repeated = [
        address
        for address in told
        if (answer := client.get(address, query_string={name: WORD})).status_code == 200
        and answer.mimetype == "text/html"
        and WORD in answer.get_data(as_text=True)
    ]
    assert not repeated, "make the page forget its address, or name it in portal/web/smaller.py"


OWN = (
    "/ticket", "/ticket/contact", "/ticket/my-data", "/ticket/my-data/copy",
    "/ticket/new-code", "/ticket/evidence", "/ticket/referral", "/ticket/correct",
    "/ticket/again", "/ticket/withdraw",
)  # fmt: skip


@pytest.fixture
def visitor(app, client, keyring, settings):
    """A browser in which a ticket is open, handed the bytes as they go over the line."""
    with app.app_context():
        factories.staff(db.session())
        filed = intake.file(
            factories.filing(db.session(), keyring, settings), factories.draft(choices=("threat",))
        )
        db.session.commit()
    client.post("/track", data={"code": filed.code, "_end": "1"})
    return client


@pytest.mark.parametrize("address", OWN)
def test_pages_of_the_own_ticket_are_light_and_repeat_nothing_of_their_address(visitor, address):
    page, files = first_view(visitor, address, "zh-CN")
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "br"
    answers = [page, *files.values()]
    heads = sum(len(str(answer.headers)) for answer in answers)
    assert sum(len(answer.data) for answer in answers) + heads <= MOST_BYTES
    for name in ("lang", "changed", "added", "share", WORD):
        plain = visitor.get(address, query_string={name: WORD}).get_data(as_text=True)
        assert WORD not in plain, name


def test_a_refused_form_of_the_own_ticket_repeats_what_was_typed_and_goes_as_it_is(visitor):
    answer = visitor.post("/ticket/my-data", data={"words": WORD, "_end": "1"}, headers=BROWSER)
    assert (answer.status_code, WORD in answer.get_data(as_text=True)) == (422, True)
    assert "Content-Encoding" not in answer.headers


def test_the_page_behind_a_mailed_link_goes_as_it_is(visitor):
    """Its address holds a secret, which the page repeats in its form."""
    assert "Content-Encoding" not in visitor.get("/new-code/x", headers=BROWSER).headers


def test_the_other_language_is_one_link_away_and_keeps_the_way_back(client):
    client.get("/begin/report", follow_redirects=True)
    page = client.get("/report/who?from=check&x=1").get_data(as_text=True)
    assert 'href="/report/who?from=check&amp;lang=zh-CN"' in page


def test_staff_keep_what_they_searched_for_in_the_other_language(staff_client):
    page = staff_client(Role.SUPERVISOR).get("/tickets?number=a%26b").get_data(as_text=True)
    assert "number=a%26b&amp;lang=zh-CN" in page
