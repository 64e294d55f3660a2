"""What an operator must know of the files people add: where they lie, the room there is, the scanner."""

import shutil

from portal.config import BadSetting, Settings
from portal.evidence import scan
from portal.evidence.store import has_room, open_store
from portal.paths import STATIC


def wrong_with_files(settings: Settings) -> list[str]:
    """What must be mended before files are safe or taken at all."""
    found = [*_place(settings), *_store(settings)]
    if not has_room(settings):
        free = shutil.disk_usage(settings.home).free // 1_000_000
        found.append(
            f"no files are taken: {free} MB are free, {settings.evidence_free_megabytes} MB are needed"
        )
    if settings.evidence_clamd and not scan.answers(settings.evidence_clamd):
        found.append(
            "the virus scanner does not answer; files wait for it and nobody can open them"
        )
    return found


def notes_on_files(settings: Settings) -> list[str]:
    """What is no fault, but should be known."""
    if settings.evidence_clamd:
        return []
    return ["no virus scanner is set (evidence_clamd): files are shown to staff as not scanned"]


def _place(settings: Settings) -> list[str]:
    folder = settings.evidence_folder.resolve()
    if folder.is_relative_to(STATIC.resolve()):
        return ["the folder of files lies inside the folder everybody may read; move it"]
    return []


def _store(settings: Settings) -> list[str]:
    try:
        trouble = open_store(settings).trouble()
    except (BadSetting, ImportError) as problem:
        return [f"the store of files cannot be opened: {problem}"]
    return [trouble] if trouble else []
