"""Addresses, hosts, headers and cookies as no link of ours makes them: a page, and nothing given away."""

import pytest
from flask import url_for

from portal.domain.receipt import check_digit
from portal.models import Role
from tests.catalogue.looks import assert_page, problems, speaks

ELSEWHERE = ["//evil.example", "/\\evil.example", "/%09/evil.example", "https:evil.example",
             "javascript:alert(1)", "\r\nX: y", "http://evil.example/x", "/\t/evil.example",
             "https://localhost@evil.example/", "///evil.example", "\\\\evil.example"]  # fmt: skip


@pytest.mark.row("BI-46")
@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_away_from_here(house, target):
    client = house.client()
    typed = {"email": "a@b.example", "password": "x", "next": target, "_end": "1"}
    for path in (
        "/staff/sign-in",
        "/staff/verify",
        "/staff/tf-validate",
        "/staff/sign-out",
        "/track",
    ):
        for answer in (
            client.get(path, query_string={"next": target}),
            client.post(path, query_string={"next": target}, data=typed),
        ):
            assert "evil" not in answer.headers.get("Location", ""), path
            assert "javascript" not in answer.headers.get("Location", ""), path
            assert "X" not in answer.headers
            assert answer.status_code < 500


HOSTS = ["evil.example", "127.0.0.1.evil.example", "a@localhost", "localhost.", "localhost:99999x",
         "evil.example:80@localhost", "localhost, evil.example", "[::1]", "LOCALHOST.EVIL"]  # fmt: skip


@pytest.mark.row("BI-47", "BI-92")
@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused_and_never_repeated(house, host):
    answer = house.client().get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.row("BI-47")
def test_links_of_letters_and_pages_come_from_the_setting_not_from_the_host(house):
    with house.app.test_request_context("/", headers={"Host": "127.0.0.1"}):
        assert url_for("public.start").startswith("/")
    assert "localhost" not in house.client().get("/", headers={"Host": "localhost"}).text


@pytest.mark.row("BI-48")
def test_a_network_that_a_header_claims_is_not_believed_without_a_proxy(house):
    client = house.client()
    for number in range(25):
        code = f"{number:019d}"
        forged = {"X-Forwarded-For": f"10.99.{number}.1", "Forwarded": "for=10.99.0.1"}
        data = {"code": code + check_digit(code), "_end": "1"}
        answer = client.post("/track", data=data, headers=forged)
    assert answer.status_code == 429


@pytest.mark.row("BI-50", "BI-93")
@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "WHAT"]
)
def test_methods_of_no_browser_are_refused(house, lang, method):
    for path in ("/", "/track", "/submit", "/staff/sign-in", "/tickets"):
        answer = house.client(lang).open(path, method=method)
        assert_page(answer, 405, lang)


@pytest.mark.row("BI-50")
def test_looking_never_does_what_only_a_form_may(house):
    before, client = house.kept(), house.client()
    for rule in house.app.url_map.iter_rules():
        if "POST" not in rule.methods or "GET" in rule.methods:
            continue
        path = rule.rule
        for blank in ("door", "number", "body_id", "hold_id", "review_id", "page"):
            path = path.replace(f"<{blank}>", "x").replace(f"<int:{blank}>", "1")
        path = path.replace("<any(report, help):door>", "report")
        for method in ("GET", "HEAD"):
            answer = client.open(path, method=method)
            assert answer.status_code in (200, 303, 308, 404, 405), rule.rule
    assert house.kept() == before


@pytest.mark.row("BI-69")
@pytest.mark.parametrize("header", ["zh;q=abc", ",,,;;;", "x" * 5000, "*", "\xff\xfe", "../../x"])
def test_a_language_nobody_speaks_is_ignored(house, header):
    client = house.client()
    assert client.get("/", headers={"Accept-Language": header}).status_code == 200
    assert client.get("/", query_string={"lang": header}).status_code == 200


@pytest.mark.row("BI-69")
@pytest.mark.parametrize("cookie", ["x" * 8000, "é", "a=b; draft=c", "\x7f", "0" * 43, '"\\054"'])
def test_a_cookie_nobody_gave_opens_nothing(house, lang, cookie):
    for name in ("session", "draft", "ticket", "remember_token"):
        client = house.client(lang)
        headers = {"Cookie": f"{name}={cookie}; {name}=second"}
        assert client.get("/", headers=headers).status_code == 200
        assert client.get("/ticket", headers=headers).status_code == 303
        assert client.get("/report/check", headers=headers).status_code == 303
        assert client.get("/tickets", headers=headers).status_code == 303


