"""What the typed answers mean: the facts triage looks at, how to reply, and what to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.domain.letters import ContactChoice
from portal.domain.masking import hide_secrets
from portal.domain.retelling import told
from portal.domain.triage import Facts
from portal.intake.pages import CHECK, Answers, answer, pages_of, wants_help

#: Words for reasons of hardship that the taxonomy calls by another name.
_HARDSHIP = {"business": "job_loss"}
#: Choices that say nothing triage could use.
_SILENT = frozenset({"other", "private", "none"})


def facts(
    answers: Answers, *, jurisdiction: str, received_on: date, firm: str = "unknown", door: str
) -> Facts:
    """What triage looks at, and nothing that says who the person is."""
    return Facts(
        jurisdiction=jurisdiction,
        received_on=received_on,
        region=region(answers),
        language=answer(answers, "jurisdiction", "lang", "en"),
        who=answer(answers, "who", "who", "self"),
        firm=firm,
        choices=tuple(answer(answers, "what", "what", ())),
        wants_help=wants_help(door, answers),
        hardship=hardship(answers),
        ask_for=_spoken(answer(answers, "situation", "ask_for", ())),
        impact=_spoken(answer(answers, "impact", "impact", ())),
        safe_now=answer(answers, "impact", "safe_now"),
        text=told(answers),
        channels=tuple(answer(answers, "when", "channel", ())),
        to_whom=tuple(answer(answers, "when", "to_whom", ())),
        time_of_day=answer(answers, "when", "time_of_day"),
        count_week=answer(answers, "when", "count_week", None),
        count_day=answer(answers, "when", "count_day", None),
        timing=answer(answers, "when", "timing"),
        put_right=tuple(answer(answers, "outcome", "wants", ())),
    )


def region(answers: Answers) -> str:
    """The state, province or nation the person lives in; empty where nobody said."""
    return str(answer(answers, "jurisdiction", "region"))


def hardship(answers: Answers) -> tuple[str, ...]:
    """Why payments are hard, in the words of the taxonomy."""
    ticked = _spoken(answer(answers, "situation", "hardship", ()))
    return tuple(dict.fromkeys(_HARDSHIP.get(one, one) for one in ticked))


def _spoken(ticked: Any) -> tuple[str, ...]:  # noqa: ANN401 - a list from JSON
    return tuple(str(one) for one in ticked if one not in _SILENT)


def contact_choice(answers: Answers, timezone: str) -> ContactChoice:
    """How and when the person may be reached. Without an answer nothing is sent at all."""
    limited = answer(answers, "contact", "safe_days") == "only"
    return ContactChoice(
        reply_by=answer(answers, "contact", "reply_by", "site"),
        email=reached(answers).get("email") or "",
        safe_from=_clock(answer(answers, "contact", "safe_from")) if limited else None,
        safe_to=_clock(answer(answers, "contact", "safe_to")) if limited else None,
        timezone=timezone,
    )


def reached(answers: Answers) -> dict[str, Any]:
    """How to reply and where, together: the two pages that ask for it are one matter to us."""
    return {**answers.get("contact", {}), **answers.get("reach", {})}


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the check page: which field of which page, and what was given."""

    page: str
    field: str
    value: Any


def check_rows(door: str, answers: Answers) -> Iterator[tuple[str, list[Row]]]:
    """The answers page by page, as asked; pages no longer asked are left out."""
    for page in pages_of(door, answers):
        if page != CHECK:
            given = answers.get(page, {})
            yield page, [Row(page, name, value) for name, value in given.items()]


def asked_answers(door: str, answers: Answers) -> dict[str, dict[str, Any]]:
    """The answers of the pages that are still asked; what an earlier choice led to is left out."""
    order = pages_of(door, answers)
    return {page: dict(values) for page, values in answers.items() if page in order}


def masked(answers: Answers) -> dict[str, dict[str, Any]]:
    """The answers with what opens something covered in the own words, before anybody keeps them."""
    kept = {page: dict(values) for page, values in answers.items()}
    for page, field in (
        ("what", "words"),
        ("when", "story"),
        ("situation", "story"),
        ("outcome", "wants_other"),
    ):
        if answer(kept, page, field):
            kept[page][field] = hide_secrets(kept[page][field])
    if answer(kept, "times", "times"):
        kept["times"]["times"] = [
            [*row[:3], hide_secrets(row[3])] for row in kept["times"]["times"]
        ]
    return kept


def is_long_ago(answers: Answers, today: date) -> bool:
    """Whether the last time was more than six years ago: accepted, with a note on what it means."""
    year = str(answer(answers, "when", "date_y"))
    return year.isdecimal() and int(year) < today.year - 6


def latest_date(now: datetime) -> date:
    """The date in the place where the day begins first: nobody's today is refused as the future."""
    return (now + timedelta(hours=14)).date()
