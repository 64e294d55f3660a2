"""Requests as no browser sends them, over real sockets: the framework's own client cannot show them.

Each form here carries a fresh token and its cookie, so that it is refused for what is wrong with it
and not for want of a token; the first test shows that the same form is taken when nothing is.
"""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Line:
    """A portal over real sockets, and one browser's cookie and token."""

    port: int
    home: object
    cookie: str = ""
    token: str = ""

    def drafts(self):
        """How many drafts there are."""
        with sqlite3.connect(self.home / "portal.sqlite3") as tables:
            return tables.execute("SELECT count(*) FROM drafts").fetchone()[0]

    def form(self, *, end=True, more=""):
        """An honest form of the first page."""
        return f"who=self{more}&csrf_token={self.token}{'&_end=1' if end else ''}".encode()


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environ["PORTAL_HOME"] = str(home)
    command = [sys.executable, "-m", "portal.cli"]
    for word in ("init", "migrate"):
        subprocess.run([*command, word], env=environ, check=True, capture_output=True)
    number = free_port()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        # The server tells whoever started it, as it tells systemd, when it listens.
        ear.bind(str(home / "ready"))
        ear.settimeout(60)
        server = subprocess.Popen(
            [*command, "serve", "--port", str(number)],
            env=environ | {"NOTIFY_SOCKET": str(home / "ready")},
            stderr=subprocess.DEVNULL,
        )
        assert ear.recv(1000).startswith(b"READY=1")
    line = Line(number, home)
    status, head, body = talk(number, request(number, method="GET"))
    assert status == 200
    line.cookie = re.search(r"Set-Cookie: (session=[^;]+)", head)[1]
    line.token = re.search(r'csrf_token" value="([^"]+)"', body)[1]
    yield line
    server.terminate()
    server.wait(timeout=15)


