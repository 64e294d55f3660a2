"""The doctor names what is wrong with the store of files, and says aloud that nobody scans."""

import dataclasses

from portal.commands import check_files
from portal.config import Settings
from portal.paths import STATIC


def test_a_fresh_installation_has_nothing_wrong_with_its_files(tmp_path):
    settings = Settings(home=tmp_path)
    assert check_files.wrong_with_files(settings) == []
    assert "not scanned" in check_files.notes_on_files(settings)[0]


def test_a_folder_open_to_others_is_named(tmp_path):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence").chmod(0o755)
    (found,) = check_files.wrong_with_files(Settings(home=tmp_path))
    assert "open to others" in found


def test_a_folder_everybody_may_read_is_named(tmp_path):
    settings = Settings(home=tmp_path, evidence_store=str(STATIC / "evidence"))
    assert "everybody may read" in " ".join(check_files.wrong_with_files(settings))


def test_too_little_room_is_named(tmp_path):
    settings = Settings(home=tmp_path, evidence_free_megabytes=10**9)
    assert "no files are taken" in " ".join(check_files.wrong_with_files(settings))


def test_a_silent_scanner_is_named(tmp_path):
    settings = Settings(home=tmp_path, evidence_clamd="/nowhere/ctl")
    assert "does not answer" in " ".join(check_files.wrong_with_files(settings))
    assert check_files.notes_on_files(settings) == []


def test_a_bucket_that_does_not_answer_is_named(tmp_path):
    settings = dataclasses.replace(
        Settings(home=tmp_path),
        evidence_store="s3://evidence",
        evidence_s3_endpoint="http://127.0.0.1:1",
        evidence_s3_key_id="x",
        evidence_s3_secret="y",
    )
    assert "does not answer" in " ".join(check_files.wrong_with_files(settings))
