"""Findings as a table for a spreadsheet, without anything that tells who complained."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from unicodedata import category

from flask import Response, make_response
from flask_babel import gettext

from portal.jurisdictions.days import day_at
from portal.models import Finding, Review, ReviewFinding
from portal.web.filters import pack_word

#: A cell that begins like this is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

#: Kinds of characters that show nothing.
UNSEEN = frozenset({"Cf", "Cc"})


def cell(value: object) -> str:
    """A value a spreadsheet shows and never runs; what nobody sees before it hides no formula."""
    text = str(value).replace("\0", "")
    seen = next((mark for mark in text if not mark.isspace() and category(mark) not in UNSEEN), "")
    return "'" + text if seen and (seen in FORMULA or text[0] in FORMULA) else text


def answer(
    review: Review,
    links: Sequence[tuple[ReviewFinding, Finding]],
    place_of: Mapping[int, str],
    purpose: str,
    by: str,
    now: datetime,
) -> Response:
    """The file, with who took it, when and what for in its first lines."""
    text = io.StringIO()
    writer = csv.writer(text)
    # The file is dated where the collector works, each finding where its ticket belongs.
    today = day_at(review.collector.place, now)
    writer.writerow([cell(gettext("Exported by %(name)s on %(day)s", name=by, day=today))])
    writer.writerow([cell(gettext("What the export is for")), cell(purpose)])
    writer.writerow(
        [
            gettext("Collector"), gettext("Date"), gettext("Allegation"), gettext("Severity"),
            gettext("Finding"), gettext("Cause"), gettext("Collector's reply"),
        ]
    )  # fmt: skip
    for link, one in links:
        place = place_of[one.id]
        row = [
            review.collector.number, day_at(place, one.made_at), pack_word(place, "conduct", one.code),
            one.severity, one.result, one.cause or "", link.answer,
        ]  # fmt: skip
        writer.writerow([cell(value) for value in row])
    response = make_response("\ufeff" + text.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=review-{review.id}.csv"
    return response