def talk(port, sent, *, half_close=False):
    """Send bytes; gives status, headers and body, however rude the server is about the rest."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        with suppress(BrokenPipeError, ConnectionResetError):
            wire.sendall(sent)
        if half_close:
            wire.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := wire.recv(65536):
            answer += chunk
    head, _, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    return int(head.split(" ")[1]), head, body


def request(port, *headers, body=b"", method="POST", path="/report/who", host="Host: 127.0.0.1"):
    lines = [f"{method} {path} HTTP/1.1", *([host] if host else []), "Connection: close", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


FORM = "Content-Type: application/x-www-form-urlencoded"


def posted(line, *headers, body, **more):
    return talk(
        line.port, request(line.port, FORM, f"Cookie: {line.cookie}", *headers, body=body), **more
    )


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_the_same_form_is_taken_when_nothing_is_wrong_with_it(line):
    before, body = line.drafts(), line.form()
    status, head, _body = posted(line, f"Content-Length: {len(body)}", body=body)
    assert (status, line.drafts()) == (303, before + 1)
    assert "Location: /report/jurisdiction" in head


@pytest.mark.row("BI-13")
@pytest.mark.parametrize("padding", [0, 300_000])
def test_a_body_of_unknown_length_is_refused_instead_of_cut(line, padding):
    before, body = line.drafts(), line.form(more="&x=" + "a" * padding)
    status, _head, page = posted(line, "Transfer-Encoding: chunked", body=chunked(body))
    assert (status, line.drafts()) == (411, before)
    assert "<h1" in page


@pytest.mark.row("BI-91")
@pytest.mark.parametrize("kept", [9, -7, -1])
def test_a_body_that_breaks_off_is_refused_and_sending_it_whole_works(line, kept):
    before, body = line.drafts(), line.form()
    length = f"Content-Length: {len(body)}"
    status, _head, _page = posted(line, length, body=body[:kept], half_close=True)
    assert (status, line.drafts()) == (400, before)
    assert posted(line, length, body=body)[0] == 303


@pytest.mark.row("BI-91")
def test_a_whole_body_without_its_last_field_is_refused(line):
    before, body = line.drafts(), line.form(end=False)
    assert posted(line, f"Content-Length: {len(body)}", body=body)[0] == 400
    assert line.drafts() == before


@pytest.mark.row("BI-12")
@pytest.mark.parametrize("length", [400_000, 1_100_000, 5_000_000])
def test_a_form_that_is_too_long_gets_a_page_and_not_a_broken_line(line, length):
    before, body = line.drafts(), line.form(more="&x=" + "a" * length)
    status, _head, page = posted(line, f"Content-Length: {len(body)}", body=body)
    assert (status, line.drafts()) == (413, before)
    assert "</html>" in page


#: Headers two readers would read differently.
SMUGGLED = {
    "both lengths": ["Content-Length: {0}", "Transfer-Encoding: chunked"],
    "lengths that differ": ["Content-Length: {0}", "Content-Length: 4"],
    "the length twice": ["Content-Length: {0}", "Content-Length: {0}"],
    "a length with a plus": ["Content-Length: +{0}"],
    "a length with a space": ["Content-Length : {0}"],
    "a length in hexadecimal": ["Content-Length: 0x10"],
    "a negative length": ["Content-Length: -1"],
    "a coding with a space": ["Transfer-Encoding : chunked"],
    "an unknown coding": ["Transfer-Encoding: xchunked"],
    "a folded line": ["Content-Length: {0}", "X: a\r\n  b"],
    "20 kB in one header": ["Content-Length: {0}", "X: " + "a" * 20_000],
    "a NUL in a header": ["Content-Length: {0}", "X: a\0b"],
}


@pytest.mark.row("BI-49")
@pytest.mark.parametrize("how", SMUGGLED)
def test_a_request_that_can_be_read_in_two_ways_is_refused(line, how):
    before, body = line.drafts(), line.form()
    headers = [one.replace("{0}", str(len(body))) for one in SMUGGLED[how]]
    status, _head, _page = posted(line, *headers, body=body)
    assert status in range(400, 505)
    assert line.drafts() == before


@pytest.mark.row("BI-48", "BI-49")
def test_a_header_with_an_underscore_stands_for_no_other(line):
    status, _head, _page = talk(
        line.port,
        request(line.port, "X_Forwarded_For: 10.0.0.1", "Content_Length: 5", method="GET"),
    )
    assert status in (200, 400)


@pytest.mark.row("BI-49")
def test_lines_that_end_half_are_refused(line):
    sent = b"GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n"
    with suppress(ConnectionResetError, TimeoutError, IndexError):
        assert talk(line.port, sent, half_close=True)[0] in (200, 400)


@pytest.mark.row("BI-47", "BI-92")
@pytest.mark.parametrize(
    "host",
    ["Host: evil.example", "", "Host: ", "Host: a@127.0.0.1", "Host: 127.0.0.1.", "Host: 127.0.0.1, x",
     "Host: 127.0.0.1\r\nHost: evil.example", "Host: 127.0.0.1:80:80", "Host: evil.example\r\nHost: 127.0.0.1"],
)  # fmt: skip
def test_only_a_host_of_ours_is_answered(line, host):
    status, _head, page = talk(line.port, request(line.port, method="GET", path="/", host=host))
    assert status == 400
    assert "evil" not in page


@pytest.mark.row("BI-47")
@pytest.mark.parametrize(
    "path", ["http://evil.example/", "http://evil.example/track", "//evil.example/x"]
)
def test_a_whole_address_in_the_first_line_leads_nowhere_else(line, path):
    _status, head, page = talk(line.port, request(line.port, method="GET", path=path))
    assert "//evil" not in page
    assert "Location: //" not in head
    assert "Location: http" not in head


@pytest.mark.row("BI-50", "BI-93")
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PUT", "DELETE", "WHAT", "get"])
def test_other_methods_are_refused_and_repeat_nothing(line, method):
    status, _head, page = talk(line.port, request(line.port, "X-Secret: s3cret", method=method))
    assert status in (400, 405, 501)
    assert "s3cret" not in page


@pytest.mark.row("BI-03", "BI-24")
@pytest.mark.parametrize(
    "path", ["/%00", "/..%2f..%2fetc/passwd", "/static/..%2f..%2fwsgi.py", "/\xff", "/%"]
)
def test_an_address_of_odd_bytes_is_a_page_that_is_not_there(line, path):
    status, _head, page = talk(line.port, request(line.port, method="GET", path=path))
    assert status in (400, 404)
    assert "root:" not in page
    assert "create_app" not in page