QUERIES = (
    *("text=%25", "text=_", "text='", "text=.*%5B", "text=%00", "text=%ED%A0%80", "view=nothing"),
    *("view=all&view=mine", "after=9999-99-99_0_x", "after=2026-01-01_-1_x", "agency=-1"),
    *("agency=1e9", "code=%00", "code=..%2F..", "sort=(select%201)", "page=-1", "lang=../../x"),
    *("page=1000000000", "per_page=1000000", "after=9999-12-31_x_y", "text=" + "x" * 10_000),
    "agency=" + "9" * 30,
)
#: Filters that nobody can read: the page says so instead of showing everything.
UNREADABLE = (
    *("state=gone", "severity=(select%201)", "kind=both", "jurisdiction=xx"),
    *("received_from=2025-02-29", "received_from=0001-01-01", "received_from=%EF%BC%91999-01-01"),
    *("received_to=9999-12-31", "received_to=10000-01-01"),
)


@pytest.mark.row("BI-70")
def test_any_address_of_the_queue_is_a_page_of_ordinary_length(house, lang):
    for role in (Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR):
        client = house.signed_in(role, lang)
        usual = len(client.get("/tickets").text)
        for query in (*QUERIES, *UNREADABLE):
            answer = client.get(f"/tickets?{query}")
            assert answer.status_code == (422 if query in UNREADABLE else 200), query
            assert len(answer.text) < 2 * usual + 30_000, query


@pytest.mark.row("BI-96")
def test_a_search_of_odd_length_or_signs_is_a_page_with_exact_hits(house, lang):
    number = house.ticket(what={"what": ["often"], "words": "Zyzzyva rang at 半夜三更 again"})
    house.index()
    client = house.signed_in(lang=lang)
    for text in (
        "a",
        "x" * 65,
        "的的的",
        "the and of",
        "Zyzzyva 三更 (x)",
        "*",
        "Zyz*",
        "z_zzyva",
        "%",
    ):
        answer = client.get("/tickets", query_string={"text": text, "view": "all"})
        assert answer.status_code == 200, text
        assert number not in answer.text, text
    for text in ("Zyzzyva", "半夜", "zyzzyva 三更"):
        found = client.get("/tickets", query_string={"text": text, "view": "all"})
        assert number in found.text, text


CODES = ["'\"; drop", "hello", "4" * 19, "4" * 21, "1" * 10_000, "RC-2026-123456", "\u202e" * 40,
         "4072 9158 3360 2741 586x", "٤٠٧٢", "", " \u3000", "0" * 63 + "x"]  # fmt: skip


@pytest.mark.row("BI-71")
def test_a_code_that_cannot_be_one_is_told_so_before_anything_is_looked_up(house, lang):
    client, before = house.client(lang), house.kept()
    for path in ("/track", "/resume"):
        for _again in range(3):
            for typed in CODES:
                answer = client.post(path, data={"code": typed, "_end": "1"})
                assert answer.status_code == 422, typed
                assert all(speaks(said, lang) for _where, said in problems(answer))
    assert house.kept() == before


@pytest.mark.row("BI-71")
@pytest.mark.parametrize(
    "change",
    [
        lambda code: " ".join(code[at : at + 4] for at in range(0, 20, 4)),
        lambda code: "-".join(code[at : at + 4] for at in range(0, 20, 4)),
        lambda code: "".join(chr(ord(one) + 0xFEE0) for one in code),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I"),
        lambda code: f"\u200b{code}\ufeff ",
    ],
)
def test_a_code_opens_its_ticket_however_it_was_typed(house, change):
    _number, code = house.filed()
    answer = house.client().post("/track", data={"code": change(code), "_end": "1"})
    assert answer.headers["Location"] == "/ticket"


@pytest.mark.row("BI-24")
def test_what_belongs_to_somebody_else_does_not_exist(house, lang):
    (number, code), (theirs, their_code) = house.filed(), house.filed()
    other = house.inside(their_code, lang)
    unknown = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    page = other.get("/ticket")
    assert theirs in page.text
    assert number not in page.text
    letter = house.inside(code).get("/ticket").text.split("/ticket/letters/")[1].split(".pdf")[0]
    for one in (letter, "0", "-1", "x" * 400, "../x", "%00"):
        answer = other.get(f"/ticket/letters/{one}.pdf")
        assert answer.status_code in (303, 404), one
        assert "pdf" not in answer.headers["Content-Type"]
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        staff = house.signed_in(role, lang)
        for address in ("NS-2026-000000", "0", "-1", "%00", "..", "' OR 1=1", "1" * 5000, unknown):
            assert staff.get(f"/tickets/{address}").status_code in (303, 308, 404), address
    for one in ("1", "0", "f" * 32, "%00", "-1"):
        assert house.signed_in(lang=lang).get(f"/tickets/{number}/files/{one}").status_code == 404
