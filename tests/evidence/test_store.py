"""The store keeps sealed files whole, in a folder or in a bucket, and tells an operator what is wrong."""

import http.client
import threading
import tracemalloc

import pytest
from moto.server import ThreadedMotoServer

from portal.config import BadSetting, Settings
from portal.domain.evidence import Limits
from portal.evidence.bucket import Bucket
from portal.evidence.spool import Spool
from portal.evidence.store import Folder, open_store, original, write_part
from portal.vault.errors import SealError
from portal.vault.stream import open_pieces

KEYS = {
    "evidence_s3_key_id": "testing",
    "evidence_s3_secret": "testing",
    "evidence_store": "s3://evidence/files",
}


@pytest.fixture(scope="module")
def s3():
    """A server that speaks S3, on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, tmp_path):
    settings = Settings(home=tmp_path, evidence_s3_endpoint=s3, **KEYS)
    line = http.client.HTTPConnection(s3.removeprefix("http://"), timeout=10)
    line.request("PUT", "/evidence")
    line.getresponse().read()
    line.close()
    store = open_store(settings)
    yield store
    for name, _put in store.names():
        store.remove(name)


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "bucket":
        return request.getfixturevalue("bucket")
    return Folder(tmp_path / "evidence")


def arriving(tmp_path, content, step=70_001, limit=50_000_000):
    spool = Spool(tmp_path / "evidence", "a.png", limit)
    for start in range(0, len(content), step):
        spool.write(content[start : start + step])
    return spool


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 7_000_000])
def test_what_was_put_in_comes_out_and_lies_there_sealed(store, tmp_path, size):
    content = bytes(range(256)) * (size // 256 + 1)
    spool = arriving(tmp_path, content[:size])
    spool.keep(store)
    kept = b"".join(store.read(original(spool.file_id)))
    assert content[:64] not in kept or not size
    assert b"".join(open_pieces(spool.key, spool.file_id, iter([kept]))) == content[:size]
    assert not spool.part.exists()
    assert [name for name, _put in store.names()] == [original(spool.file_id)]


def test_files_are_spread_over_the_folders_of_the_store(tmp_path):
    names = {original(Spool(tmp_path, "a.png", 1).file_id) for _ in range(100)}
    assert len({one.partition("/")[0] for one in names}) > 10


def test_a_removed_file_is_gone_and_removing_it_again_is_no_fault(store, tmp_path):
    spool = arriving(tmp_path, b"words")
    spool.keep(store)
    for _ in range(2):
        store.remove(original(spool.file_id))
    assert list(store.names()) == []
    with pytest.raises(FileNotFoundError):
        list(store.read(original(spool.file_id)))


def test_a_file_cut_exchanged_or_altered_in_the_store_is_refused(tmp_path):
    store = Folder(tmp_path / "evidence")
    spool = arriving(tmp_path, bytes(200_000))
    spool.keep(store)
    place = store.root / original(spool.file_id)
    whole = place.read_bytes()
    for bad in (whole[:-1], whole[: 65536 + 33], whole[:100] + b"x" + whole[101:], whole + b"x"):
        place.write_bytes(bad)
        with pytest.raises(SealError):
            list(open_pieces(spool.key, spool.file_id, store.read(original(spool.file_id))))
    place.write_bytes(whole)
    with pytest.raises(SealError):
        list(open_pieces(spool.key, "another", store.read(original(spool.file_id))))


def test_a_file_that_grows_too_long_is_thrown_away_while_it_arrives(tmp_path):
    spool = arriving(tmp_path, bytes(300_000), limit=100_000)
    assert spool.size == 300_000
    assert not spool.part.exists()


def test_a_spool_holds_no_more_than_a_piece_in_memory(tmp_path):
    tracemalloc.start()
    spool = Spool(tmp_path / "evidence", "a.png", Limits().each)
    piece = bytes(65536)
    for _ in range(300):
        spool.write(piece)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    spool.discard()
    assert most < 2_000_000


def test_a_part_is_never_written_over(tmp_path):
    part = tmp_path / "incoming" / "x.part"
    write_part(part, [b"one"])
    with pytest.raises(FileExistsError):
        write_part(part, [b"two"])


def test_the_folder_tells_when_others_may_open_it(tmp_path):
    store = Folder(tmp_path / "evidence")
    assert store.trouble() == ""
    store.root.mkdir(mode=0o755)
    store.root.chmod(0o755)
    assert "chmod 700" in store.trouble()
    store.root.chmod(0o700)
    assert store.trouble() == ""


def test_the_bucket_tells_when_it_does_not_answer(bucket, tmp_path):
    assert bucket.trouble() == ""
    away = Settings(home=tmp_path, evidence_s3_endpoint="http://127.0.0.1:1", **KEYS)
    store = open_store(away)
    assert "does not answer" in store.trouble()
    part = tmp_path / "incoming" / "x.part"
    write_part(part, [b"one"])
    with pytest.raises(OSError, match="does not answer"):
        store.keep(part, "ab/abc.original")
    assert part.exists(), "what could not be handed over is still here"


def test_several_files_at_once_do_not_disturb_each_other(store, tmp_path):
    spools = [arriving(tmp_path, bytes([one]) * 100_000) for one in range(4)]
    threads = [threading.Thread(target=one.keep, args=(store,)) for one in spools]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, spool in enumerate(spools):
        opened = open_pieces(spool.key, spool.file_id, store.read(original(spool.file_id)))
        assert b"".join(opened) == bytes([one]) * 100_000


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("evidence_store", "ftp://somewhere"),
        ("evidence_files", 0),
        ("evidence_megabytes", 70),
        ("evidence_uploads_at_once", 0),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(tmp_path, setting, value):
    environment = {"PORTAL_HOME": str(tmp_path), f"PORTAL_{setting.upper()}": str(value)}
    with pytest.raises(BadSetting, match="evidence"):
        Settings.from_env(environment)


def test_a_bucket_needs_a_name(tmp_path):
    with pytest.raises(BadSetting):
        Bucket.of(Settings(home=tmp_path, evidence_store="s3://"))
