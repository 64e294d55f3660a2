"""Files on their way in through a page: how long a form may be, where its files go, what is said.

Only the pages named with `@takes_files` read long forms. Their files are sealed while they arrive
and never held whole in memory; the forms of all other pages stay as short as they were.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, abort, current_app, g, request
from flask_babel import format_decimal, gettext, ngettext
from wtforms import Field

from portal.config import Settings
from portal.domain.evidence import ACCEPT, MEGABYTE, Limits, Reason, display_name
from portal.evidence.service import Shelf, add, tell
from portal.evidence.spool import Spool
from portal.evidence.store import Store, has_room, limits_of, open_store
from portal.models import EvidenceFile, Ticket
from portal.web import limits
from portal.web.headers import drain
from portal.web.locale import later as _l
from portal.web.proof import is_trusted
from portal.web.work import Work, work

F = TypeVar("F", bound=Callable[..., Any])

#: The name of the field on every page that takes files.
FIELD = "files"
#: Seconds without a single byte after which a line is given up.
SILENCE = 30
#: Files one network may send in a minute before it is asked to wait.
FILES_A_MINUTE = 60

#: Endpoints that take files, each with the one page of it that does, or all of them.
_PAGES: dict[str, str] = {}

#: Endpoints that take a list as text, read at once and kept by nobody.
_LISTS: set[str] = set()
LONGEST_LIST = 2 * 1024 * 1024

WORDS: dict[Reason, Any] = {
    Reason.TYPE: _l("The selected file must be a picture, PDF, sound or video file"),
    Reason.TOO_BIG: _l("The selected file must be smaller than %(most)sMB"),
    Reason.EMPTY: _l("The selected file is empty"),
    Reason.TOO_MANY: _l("You can only add up to %(count)s files"),
    Reason.TOTAL: _l("All files together must be smaller than %(together)sMB"),
    Reason.SAME: _l("You have already added this file"),
    Reason.NO_ROOM: _l("We cannot take files at the moment. You can add them later on your ticket"),
    Reason.FAILED: _l("The selected file could not be uploaded – try again"),
    Reason.PASSWORD: _l("The selected file is password protected"),
    Reason.BROKEN: _l("The selected file could not be opened. It may be damaged"),
    Reason.VIRUS: _l("The selected file contains a virus"),
}


#: What a person can do about a file that was put aside after it had arrived.
ADVICE: dict[Reason, Any] = {
    Reason.PASSWORD: _l("Take the password off and add the file again, or add a screenshot of it."),
    Reason.BROKEN: _l(
        "Open it on your phone or computer. If it opens there, add a screenshot or a photo of it. "
        "If not, write to us what it shows."
    ),
    Reason.VIRUS: _l(
        "We did not open it. Add a photo of it instead, or write to us what it shows. "
        "Have your phone or computer checked for viruses."
    ),
}
AGAIN = _l("Add it again, or add a screenshot or a photo of it.")


class Files(Field):  # type: ignore[misc] # the library has no types
    """The field for files. Its answers are the names of those already taken."""

    is_many = True

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """What arrives goes into the spool, not into the form."""

    def _value(self) -> str:
        return ""


class PortalRequest(Request):
    """A request of the portal; a form with files is longer, and its files go into the spool."""

    @property
    def max_content_length(self) -> int | None:
        """How long a form may be on this page."""
        if is_for_files(self):
            return limits_of(_settings()).longest_form
        if self.endpoint in _LISTS:
            return 2 * LONGEST_LIST
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property
    def max_form_memory_size(self) -> int | None:
        """How much of a form is text: the lines of a list come back on its page to be mended."""
        return 2 * LONGEST_LIST if self.endpoint in _LISTS else super().max_form_memory_size

    @max_form_memory_size.setter
    def max_form_memory_size(self, value: int | None) -> None:
        self._max_form_memory_size = value

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the library's signature
        content_type: str | None,  # noqa: ARG002 - likewise
        filename: str | None = None,
        content_length: int | None = None,  # noqa: ARG002 - likewise
    ) -> IO[bytes]:
        """A spool for each file; on pages that take none, the file is read and thrown away."""
        if self.endpoint in _LISTS:
            return BytesIO()
        settings = _settings()
        wanted = is_for_files(self) and has_room(settings)
        most = limits_of(settings).each
        spool = Spool(settings.evidence_folder, filename or "", most, room=wanted)
        g.setdefault("spools", []).append(spool)
        return spool  # type: ignore[return-value] # the parser writes, rewinds and closes it


def takes_files(endpoint: str, page: str = "") -> None:
    """Let the forms of this page be long and hold files."""
    _PAGES[endpoint] = page


def takes_lists(endpoint: str) -> None:
    """Let the form of this page hold a list, as a file or as text."""
    _LISTS.add(endpoint)


def is_for_lists(asked: Request) -> bool:
    """Whether the page asked for takes a list."""
    return asked.endpoint in _LISTS


def list_text(name: str) -> bytes:
    """The list that was sent as a file under this name; nothing where none was."""
    sent = request.files.get(name)
    return sent.stream.read() if sent is not None else b""


def is_for_files(asked: Request) -> bool:
    """Whether the page asked for is one that takes files."""
    page = _PAGES.get(asked.endpoint or "")
    return page is not None and page in ("", (asked.view_args or {}).get("page"))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def store() -> Store:
    """The store of this installation."""
    kept: Store = current_app.extensions["evidence"]
    return kept


def most() -> Limits:
    """How much one draft or ticket may hold."""
    return limits_of(_settings())


def arrived() -> list[Spool]:
    """The files of this form, in their order; an empty field sends one without a name."""
    if FIELD not in request.files:
        return []
    spools: list[Spool] = [one.stream for one in request.files.getlist(FIELD)]  # type: ignore[misc] # ours
    return [one for one in spools if one.name or one.size]


def take(w: Work, shelf: Shelf, ticket: Ticket | None = None, about: str = "") -> list[str]:
    """Put what arrived on a shelf; gives what to say about the files that were not taken."""
    wrong, rows = [], []
    for place, spool in enumerate(arrived()):
        # Files of one form keep the order in which they were chosen.
        moment = w.now + timedelta(microseconds=place)
        taken = add(shelf, spool, most(), store(), moment, about)
        if isinstance(taken, EvidenceFile):
            rows.append(taken)
        else:
            wrong.append((spool.name, why(taken)))
    if ticket is not None and rows:
        tell(w.session, shelf.box, ticket, rows, w.now)
    return told(wrong)


def told(wrong: list[tuple[str, str]]) -> list[str]:
    """One refusal speaks for itself; of several the first line says how many, then each its own."""
    if len(wrong) < 2:  # noqa: PLR2004 - one needs no list
        return [sentence for _name, sentence in wrong]
    count = ngettext("%(num)s file was not added", "%(num)s files were not added", len(wrong))
    return [count, *(about_file(name, sentence) for name, sentence in wrong)]


def why(reason: Reason) -> str:
    """The reason in the reader's language."""
    allowed = most()
    values = {
        "most": format_decimal(allowed.each // MEGABYTE),
        "count": format_decimal(allowed.files),
        "together": format_decimal(allowed.together // MEGABYTE),
    }
    return str(WORDS[reason]) % values


def advice(reason: Reason) -> str:
    """What to do about such a file, in the reader's language."""
    return str(ADVICE.get(reason, AGAIN))


def about_file(name: str, sentence: str) -> str:
    """A sentence about one file among several."""
    return gettext("“%(name)s”: %(why)s", name=display_name(name), why=sentence)


def size_words(size: int) -> str:
    """The length of a file as people say it."""
    if size >= MEGABYTE:
        return f"{format_decimal(round(size / MEGABYTE, 1))} MB"
    return f"{format_decimal(max(1, round(size / 1000)))} KB"


def init_app(app: Flask) -> None:
    """Wire the long forms; this must come before whatever reads the form first."""
    app.request_class = PortalRequest
    settings: Settings = app.extensions["settings"]
    app.extensions["evidence"] = open_store(settings)
    app.extensions["uploads"] = threading.BoundedSemaphore(settings.evidence_uploads_at_once)
    app.before_request(guard)
    app.teardown_request(leave)
    app.jinja_env.globals["accepted_files"] = ACCEPT
    app.jinja_env.globals["file_limits"] = most
    app.jinja_env.globals["file_reason"] = why
    app.jinja_env.globals["file_advice"] = advice
    app.jinja_env.filters["size_words"] = size_words


def guard() -> None:
    """Before a long form is read: is it whole, not too long, and not one too many at once?"""
    if request.method != "POST" or not is_for_files(request):
        return
    if request.mimetype != "multipart/form-data":
        return
    length = request.content_length
    if length is None:
        abort(411)
    line = request.environ.get("gunicorn.socket")
    if line is not None:
        line.settimeout(SILENCE)
    if length > most().longest_form:
        drain(length, 4 * most().longest_form)
        abort(413)
    slow_down()
    # Reading takes as long as the line is slow; the last places are left to people who only read.
    if not current_app.extensions["uploads"].acquire(blocking=False):
        drain(length, 4 * most().longest_form)
        abort(429)
    g.uploading = True


def slow_down() -> None:
    """A network that sends files without end waits a moment; nobody is locked out."""
    if is_trusted():
        return
    with work() as w:
        count = limits.spend(w.session, f"files:{limits.network()}", w.now)
    if count > FILES_A_MINUTE:
        drain(request.content_length or 0, 4 * most().longest_form)
        abort(429)


def leave(_error: BaseException | None = None) -> None:
    """The request is over: what was not kept is thrown away, and the next upload may come."""
    for spool in g.pop("spools", ()):
        spool.discard()
    if g.pop("uploading", False):
        current_app.extensions["uploads"].release()
