"""The files of a ticket on the staff's side: listed for those who may see it, opened on the record.

Staff open working copies only. Each opening is written into the history before a byte leaves, and
what leaves is sent so that a browser runs nothing in it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.domain.evidence import FAMILY, MEDIA, Family, FileState
from portal.evidence import service
from portal.evidence.service import File, Shelf
from portal.models import EvidenceFile, Role, Ticket
from portal.vault.box import box_for
from portal.vault.errors import KeyDestroyedError, SealError
from portal.web import uploads
from portal.web.db import db
from portal.web.headers import CSP
from portal.web.permissions import open_to, signed_in, visible_ticket
from portal.web.work import keyring, work

bp = Blueprint("files", __name__)

#: Seconds for which the page of an opened file shows it; then it must be opened again.
SHOWN_FOR = 600
#: What a browser may do with a file: nothing at all but show it.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Drawn or played on the page; everything else is saved and opened elsewhere.
ON_PAGE = frozenset({Family.PICTURE, Family.SOUND, Family.FILM})


def shelf(ticket: Ticket) -> Shelf | None:
    """The files of a ticket; none where its words were erased."""
    try:
        box = box_for(db.session(), keyring(), ticket.id)
    except KeyDestroyedError:
        return None
    return service.shelf_of_ticket(db.session(), keyring(), box, ticket)


@bp.app_template_global("ticket_files")
def ticket_files(ticket: Ticket) -> list[File]:
    """The files of a ticket a member of staff is reading; the ticket came from `visible()`."""
    return service.files_on(shelf(ticket))


@bp.route("/tickets/<number>/files/<file_id>", methods=["GET", "POST"])
@open_to(Role.SUPERVISOR)
def file(number: str, file_id: str) -> Any:  # noqa: ANN401 - a page or a file
    """One file: what is known of it; opened by a button, so that opening is on the record."""
    ticket = visible_ticket(number)
    row, held = found(ticket, file_id)
    if request.method == "GET":
        return page(ticket, held, row)
    if row.state is not FileState.READY:
        return page(ticket, held, row), 422
    with work() as w:
        service.note_opening(held, ticket, row, signed_in().id, w.now)
    if "save" in request.form:
        return sent(held, row)
    answer = make_response(page(ticket, held, row, secret=passes().dumps(whose(row))))
    answer.headers["Content-Security-Policy"] = CSP + "; media-src 'self'"
    return answer


@bp.get("/tickets/<number>/files/<file_id>/content")
@open_to(Role.SUPERVISOR)
def content(number: str, file_id: str) -> Any:  # noqa: ANN401 - a file
    """The bytes for the page of a file that was just opened, and for nobody else."""
    row, held = found(visible_ticket(number), file_id)
    try:
        said = passes().loads(request.args.get("pass", ""), max_age=SHOWN_FOR)
    except BadSignature:
        abort(404)
    if said != whose(row):
        abort(404)
    return sent(held, row)


def found(ticket: Ticket, file_id: str) -> tuple[EvidenceFile, Shelf]:
    """A file of this ticket; one of another ticket does not exist."""
    held = shelf(ticket)
    if held is None:
        abort(404)
    return service.find(held, file_id), held


def page(ticket: Ticket, held: Shelf, row: EvidenceFile, secret: str = "") -> str:
    """What is known of a file, with the file itself where it was opened."""
    files = service.files_on(held)
    place = next(number for number, one in enumerate(files) if one.id == row.id)
    where = {"number": ticket.number, "file_id": row.id, "pass": secret}
    return render_template(
        "casework/file.html",
        ticket=ticket,
        file=files[place],
        before=files[place - 1] if place else None,
        behind=files[place + 1] if place + 1 < len(files) else None,
        place=place + 1,
        count=len(files),
        on_page=FAMILY[row.kind] in ON_PAGE,
        source=url_for("files.content", **where) if secret else "",
    )


def passes() -> URLSafeTimedSerializer:
    """What makes the address of an opened file good for some minutes."""
    return URLSafeTimedSerializer(keyring().secret("file-pass"))


def whose(row: EvidenceFile) -> list[Any]:
    """What such an address is bound to: the file and the member of staff."""
    return [row.id, signed_in().id]


def sent(held: Shelf, row: EvidenceFile) -> Response:
    """The working copy, a piece at a time, with headers that let a browser do nothing with it."""
    name = service.opened(held.box, row)["name"].rpartition(".")[0] or "file"
    pieces = service.read_copy(held, row, uploads.store())
    try:
        first = next(pieces, b"")
    except (OSError, SealError):
        abort(404)
    response = Response(whole(first, pieces), mimetype=MEDIA[row.written_as].partition(";")[0])
    response.headers["Content-Type"] = MEDIA[row.written_as]
    response.headers["Content-Length"] = str(row.copy_bytes)
    response.headers["Content-Disposition"] = saved_as(f"{name}.{row.written_as}")
    for header, value in SAFE.items():
        response.headers[header] = value
    return response


def saved_as(name: str) -> str:
    """The header by which a browser names a saved file; other letters than ASCII travel encoded."""
    plain = "".join(
        one if (one.isalnum() and one.isascii()) or one in " ._-" else "_" for one in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def whole(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces in their order."""
    return chain((first,), rest)
