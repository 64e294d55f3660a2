"""Forms with files over real lines: cut, without a length, far too long, and very slow."""

import socket

import pytest

from tests.evidence import samples
from tests.web.test_raw_sockets import line, request, talk

__all__ = ["line"]

PATH = "/report/evidence"
FORM = "Content-Type: multipart/form-data; boundary=b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
TAIL = b'\r\n--b\r\nContent-Disposition: form-data; name="_end"\r\n\r\n1\r\n--b--\r\n'


@pytest.fixture
def port(line):
    """The port of a portal over real sockets."""
    return line.port


@pytest.fixture
def parts(tmp_path_factory):
    """What this test brought into the folders of files; other tests of the run may have left some."""

    def there():
        homes = tmp_path_factory.getbasetemp().glob("home*/evidence")
        return {one for home in homes for one in home.rglob("*") if one.is_file()}

    before = there()
    return lambda: there() - before


def gone(port, parts):
    """Whether nothing is left once the server had time for other things: a page for each look."""
    for _ in range(500):
        if not parts():
            return True
        talk(port, request(port, method="GET", path="/"))
    return False


@pytest.mark.row("BI-64", "BI-91")
def test_a_file_cut_at_the_last_moment_is_refused_and_leaves_nothing(port, parts):
    body = HEAD + samples.png() * 3000 + TAIL
    length = f"Content-Length: {len(body)}"
    sent = request(port, FORM, length, body=body[: len(body) * 99 // 100], path=PATH)
    assert talk(port, sent, half_close=True)[0] == 400
    assert gone(port, parts)


@pytest.mark.row("BI-13")
def test_a_form_of_unknown_length_is_refused_before_it_is_read(port, parts):
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HEAD + TAIL), HEAD + TAIL)
    sent = request(port, FORM, "Transfer-Encoding: chunked", body=body, path=PATH)
    assert talk(port, sent)[0] == 411
    assert gone(port, parts)


@pytest.mark.row("BI-12")
def test_a_form_that_is_far_too_long_gets_a_page_and_is_not_kept(port, parts):
    length = 90_000_000
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(request(port, FORM, f"Content-Length: {length}", body=HEAD, path=PATH))
        piece, left = bytes(1_000_000), length - len(HEAD)
        while left > 0:
            left -= wire.send(piece[:left])
        answer = wire.recv(4096)
    assert answer.split(b" ")[1] == b"413"
    assert gone(port, parts)


def test_slow_lines_do_not_keep_others_from_reading(port, parts):
    lines = []
    try:
        for _ in range(6):
            wire = socket.create_connection(("127.0.0.1", port), timeout=10)
            lines.append(wire)
            wire.sendall(
                request(port, FORM, "Content-Length: 1000000", body=HEAD + b"x", path=PATH)
            )
        assert talk(port, request(port, method="GET", path="/"))[0] == 200
    finally:
        for wire in lines:
            wire.close()
    assert gone(port, parts)
