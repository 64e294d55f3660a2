"""Bodies that break off, seen over real sockets: the framework's own client cannot show them."""

import os
import socket
import subprocess
import sys
import time

import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environ["PORTAL_HOME"] = str(home)
    command = [sys.executable, "-m", "portal.cli"]
    for word in ("init", "migrate"):
        subprocess.run([*command, word], env=environ, check=True, capture_output=True)
    number = free_port()
    server = subprocess.Popen([*command, "serve", "--port", str(number)], env=environ)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield number
    server.terminate()
    server.wait(timeout=15)


def talk(port, request, *, half_close=False):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        if half_close:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(4096):
            answer += chunk
            if b"\r\n" in answer:
                break
    return int(answer.split(b" ")[1])


def request(port, *headers, body=b"", method="POST", path="/report/who"):
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


FORM = "Content-Type: application/x-www-form-urlencoded"


def test_the_server_answers(port):
    assert talk(port, request(port, method="GET", path="/")) == 200


def test_a_body_of_unknown_length_is_refused_instead_of_cut(port):
    body = b"3e8\r\n" + b"a" * 1000 + b"\r\n0\r\n\r\n"
    assert talk(port, request(port, FORM, "Transfer-Encoding: chunked", body=body)) == 400


def test_a_body_that_breaks_off_is_refused(port):
    assert (
        talk(port, request(port, FORM, "Content-Length: 500", body=b"who=self&"), half_close=True)
        == 400
    )


def test_two_lengths_of_one_body_are_refused(port):
    sent = request(port, FORM, "Content-Length: 4", "Transfer-Encoding: chunked", body=b"0\r\n\r\n")
    assert talk(port, sent) == 400


def test_a_foreign_host_is_refused(port):
    sent = b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert talk(port, sent) == 400


def test_a_missing_host_is_refused(port):
    assert talk(port, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n") == 400
