"""The figures of collectors and agencies: final findings over the contacts they stand on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.domain import rates
from portal.domain import review as rules
from portal.domain.outcome import UPHELD, Cause, Result
from portal.domain.review import Count
from portal.domain.ticket import State
from portal.jurisdictions.days import day_at
from portal.jurisdictions.load import installed
from portal.models import Agency, Collector, ContactCount, Finding, Outcome, ReviewFinding, Ticket


@dataclass(frozen=True, slots=True)
class Decided:
    """One final finding that names a collector, with what a reviewer may know of its ticket."""

    finding: Finding
    number: str
    #: The place of its ticket: it is told in the words of this law, and its days are those there.
    place: str
    received_on: date
    made_on: date
    #: Taken off the record by a review, or because the ticket was answered anew.
    set_aside: bool

    @property
    def count(self) -> Count:
        """The finding as the rules see it."""
        row = self.finding
        return Count(row.result, row.cause, row.severity, self.made_on, self.received_on)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: contacts made, and findings that count among those reported in it."""

    first: date
    contacts: int
    counted: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One collector's last twelve months in numbers, each with what it stands on."""

    collector: Collector
    months: tuple[Month, ...]
    tallies: Counter[Result]
    codes: tuple[str, ...]

    @property
    def contacts(self) -> int:
        """All contacts: the exposure the rate stands on."""
        return sum(month.contacts for month in self.months)

    @property
    def counted(self) -> int:
        """Counted findings of months with contacts; without its exposure a finding is no rate."""
        return sum(month.counted for month in self.months if month.contacts)

    @property
    def rate(self) -> float | None:
        """Counted findings per 1,000 contacts."""
        return rates.rate(self.counted, self.contacts)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The exact 95 % interval of the rate."""
        return rates.interval(self.counted, self.contacts)

    @property
    def says_too_little(self) -> bool:
        """Whether the contacts are too few for the rate to say anything."""
        return rules.too_little(self.contacts)

    @property
    def decided(self) -> int:
        """All allegations decided in these months, whatever was found."""
        return sum(self.tallies.values())

    @property
    def upheld(self) -> int:
        """Upheld or partly upheld, whatever the cause."""
        return sum(self.tallies[one] for one in UPHELD)

    @property
    def upheld_interval(self) -> tuple[float, float]:
        """The 95 % interval of the share upheld, in percent: three of four says little more than one of two."""
        low, high = rates.wilson(self.upheld, self.decided)
        return 100 * low, 100 * high

    @property
    def most_common(self) -> tuple[str, int]:
        """The allegation upheld most often, and how often."""
        return rules.most_common(self.codes)


def decided_findings(session: Session) -> dict[int, list[Decided]]:
    """Final findings by collector: nothing undecided, reopened or overturned ever enters here."""
    later = aliased(Outcome)
    newest = (
        select(func.max(later.id))
        .where(later.ticket_id == Ticket.id, later.final_at.is_not(None))
        .scalar_subquery()
    )
    query = (
        select(Finding, Ticket.number, Ticket.jurisdiction, Ticket.region, Ticket.received_at)
        .join(Outcome, Outcome.id == Finding.outcome_id)
        .join(Ticket, Ticket.id == Finding.ticket_id)
        .where(Outcome.final_at.is_not(None), Finding.collector_id.is_not(None))
        .where(Ticket.state == State.CLOSED, Outcome.id == newest)
        .order_by(Finding.made_at, Finding.id)
    )
    aside = set(
        session.scalars(
            select(ReviewFinding.finding_id).where(ReviewFinding.set_aside_at.is_not(None))
        )
    )
    found: dict[int, list[Decided]] = {}
    for row, number, place, region, received in session.execute(query):
        days = (received_day(place, region, received), day_at(place, row.made_at))
        one = Decided(row, number, place, *days, row.id in aside)
        found.setdefault(row.collector_id, []).append(one)
    return found


def received_day(place: str, region: str, received: datetime) -> date:
    """The day a report came, where the person lives."""
    pack = installed().get(place)
    return pack.local_date(received, region) if pack else received.date()


def figures(session: Session, now: datetime) -> list[Figures]:
    """Every collector with contacts and findings of the last twelve months, by the day where they work."""
    earliest = rules.months(now.date() - timedelta(days=1))[0]
    contacts: dict[int, dict[date, int]] = {}
    query = select(ContactCount.collector_id, ContactCount.month, ContactCount.contacts)
    for who, month, number in session.execute(query.where(ContactCount.month >= earliest)):
        contacts.setdefault(who, {})[month.replace(day=1)] = int(number)
    found = decided_findings(session)
    everybody = select(Collector).options(joinedload(Collector.agency), joinedload(Collector.team))
    return [
        figures_of(one, found.get(one.id, []), contacts.get(one.id, {}), day_at(one.place, now))
        for one in session.scalars(everybody.order_by(Collector.number, Collector.id))
    ]


def figures_of(
    collector: Collector, found: Iterable[Decided], contacts: dict[date, int], today: date
) -> Figures:
    """One collector's figures from rows already read."""
    firsts = rules.months(today)
    inside = [one for one in found if one.received_on >= firsts[0]]
    counted = [one for one in inside if not one.set_aside and rules.counts(one.count, today)]
    per_month = Counter(one.received_on.replace(day=1) for one in counted)
    return Figures(
        collector=collector,
        months=tuple(Month(one, contacts.get(one, 0), per_month[one]) for one in firsts),
        tallies=Counter(one.finding.result for one in inside),
        codes=tuple(one.finding.code for one in inside if one.finding.result in UPHELD),
    )


def similar(rows: Sequence[Figures], collector: Collector) -> list[Figures]:
    """Everybody who does similar work: the same place, hence the same law, language and hours."""
    return [row for row in rows if row.collector.place == collector.place]


def pooled_rate(rows: Iterable[Figures]) -> float:
    """Counted findings per contact over everybody."""
    found = list(rows)
    contacts = sum(row.contacts for row in found)
    return sum(row.counted for row in found) / contacts if contacts else 0.0


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """One agency's figures: all causes, since an agency answers for its scripts and systems too."""

    agency: Agency
    people: int
    contacts: int
    counted: int
    decided: int
    causes: Counter[Cause]

    @property
    def rate(self) -> float | None:
        """Counted findings of its people per 1,000 contacts."""
        return rates.rate(self.counted, self.contacts)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The exact 95 % interval of the rate."""
        return rates.interval(self.counted, self.contacts)


def agencies(session: Session, rows: Sequence[Figures]) -> list[AgencyFigures]:
    """The agencies with the figures of their people and the causes found."""
    found = decided_findings(session)
    whole = []
    for agency in session.scalars(select(Agency).order_by(Agency.name)):
        mine = [row for row in rows if row.collector.agency_id == agency.id]
        causes = Counter(
            one.finding.cause
            for row in mine
            for one in found.get(row.collector.id, [])
            if one.received_on >= row.months[0].first
            and not one.set_aside
            and one.finding.cause is not None
        )
        whole.append(
            AgencyFigures(
                agency=agency,
                people=len(mine),
                contacts=sum(row.contacts for row in mine),
                counted=sum(row.counted for row in mine),
                decided=sum(row.decided for row in mine),
                causes=causes,
            )
        )
    return whole
