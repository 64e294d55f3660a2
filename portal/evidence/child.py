"""The process in which files are opened. It takes one file, answers with a clean copy, and ends.

It begins by giving up what it does not need: memory, time, the network, writing files. Only then
are the libraries loaded that read pictures and documents.
"""

import ctypes
import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 640 * 1024 * 1024
SECONDS = 20
OPEN_FILES = 64

_NO_NEW_PRIVILEGES = 38
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000


def confine() -> None:
    """Give up memory, time, files, privileges and, where the machine allows it, the network."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    # Pages people wait for go first.
    os.nice(10)
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        system.unshare(_NEW_USER_AND_NETWORK)


def main() -> None:
    """One file in, one answer out."""
    confine()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    said = json.loads(sys.stdin.buffer.readline(1000))
    content = sys.stdin.buffer.read()
    answer, copy = opened(said["kind"], content)
    sys.stdout.buffer.write(json.dumps({**answer, "bytes": len(copy)}).encode() + b"\n")
    sys.stdout.buffer.write(copy)
    sys.stdout.buffer.flush()
    # Nothing of a hostile file is asked to tidy up after itself.
    os._exit(0)


def opened(kind: str, content: bytes) -> tuple[dict[str, str], bytes]:
    """A clean copy, or the reason why there is none."""
    from portal.evidence.clean import Unfit, clean  # noqa: PLC0415 - after the limits are set

    try:
        copy = clean(kind, content)
    except Unfit as why:
        return {"refused": why.reason}, b""
    # The libraries raise what they like at a damaged file; whatever it is, there is no copy of it.
    except Exception:  # noqa: BLE001 - see above
        return {"refused": "broken"}, b""
    return {"written_as": copy.written_as}, copy.content


if __name__ == "__main__":
    main()
