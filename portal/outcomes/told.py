"""What the person is told of an outcome, in whole sentences of their language."""

import json
from typing import Any

from sqlalchemy import select

from portal.domain.outcome import Remedy
from portal.domain.rulepack import Body
from portal.jurisdictions.load import installed
from portal.models import Finding, Outcome, Report, Ticket
from portal.outcomes import helping
from portal.outcomes.deciding import Deciding
from portal.outcomes.words import REMEDY_WORDS, RESULT_WORDS
from portal.vault.box import Box


def asked_help(work: Deciding, ticket: Ticket) -> dict[str, Any]:
    """What the person asked for and offered: the pages of the situation and of the offer."""
    if not ticket.is_help:
        return {}
    report = work.session.get_one(Report, ticket.id)
    said = json.loads(work.box(ticket).open("reports", "answers", ticket.id, report.answers))
    return {page: said.get(page, {}) for page in ("situation", "offer")}


def help_in_words(work: Deciding, ticket: Ticket, outcome: Outcome) -> str:
    """The answer to the request for help as the person will read it; empty where none was asked."""
    answer = helping.opened(work.box(ticket), outcome)
    currency = installed()[ticket.pack_id].currency
    return helping.in_words(answer, ticket.language, currency) if answer else ""


def findings_in_words(work: Deciding, box: Box, outcome: Outcome) -> list[dict[str, str]]:
    """Each finding with its code, result and reason, for the letter and the person's page."""
    rows = work.session.scalars(
        select(Finding).where(Finding.outcome_id == outcome.id).order_by(Finding.id)
    )
    return [
        {
            "code": row.code,
            "result": row.result.value,
            "reason": box.open(
                "findings", "reason", f"{outcome.id}:{row.allegation_id}", row.reason
            ),
        }
        for row in rows
    ]


def outcome_values(work: Deciding, box: Box, ticket: Ticket, outcome: Outcome) -> dict[str, str]:
    """Findings and remedies as whole lines in the person's language."""
    pack = installed()[ticket.pack_id]
    lines = []
    for found in findings_in_words(work, box, outcome):
        name = pack.words(ticket.language, "conduct", found["code"])
        lines.append(f"{name}: {RESULT_WORDS[ticket.language][found['result']]}\n{found['reason']}")
    remedies = [
        REMEDY_WORDS[ticket.language][one] for one in outcome.remedies if one != Remedy.NONE
    ]
    return {
        "findings": "\n\n".join(lines),
        "help": help_in_words(work, ticket, outcome),
        "remedies": "\n".join(f"– {one}" for one in remedies),
        "words": words_of(box, outcome),
    }


def outside_ways(ticket: Ticket, bodies: list[Body]) -> str:
    """Who outside can look at this now, and by when, with how to reach them; verified words only."""
    pack, lines = installed()[ticket.pack_id], []
    for body in bodies:
        # A pack says in its own words what opens after our answer; else what the body does is said.
        named = pack.words_by_locale[ticket.language]["body"][body.id]
        sentence = named.get("after") or f"{named['name']} – {named['what']}"
        lines.append(" ".join([sentence, ", ".join([*body.phones, body.email, body.url])]))
    return "\n".join(lines)


def words_of(box: Box, outcome: Outcome) -> str:
    """What the supervisor added for the person."""
    return box.open("outcomes", "words", str(outcome.id), outcome.words) if outcome.words else ""
