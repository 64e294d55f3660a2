"""Our answer to a request for help with payments: its terms kept sealed, and said in whole sentences."""

import json
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from portal.domain.outcome import HelpAnswer, HelpDecision, Interval
from portal.letters.write import DATES
from portal.models import Outcome
from portal.vault.box import Box

EVERY = {
    "en": {
        Interval.WEEK: "every week",
        Interval.TWO_WEEKS: "every 2 weeks",
        Interval.FOUR_WEEKS: "every 4 weeks",
        Interval.MONTH: "every month",
    },
    "zh_Hans_CN": {
        Interval.WEEK: "每周",
        Interval.TWO_WEEKS: "每两周",
        Interval.FOUR_WEEKS: "每四周",
        Interval.MONTH: "每月",
    },
}

SENTENCES = {
    "en": {
        HelpDecision.ACCEPT: "We accept what you offered.",
        HelpDecision.COUNTER: (
            "We cannot accept what you offered, and we offer this: {amount} {every}, "
            "the first time on {first_on}. Nothing begins before you agree."
        ),
        HelpDecision.PAUSE: "We pause payments and collection until {until}.",
        HelpDecision.DECLINE: "We cannot give the help you asked for.",
    },
    "zh_Hans_CN": {
        HelpDecision.ACCEPT: "我们接受您提出的方案。",
        HelpDecision.COUNTER: (
            "我们无法接受您提出的方案，但可以提供以下方案：{every}还款{amount}，"
            "首次还款日为{first_on}。在您同意之前，方案不会开始执行。"
        ),
        HelpDecision.PAUSE: "我们暂停还款和催收，直至{until}。",
        HelpDecision.DECLINE: "我们无法提供您申请的帮助。",
    },
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
        "every": EVERY[language][answer.interval] if answer.interval else "",
        "first_on": written(answer.first_on, language),
        "until": written(answer.until, language),
    }
    return SENTENCES[language][answer.decision].format(**values) + "\n" + answer.reason


def written(day: date | None, language: str) -> str:
    """A date as letters of this language write it."""
    return format_date(day, DATES[language], locale=language) if day else ""
