"""What the reviewers' pages show: plots with their words, and the tables beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal, gettext, ngettext
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import rates
from portal.domain import review as rules
from portal.domain.review import ReviewState
from portal.models import Review
from portal.reviews.figures import Figures, pooled_rate
from portal.web.charts import Bar, Dot, Flag, FunnelWords, bars, funnel
from portal.web.filters import month_name, short_date


@dataclass(frozen=True, slots=True)
class Compared:
    """One collector beside those who do similar work."""

    subject: Figures
    group: Sequence[Figures]
    pooled: float

    @property
    def median_contacts(self) -> int:
        """The middle of the contacts of those who do similar work."""
        return rules.median([row.contacts for row in self.group])

    @property
    def signals(self) -> bool:
        """Whether the subject lies beyond the limit."""
        return position(self.subject, self.pooled) == "above"

    @property
    def by_chance(self) -> float:
        """How many of those compared lie above the limit by chance alone."""
        return rates.by_chance(sum(not row.says_too_little for row in self.group))

    def limit(self, row: Figures) -> float | None:
        """The upper limit for somebody with so many contacts, per 1,000."""
        if not row.contacts:
            return None
        return rates.PER * rates.upper_line(self.pooled * row.contacts) / row.contacts


def compared(subject: Figures, group: Sequence[Figures]) -> Compared:
    """The subject beside the group."""
    return Compared(subject, group, pooled_rate(group))


def position(row: Figures, pooled: float) -> str:
    """Where somebody lies against the limits: too_little, above, high or inside."""
    if row.says_too_little:
        return "too_little"
    mean = pooled * row.contacts
    if rates.beyond(row.counted, mean):
        return "above"
    return "high" if rates.beyond(row.counted, mean, rates.WARNING) else "inside"


def next_day(review: Review) -> tuple[str, date] | None:
    """The day a reviewer must not miss in an open review: a reply, an action, the figures after it."""
    if review.state is ReviewState.NOTICE_SENT and review.reply_due:
        return "reply", review.reply_due
    if review.state is not ReviewState.ACTION_RUNNING:
        return None
    if review.check_on:
        return "figures", review.check_on
    return ("action", review.action_due) if review.action_due else None


def number(value: float | None, digits: int | None = None) -> str:
    """A number as the page's language writes it, a dash for none; small rates with two digits."""
    if value is None:
        return "–"
    if digits is None:
        digits = 1 if value >= 1 else 2
    return str(format_decimal(value, format="#,##0." + "0" * digits if digits else "#,##0"))


def name_of(row: Figures) -> str:
    """A collector by number, as staff pages print people."""
    return gettext("Collector %(number)s", number=row.collector.number)


def funnel_of(at: Compared) -> Markup:
    """The funnel plot of the subject among those who do similar work."""
    dots = [Dot(row.contacts, row.counted, row is at.subject) for row in at.group]
    average = number(rates.PER * at.pooled)
    figures = gettext(
        "%(findings)s upheld in %(contacts)s contacts (%(rate)s)",
        findings=at.subject.counted,
        contacts=number(at.subject.contacts, 0),
        rate=number(at.subject.rate),
    )
    words = FunnelWords(
        title=gettext("Upheld findings per 1,000 contacts, against everyone doing similar work"),
        description=gettext(
            "%(who)s: %(figures)s. Average of %(people)s people: %(average)s. The table below holds the same figures.",
            who=name_of(at.subject),
            figures=figures,
            people=len(at.group),
            average=average,
        ),
        subject=name_of(at.subject),
        subject_figures=figures,
        average=gettext("Average %(rate)s", rate=average),
        limit=gettext("%(level)s limit", level="99.8%"),
        axis=gettext("Contacts made in 12 months"),
    )
    return funnel(dots, at.pooled, words)


def months_of(row: Figures, flags: Sequence[tuple[date, str]]) -> Markup:
    """Findings month by month, with the days something was done about them."""
    shown = [Bar(month_name(m.first), number(m.contacts, 0), m.counted) for m in row.months]
    first = row.months[0].first
    marked = [Flag(_place(first, day), words) for day, words in flags if _place(first, day) >= 0]
    title = gettext("Upheld findings by month")
    spoken = gettext("%(total)s in twelve months: %(numbers)s", total=row.counted, numbers=", ".join(
        f"{bar.name} {bar.findings}" for bar in shown
    ))  # fmt: skip
    return bars(shown, marked, title, spoken)


def _place(first: date, day: date) -> float:
    """Where a day lies among the months, counted in months from the first."""
    return (day.year - first.year) * 12 + day.month - first.month + (day.day - 1) / 31


def flags_of(session: Session, collector_id: int) -> list[tuple[date, str]]:
    """When coaching and the like were done."""
    names = {
        "coaching": gettext("Coaching"),
        "monitoring": gettext("Call monitoring"),
        "retrain": gettext("Retrain before more calls"),
    }
    query = select(Review.action, Review.action_done_on).where(
        Review.collector_id == collector_id, Review.action_done_on.is_not(None)
    )
    return [
        (day, f"{names[action]} {short_date(day)}")
        for action, day in session.execute(query)
        if action in names
    ]


def chance_note(at: Compared) -> str:
    """What comparing many people does: some lie above a limit by chance alone."""
    people = sum(not row.says_too_little for row in at.group)
    return str(
        ngettext(
            "%(num)s person with enough contacts is compared. "
            "By chance alone at most %(by_chance)s would lie above the %(level)s limit in one look.",
            "%(num)s people with enough contacts are compared. "
            "By chance alone at most %(by_chance)s of them would lie above the %(level)s limit in "
            "one look; the more people and the more looks, the more often chance does it.",
            people,
            by_chance=number(at.by_chance, 2),
            level="99.8%",
        )
    )
