"""The virus scanner: asks clamd over its socket. Without one a file is not scanned, and we say so."""

import socket
from collections.abc import Iterable
from typing import Final

from portal.domain.evidence import Scan

#: Seconds for the scanner to answer; large archives within documents take their time.
PATIENCE: Final = 60
_MOST: Final = 64 * 1024


class ScannerAway(OSError):  # noqa: N818 - read as a sentence
    """The scanner that was set does not answer; files wait for it."""


def scan(address: str, content: Iterable[bytes]) -> Scan:
    """Whether a virus was found; raises ScannerAway when nobody can say."""
    answer = _ask(address, b"zINSTREAM\0", content)
    if answer.endswith("FOUND"):
        return Scan.INFECTED
    if answer.endswith("OK") and "ERROR" not in answer:
        return Scan.CLEAN
    raise ScannerAway("the virus scanner could not say: " + answer[:80])


def answers(address: str) -> bool:
    """Whether the scanner is there."""
    try:
        return _ask(address, b"zPING\0", ()) == "PONG"
    except ScannerAway:
        return False


def _ask(address: str, command: bytes, content: Iterable[bytes]) -> str:
    try:
        with _line(address) as line:
            line.sendall(command)
            if command.startswith(b"zINSTREAM"):
                _send(line, content)
            return _answer(line)
    except OSError as problem:
        raise ScannerAway(
            f"the virus scanner does not answer: {type(problem).__name__}"
        ) from problem


def _line(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise OSError("no port")
    return socket.create_connection((host or "127.0.0.1", int(port)), PATIENCE)


def _send(line: socket.socket, content: Iterable[bytes]) -> None:
    for piece in content:
        for start in range(0, len(piece), _MOST):
            some = piece[start : start + _MOST]
            line.sendall(len(some).to_bytes(4) + some)
    line.sendall(bytes(4))


def _answer(line: socket.socket) -> str:
    got = b""
    while b"\0" not in got and len(got) < _MOST:
        some = line.recv(4096)
        if not some:
            break
        got += some
    return got.split(b"\0")[0].decode("utf-8", "replace").strip()
