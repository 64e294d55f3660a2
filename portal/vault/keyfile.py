"""How the keyring lies on disk: one file for its owner alone, replaced whole or not at all."""

import base64
import binascii
import contextlib
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, Final

from portal.vault.errors import KeyringError

#: Lists and named sets of keys, as the file holds them.
Stored = dict[str, list[bytes] | dict[str, bytes]]

_VERSION: Final = 1
_FILE_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def write(path: Path, stored: Stored, *, replace_existing: bool) -> None:
    """Put the keys on disk so that a power cut leaves either the old file or the new one."""
    if not replace_existing and path.exists():
        raise KeyringError(f"{path} exists already and is not overwritten")
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    _refuse_open_to_others(path.parent, "chmod 700")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_synced(draft, _encode(stored))
        if replace_existing:
            draft.replace(path)
        else:
            _link_once(draft, path)
        _sync_folder(path.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


def read(path: Path) -> Stored:
    """Read the keys; refuse a file or folder that anybody but its owner may use."""
    if not path.is_file():
        raise KeyringError(f"there is no keyring at {path}")
    _refuse_open_to_others(path.parent, "chmod 700")
    _refuse_open_to_others(path, "chmod 600")
    try:
        return _decode(json.loads(path.read_text(encoding="ascii")))
    except (ValueError, TypeError, AttributeError, binascii.Error) as damaged:
        # The cause is not chained: it would carry pieces of the file into a log.
        reason = type(damaged).__name__
    raise KeyringError(f"{path} is damaged ({reason}); restore it from its own backup")


def _refuse_open_to_others(path: Path, remedy: str) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _OTHERS:
        raise KeyringError(f"{path} is open to others (mode {mode:04o}); run: {remedy} {path}")


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link_once(draft: Path, path: Path) -> None:
    # A rename would overwrite a keyring made by somebody else in this very moment; a link refuses.
    try:
        path.hardlink_to(draft)
    except FileExistsError as taken:
        raise KeyringError(f"{path} exists already and is not overwritten") from taken


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _encode(stored: Stored) -> bytes:
    content: dict[str, Any] = {"version": _VERSION}
    for name, keys in stored.items():
        if isinstance(keys, dict):
            content[name] = [{"id": key_id, "key": _text(key)} for key_id, key in keys.items()]
        else:
            content[name] = [_text(key) for key in keys]
    return json.dumps(content, indent=2).encode("ascii") + b"\n"


def _decode(content: dict[str, Any]) -> Stored:
    if content.pop("version", None) != _VERSION:
        raise ValueError("unknown version")
    stored: Stored = {}
    for name, keys in content.items():
        if keys and isinstance(keys[0], dict):
            stored[name] = {entry["id"]: _bytes(entry["key"]) for entry in keys}
        else:
            stored[name] = [_bytes(key) for key in keys]
    return stored


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
