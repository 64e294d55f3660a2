"""The JSON door: the same verbs as the pages, for the organisation's own channels."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, g, jsonify, request
from flask_babel import force_locale
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from portal.api.door import Refused, answer, body, for_channels
from portal.domain.errors import PortalError
from portal.domain.receipt import grouped
from portal.domain.ticket import Source
from portal.intake import answers as read
from portal.intake import service as intake
from portal.languages import LANGUAGES
from portal.models import Role
from portal.reviews import contacts
from portal.web.db import db
from portal.web.permissions import open_to
from portal.web.work import keyring, now, work

bp = Blueprint("api", __name__)

DOORS = ("report", "help")
#: What may follow Idempotency-Key; long enough that nobody guesses or repeats it by chance.
ONCE = re.compile(r"[A-Za-z0-9_.:-]{16,100}")


@bp.get("/health/live")
@open_to(Role.ANYONE)
def live() -> Any:
    """Whether the web server answers at all."""
    return jsonify(status="ok")


@bp.get("/health/ready", endpoint="ready")
@bp.get("/api/health")
@open_to(Role.ANYONE)
def health() -> Any:
    """Whether the web server and its database answer."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        db.session.rollback()
        return answer(503, status="the database does not answer")
    return jsonify(status="ok")


@bp.post("/api/reports")
@open_to(Role.ANYONE)
@for_channels
def file_report() -> Any:
    """File a report by the same verb as the form; sent again with its key, it is one ticket."""
    submission = submission_id()
    given = body()
    door, language, pages = parts(given)
    with force_locale(language):
        g.language = language
        answers, problems = current_app.extensions["read_report"](
            door, pages, read.latest_date(now()), tuple(current_app.extensions["settings"].places)
        )
    if problems:
        raise Refused(422, errors=problems)
    draft = intake.Draft("", door, language, submission, now(), read.asked_answers(door, answers))
    try:
        filed = file_once(draft)
    except PortalError as problem:
        raise Refused(422, errors=[{"page": "", "field": "", "code": str(problem)}]) from None
    return answer(
        200 if filed.repeated else 201,
        receipt_code=grouped(filed.code),
        ticket_number=filed.ticket_number,
        repeated=filed.repeated,
    )


def file_once(draft: intake.Draft) -> intake.Filed:
    """File the report; where it or its twin came before, the ticket of that is the answer.

    Hardly any comes twice, so it is taken for new, and looked for only when the tables refuse it.
    """
    try:
        return file_now(draft, as_new=True)
    except IntegrityError:
        return file_now(draft)


def file_now(draft: intake.Draft, *, as_new: bool = False) -> intake.Filed:
    """File the report in one transaction."""
    with work() as at:
        settings = current_app.extensions["settings"]
        filing = intake.Filing(
            at.session, keyring(), settings, at.now, Source.CHANNEL, as_new=as_new
        )
        return intake.file(filing, draft)


def submission_id() -> str:
    """The one-time number of this report: the channel's own key for it, which only it can repeat."""
    key = request.headers.get("Idempotency-Key", "")
    if not ONCE.fullmatch(key):
        raise Refused(
            400,
            error="Give an Idempotency-Key of 16 to 100 letters, digits or . _ : - for each report.",
        )
    return keyring().mac("channel-submission", f"{g.channel}\n{key}".encode())[:16].hex()


def parts(given: Any) -> tuple[str, str, Mapping[str, Mapping[str, Any]]]:
    """Door, language and answers by page, in the one shape that is read."""
    if not isinstance(given, dict) or set(given) != {"door", "language", "answers"}:
        raise Refused(400, error="Send an object with door, language and answers.")
    door, language, pages = given["door"], given["language"], given["answers"]
    if door not in DOORS:
        raise Refused(400, error="door is report or help.")
    if language not in LANGUAGES:
        raise Refused(400, error=f"language is one of {', '.join(LANGUAGES)}.")
    if not isinstance(pages, dict) or not all(is_page(one) for one in pages.values()):
        raise Refused(
            400,
            error="answers is an object of pages; an answer is a text, a whole number or a list of texts.",
        )
    return door, language, pages


def is_page(page: Any) -> bool:
    """Whether this is an object of answers a form could have sent."""
    return isinstance(page, dict) and all(
        (isinstance(one, str | int) and not isinstance(one, bool))
        or (isinstance(one, list) and all(isinstance(each, str) for each in one))
        for one in page.values()
    )


@bp.post("/api/contact-counts")
@open_to(Role.ANYONE)
@for_channels
def contact_counts() -> Any:
    """How many contacts each collector made in a month: the exposure every rate stands on."""
    rows, problems = contacts.read(body())
    if problems:
        raise Refused(422, errors=problems)
    with work() as at:
        unknown = contacts.keep(at.session, rows)
        if unknown:
            raise Refused(422, errors=unknown)
    return answer(200, kept=len(rows))
