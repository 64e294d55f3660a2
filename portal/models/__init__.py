"""Tables, constraints and small queries. Other code imports tables from here."""

from portal.models.agencies import (
    Agency,
    AgencyKind,
    Collector,
    CollectorAlias,
    ContactCount,
    LineManager,
    Posting,
    Team,
    TeamLead,
)
from portal.models.ask import Question
from portal.models.base import NEVER, Base, UtcTime, Word, by_id, new_id
from portal.models.beats import WorkerBeat
from portal.models.clocks import Clock, ContactLimit, Hold
from portal.models.data_requests import DataRequest
from portal.models.drafts import Draft, Recovery, Visit
from portal.models.engine import make_engine
from portal.models.evidence import EvidenceFile
from portal.models.guards import missing as unguarded
from portal.models.keys import TicketKey
from portal.models.limits import Budget
from portal.models.links import AccountHandling, TicketMark, TicketPrint
from portal.models.nearness import near_collector, near_team
from portal.models.outbox import Letter, MailState, OutboxMail
from portal.models.outcomes import Finding, Outcome
from portal.models.people import DeclaredTie, Role, Staff
from portal.models.people_book import BOOK, BOOK_HEAD, BookKind, BookLine
from portal.models.presence import TicketViewer, viewers_of
from portal.models.preservation import Preservation
from portal.models.referrals import Referral, ReferralState
from portal.models.report import Allegation, Report
from portal.models.reviews import (
    Answer,
    Review,
    ReviewCycle,
    ReviewEntry,
    ReviewFinding,
    ReviewKind,
)
from portal.models.search import TicketWord
from portal.models.settings import DEMO, Setting, hold
from portal.models.ticket import Ticket
from portal.models.timeline import PUBLIC_KINDS, Entry, EntryKind
from portal.models.triage import StoredDecision
from portal.models.visibility import (
    Sight,
    about,
    conflict_rules,
    free_supervisors,
    places,
    sight_of,
    unconflicted,
    visible,
)
from portal.models.write import Sheet, Written, note
from portal.models.writing import WriteLock, writing

__all__ = [
    "BOOK",
    "BOOK_HEAD",
    "DEMO",
    "NEVER",
    "PUBLIC_KINDS",
    "AccountHandling",
    "Agency",
    "AgencyKind",
    "Allegation",
    "Answer",
    "Base",
    "BookKind",
    "BookLine",
    "Budget",
    "Clock",
    "Collector",
    "CollectorAlias",
    "ContactCount",
    "ContactLimit",
    "DataRequest",
    "DeclaredTie",
    "Draft",
    "Entry",
    "EntryKind",
    "EvidenceFile",
    "Finding",
    "Hold",
    "Letter",
    "LineManager",
    "MailState",
    "OutboxMail",
    "Outcome",
    "Posting",
    "Preservation",
    "Question",
    "Recovery",
    "Referral",
    "ReferralState",
    "Report",
    "Review",
    "ReviewCycle",
    "ReviewEntry",
    "ReviewFinding",
    "ReviewKind",
    "Role",
    "Setting",
    "Sheet",
    "Sight",
    "Staff",
    "StoredDecision",
    "Team",
    "TeamLead",
    "Ticket",
    "TicketKey",
    "TicketMark",
    "TicketPrint",
    "TicketViewer",
    "TicketWord",
    "UtcTime",
    "Visit",
    "Word",
    "WorkerBeat",
    "WriteLock",
    "Written",
    "about",
    "by_id",
    "conflict_rules",
    "free_supervisors",
    "hold",
    "make_engine",
    "near_collector",
    "near_team",
    "new_id",
    "note",
    "places",
    "sight_of",
    "unconflicted",
    "unguarded",
    "viewers_of",
    "visible",
    "writing",
]  # fmt: skip
