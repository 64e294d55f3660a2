"""What the person is told of an outcome, in whole sentences of their language."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.catalogue import said
from portal.domain.outcome import Remedy
from portal.domain.rulepack import Body
from portal.domain.vocabulary import HOLD_ENDS_ELSEWHERE
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.models import Allegation, Finding, Hold, Outcome, Report, Staff, Ticket
from portal.outcomes import helping
from portal.outcomes.deciding import Deciding, Decision
from portal.outcomes.words import COLON, COMMA, REMEDY_WORDS, RESULT_WORDS
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
    """Findings and remedies of an outcome as whole lines in the person's language."""
    return values_of(
        ticket,
        findings_in_words(work, box, outcome),
        [str(one) for one in outcome.remedies],
        help_in_words(work, ticket, outcome),
        words_of(box, outcome),
    )


def typed_values(ticket: Ticket, rows: list[Allegation], decision: Decision) -> dict[str, str]:
    """The same of an outcome that was typed and is not yet kept, for reading it before it is."""
    found = [
        {
            "code": row.code,
            "result": decision.findings[row.id].result.value,
            "reason": decision.findings[row.id].reason.strip(),
        }
        for row in rows
    ]
    currency = installed()[ticket.pack_id].currency
    helped = helping.in_words(decision.help, ticket.language, currency) if decision.help else ""
    remedies = [one.value for one in decision.remedies]
    return values_of(ticket, found, remedies, helped, decision.words)


def values_of(
    ticket: Ticket, found: list[dict[str, str]], remedies: list[str], helped: str, words: str
) -> dict[str, str]:
    """What the letter about an outcome is filled with."""
    pack, language = installed()[ticket.pack_id], ticket.language
    lines = [
        f"{pack.words(language, 'conduct', one['code'])}{said(language, COLON)}"
        f"{said(language, RESULT_WORDS[one['result']])}\n{one['reason']}"
        for one in found
    ]
    done = [said(language, REMEDY_WORDS[one]) for one in remedies if one != Remedy.NONE]
    return {
        "findings": "\n\n".join(lines),
        "help": helped,
        "remedies": "\n".join(f"– {one}" for one in done),
        "words": words,
    }


def circumstances(
    now: datetime, ticket: Ticket, stopped: list[Hold], deciders: Sequence[Staff | None]
) -> dict[str, Any]:
    """Its dates, who agreed, and whether collectors may come back: what every final letter must say.

    A second supervisor who is asked and not yet known stands among the deciders as nobody.
    """
    stays = {hold.scope for hold in stopped if hold.until in HOLD_ENDS_ELSEWHERE}
    # Where another stop of the same kind goes on, the end of one lets nobody come back.
    ends = {hold.scope for hold in stopped} - stays
    known = [one for one in deciders if one is not None]
    return {
        "received_on": ticket.received_at,
        "decided_on": now,
        "second": len(deciders) > 1,
        # Whoever sits in a team or an agency may decide, and must not be called free of collecting.
        "apart": all(one.team_id is None and one.agency_id is None for one in known),
        "account_ends": "account" in ends,
        "account_stays": "account" in stays,
        "contact_ends": "contact" in ends,
        "contact_stays": "contact" in stays,
    }


def outside_ways(ticket: Ticket, bodies: list[Body]) -> str:
    """Who outside can look at this now, and by when, with how to reach them; verified words only."""
    pack, lines = installed()[ticket.pack_id], []
    for body in bodies:
        # A pack says in its own words what opens after our answer; else what the body does is said.
        named = pack.words_by_locale[ticket.language]["body"][body.id]
        sentence = named.get("after") or f"{named['name']} – {named['what']}"
        reached = said(ticket.language, COMMA).join(
            filter(None, [*body.phones, body.email, body.url])
        )
        lines.append(f"{sentence}{LANGUAGES[ticket.language].gap}{reached}")
    return "\n".join(lines)


def words_of(box: Box, outcome: Outcome) -> str:
    """What the supervisor added for the person."""
    return box.open("outcomes", "words", str(outcome.id), outcome.words) if outcome.words else ""
