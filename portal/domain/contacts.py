"""Is this contact allowed? Hours, frequency, persons, workplace and visits, with the arithmetic shown.

A limit binds some kinds of firm and not others. What nobody knows is said to be unknown: a contact that
cannot be judged is never called allowed, and never called a breach.
"""

from collections.abc import Iterable, Sequence

from portal.domain.contact_trials import Case, tried
from portal.domain.contact_words import OVER, Answer, Contact, Kind, Situation, Verdict, Weight
from portal.domain.provisions import Limit, on_day

__all__ = [
    "WORKINGS", "Answer", "Contact", "Kind", "Situation", "Verdict", "Weight", "allowed", "judge",
]  # fmt: skip


def judge(
    contact: Contact, before: Sequence[Contact], situation: Situation, limits: Iterable[Limit]
) -> tuple[Verdict, ...]:
    """Try one contact under every limit of its day; each verdict shows what it was computed from."""
    day = contact.local(situation.timezone).date()
    return tuple(
        verdict(Case(limit, contact, tuple(before), situation)) for limit in on_day(limits, day)
    )


def allowed(verdicts: Iterable[Verdict]) -> bool | None:
    """Whether the contact was allowed: no when any limit was passed, nothing when too little is known."""
    answers = {one.answer for one in verdicts}
    if answers & {Answer.BREACH, Answer.PRESUMED}:
        return False
    return None if Answer.UNKNOWN in answers else True


def verdict(case: Case) -> Verdict:
    limit = case.limit
    answer, because, values = tried(case)
    return Verdict(
        limit=limit.id,
        answer=answer or OVER[Weight(limit.weight)],
        because=because,
        values=values,
        source=limit.source,
        force=limit.force,
        mark=limit.mark,
    )


#: Every sentence that may show the working; each pack needs its words in every language.
WORKINGS = (
    "other_region", "zone_unknown",
    "firm_unknown", "firm_not_bound", "other_channel", "agreed", "inside_hours", "outside_hours", "no_conversation",
    "too_many", "count_unknown", "not_too_many", "too_soon", "talk_unknown", "not_too_soon", "too_many_visits",
    "staff_unknown", "too_few_staff", "visit_allowed", "person_unknown", "right_person", "other_with_reason",
    "wrong_person", "barred_at_work", "not_barred_at_work", "no_stop", "stop_not_by_other", "writing_unknown",
    "stop_not_written", "after_stop", "not_represented", "bypassed", "barred_channel",
    "announced", "not_announced", "announced_unknown",
)  # fmt: skip
