import base64
import dataclasses
import os
import stat

import pytest

from portal.vault.errors import KeyringError, SealError
from portal.vault.keys import Keyring, NamedKey


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "keys.json"


def test_a_kept_keyring_is_read_back_the_same(path):
    ring = Keyring.create(path)
    assert Keyring.load(path) == ring


def test_two_keyrings_share_no_key():
    one, other = Keyring.new(), Keyring.new()
    assert one.k_code != other.k_code
    assert one.masters[0] != other.masters[0]


def test_the_keyring_is_for_its_owner_alone(path):
    Keyring.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_existing_keyring_is_never_overwritten(path):
    ring = Keyring.create(path)
    with pytest.raises(KeyringError, match="exists already"):
        Keyring.create(path)
    assert Keyring.load(path) == ring


def test_a_keyring_made_meanwhile_is_not_overwritten(path, monkeypatch):
    ring = Keyring.create(path)
    monkeypatch.setattr("pathlib.Path.exists", lambda _path: False)
    with pytest.raises(KeyringError, match="exists already"):
        Keyring.create(path)
    monkeypatch.undo()
    assert Keyring.load(path) == ring


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_keyring_open_to_others_is_refused_with_the_remedy(path, mode):
    Keyring.create(path)
    path.chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        Keyring.load(path)


def test_a_folder_open_to_others_is_refused_with_the_remedy(path):
    Keyring.create(path)
    path.parent.chmod(0o755)
    with pytest.raises(KeyringError, match="chmod 700"):
        Keyring.load(path)


@pytest.mark.row("BI-86")
def test_a_missing_keyring_is_named(path):
    with pytest.raises(KeyringError, match=r"no keyring at .*keys\.json"):
        Keyring.load(path)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", "{}", '{"version": 2}', '{"version": 1, "masters": [1]}', '{"version": 1'],
)
def test_a_damaged_keyring_is_refused(path, content):
    Keyring.create(path)
    path.write_text(content)
    with pytest.raises(KeyringError):
        Keyring.load(path)


@pytest.mark.parametrize(
    "part",
    ["masters", "receipt_peppers", "save_peppers", "k_code", "index_keys", "session_keys", "base"],
)
def test_a_keyring_that_lacks_a_part_is_refused(path, part):
    Keyring.create(path)
    path.write_text(path.read_text().replace(f'"{part}"', '"other"'))
    with pytest.raises(KeyringError, match=f"lacks {part}"):
        Keyring.load(path)


@pytest.mark.parametrize("version", ["0", "256", "one", "-1"])
def test_an_index_key_without_a_version_from_1_to_255_is_refused(path, version):
    ring = Keyring.create(path)
    wrong = dataclasses.replace(ring, index_keys=(NamedKey(version, b"i" * 32),))
    wrong.save(path)
    with pytest.raises(KeyringError, match="1 to 255"):
        Keyring.load(path)


def test_a_shortened_key_is_refused(path):
    ring = Keyring.create(path)
    stored = ring.stored()
    path.write_text(path.read_text().replace(_text(stored["k_code"][0]), "c2hvcnQ="))
    with pytest.raises(KeyringError, match="wrong length"):
        Keyring.load(path)


def _text(key):
    return base64.b64encode(key).decode()


def test_a_write_that_fails_leaves_the_old_keyring_and_no_litter(path, monkeypatch):
    ring = Keyring.create(path)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        ring.rotate().save(path)
    assert Keyring.load(path) == ring
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_file_and_folder_are_both_flushed_to_disk(path, monkeypatch):
    flushed = []
    flush = os.fsync

    def note(handle):
        flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        flush(handle)

    monkeypatch.setattr(os, "fsync", note)
    Keyring.create(path)
    assert flushed == [False, True]


def test_no_key_shows_when_a_keyring_is_printed(ring):
    shown = repr(ring)
    keys = [ring.k_code, ring.base, ring.masters[0].key, ring.receipt_peppers[0]]
    assert not any(repr(key)[2:-1] in shown or key.hex() in shown for key in keys)
    assert "key=" not in shown


def test_a_wrapped_ticket_key_opens_for_its_ticket(ring):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    assert ring.unwrap("t1", master, wrapped) == b"k" * 32


def test_a_ticket_key_moved_to_another_ticket_is_refused(ring):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    with pytest.raises(SealError):
        ring.unwrap("t2", master, wrapped)


def test_a_ticket_key_with_any_byte_flipped_is_refused(ring):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    for place in range(len(wrapped)):
        flipped = bytearray(wrapped)
        flipped[place] ^= 1
        with pytest.raises(SealError):
            ring.unwrap("t1", master, bytes(flipped))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28, 60])
def test_a_cut_ticket_key_is_refused(ring, length):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    with pytest.raises(SealError):
        ring.unwrap("t1", master, wrapped[:length])


def test_after_rotation_old_ticket_keys_still_open_and_new_ones_use_the_new_master(ring):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    rotated = ring.rotate()
    assert rotated.unwrap("t1", master, wrapped) == b"k" * 32
    assert rotated.wrap("t1", b"k" * 32)[0] == rotated.current_master_id != master


def test_rotation_survives_the_way_to_the_disk(path):
    rotated = Keyring.create(path).rotate()
    rotated.save(path)
    assert Keyring.load(path).current_master_id == rotated.current_master_id


def test_a_retired_master_opens_nothing(ring):
    master, wrapped = ring.wrap("t1", b"k" * 32)
    retired = ring.rotate().retire(master)
    with pytest.raises(KeyringError, match=master):
        retired.unwrap("t1", master, wrapped)


def test_the_current_master_cannot_be_retired(ring):
    with pytest.raises(KeyringError, match="current"):
        ring.retire(ring.current_master_id)


def test_an_unknown_master_cannot_be_retired(ring):
    with pytest.raises(KeyringError, match="nobody"):
        ring.retire("nobody")


def test_named_secrets_are_steady_and_differ_by_name(ring):
    assert ring.secret("totp") == ring.rotate().rotate_peppers().secret("totp")
    names = ["totp", "password-salt", "session"]
    assert len({ring.secret(name) for name in names}) == len(names)


def test_the_signing_secret_is_the_session_key(ring):
    assert ring.secret("session") == ring.secret_key
    assert ring.secret_key_fallbacks == []


def test_a_seal_of_one_name_does_not_vouch_for_another(ring):
    assert ring.mac("heads", b"x") == ring.mac("heads", b"x")
    assert len({ring.mac("heads", b"x"), ring.mac("other", b"x"), ring.mac("heads", b"y")}) == 3
