"""Our answer to a request for help with payments: its terms kept sealed, and said in whole sentences."""

import json
from datetime import date
from decimal import Decimal

from babel.numbers import format_currency

from portal.catalogue import N_, said
from portal.domain.outcome import HelpAnswer, HelpDecision, Interval
from portal.letters.write import in_words as in_letter
from portal.models import Outcome
from portal.vault.box import Box

EVERY = {
    Interval.WEEK: N_("every week"),
    Interval.TWO_WEEKS: N_("every 2 weeks"),
    Interval.FOUR_WEEKS: N_("every 4 weeks"),
    Interval.MONTH: N_("every month"),
}

SENTENCES = {
    HelpDecision.ACCEPT: N_("We accept what you offered."),
    HelpDecision.COUNTER: N_(
        "We cannot accept what you offered, and we offer this: {amount} {every}, "
        "the first time on {first_on}. Nothing begins before you agree."
    ),
    HelpDecision.PAUSE: N_("We pause payments and collection until {until}."),
    HelpDecision.DECLINE: N_("We cannot give the help you asked for."),
}


def seal(box: Box, outcome: Outcome, answer: HelpAnswer) -> None:
    """Keep an answer with its outcome; what was agreed and why is nobody else's business."""
    terms = {
        "reason": answer.reason.strip(),
        "amount": str(answer.amount) if answer.amount is not None else None,
        "interval": answer.interval,
        "first_on": answer.first_on.isoformat() if answer.first_on else None,
        "until": answer.until.isoformat() if answer.until else None,
    }
    outcome.help_decision = answer.decision
    outcome.help_terms = box.seal(
        "outcomes", "help_terms", str(outcome.id), json.dumps(terms, ensure_ascii=False)
    )


def opened(box: Box, outcome: Outcome) -> HelpAnswer | None:
    """The answer kept with an outcome; None where no help was asked for."""
    if outcome.help_decision is None or outcome.help_terms is None:
        return None
    terms = json.loads(box.open("outcomes", "help_terms", str(outcome.id), outcome.help_terms))
    return HelpAnswer(
        decision=outcome.help_decision,
        reason=terms["reason"],
        amount=Decimal(terms["amount"]) if terms["amount"] else None,
        interval=Interval(terms["interval"]) if terms["interval"] else None,
        first_on=date.fromisoformat(terms["first_on"]) if terms["first_on"] else None,
        until=date.fromisoformat(terms["until"]) if terms["until"] else None,
    )


def in_words(answer: HelpAnswer, language: str, currency: str) -> str:
    """The answer as the person reads it: what is decided, on which terms, then why."""
    values = {
        "amount": format_currency(answer.amount, currency, locale=language)
        if answer.amount is not None
        else "",
        "every": said(language, EVERY[answer.interval]) if answer.interval else "",
        "first_on": in_letter(answer.first_on, language) if answer.first_on else "",
        "until": in_letter(answer.until, language) if answer.until else "",
    }
    return said(language, SENTENCES[answer.decision]).format(**values) + "\n" + answer.reason
