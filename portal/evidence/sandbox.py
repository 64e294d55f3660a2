"""Opens a file in a process of its own, which has no secrets, little memory and little time.

Whatever a hostile file does to that process, the portal and the ticket live on: the file is then
one that could not be opened.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from portal.domain.evidence import Kind, Reason

#: Seconds after which the process is ended, whatever it is at.
LONGEST: Final = 40.0
#: The program of that process.
CHILD: Final = Path(__file__).with_name("child.py")
_PIECE: Final = 64 * 1024
#: The first line of an answer is short; a longer one is no answer of ours.
_LONGEST_LINE: Final = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """What the process found: a working copy to read, or the reason why there is none."""

    reason: Reason | None
    written_as: str
    content: Iterator[bytes]
    #: True when the process died or was ended: it may be tried once more.
    died: bool = False


@contextmanager
def opening(kind: Kind, content: Iterable[bytes], longest: float = LONGEST) -> Iterator[Opened]:
    """Hand a file to a process of its own and read its answer; the process is gone afterwards."""
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-B", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - pipes were asked for
    end = threading.Timer(longest, child.kill)
    end.start()
    try:
        yield _talk(child.stdin, child.stdout, kind, content)
    finally:
        end.cancel()
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                pipe.close()
        child.wait()


def _talk(to: IO[bytes], back: IO[bytes], kind: Kind, content: Iterable[bytes]) -> Opened:
    try:
        to.write(json.dumps({"kind": kind.value}).encode() + b"\n")
        for piece in content:
            to.write(piece)
        to.close()
    except BrokenPipeError:
        return Opened(Reason.BROKEN, "", iter(()), died=True)
    said = _line(back)
    if said is None:
        return Opened(Reason.BROKEN, "", iter(()), died=True)
    if said.get("refused"):
        return Opened(Reason(said["refused"]), "", iter(()))
    return Opened(None, str(said["written_as"]), _rest(back, int(said["bytes"])))


def _line(back: IO[bytes]) -> dict[str, Any] | None:
    try:
        said = json.loads(back.readline(_LONGEST_LINE))
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _rest(back: IO[bytes], length: int) -> Iterator[bytes]:
    """Exactly as much as was announced; a copy that breaks off is none."""
    while length > 0:
        piece = back.read(min(_PIECE, length))
        if not piece:
            raise EOFError("the process ended in the middle of its answer")
        length -= len(piece)
        yield piece
