"""Which letters there are, what each may say, and whether, how and when it may leave."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

COMMON = frozenset({"organisation", "ticket_number", "track_address", "phone"})

#: Every letter and the placeholders its texts may use; both languages use the same.
LETTERS: dict[str, frozenset[str]] = {
    "acknowledgement": COMMON | {"received_on", "due_on", "holds", "outside", "report", "request"},
    "update": COMMON | {"words"},
    "referral_debtor": COMMON
    | {
        "body",
        "body_phone",
        "body_hours",
        "body_ready",
        "body_relay",
        "body_second_hand",
        "running",
    },
    "referral_body": COMMON
    | {"body", "name", "contact", "received_on", "story", "agreed_on", "running"},
    "referral_recall": COMMON | {"body"},
    "outcome": COMMON
    | {"findings", "help", "remedies", "words", "outside"}
    | {"received_on", "decided_on", "second", "apart"}
    | {"account_ends", "account_stays", "contact_ends", "contact_stays"},
    "notice": COMMON,
    "dates": COMMON | {"dates"},
    "pickup": frozenset({"organisation", "pickup_address"}),
    "new_code": frozenset({"organisation", "link_address"}),
    "saved": frozenset({"organisation", "resume_address", "until"}),
}


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """How and when the person said it is safe to reach them."""

    reply_by: str = "site"
    email: str = ""
    safe_from: time | None = None
    safe_to: time | None = None
    timezone: str = "UTC"
    #: When the address was last changed; for a day after that nothing is mailed to it.
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What may leave: nothing, or a mail not before this moment."""

    channel: str
    not_before: datetime | None = None
    #: The way the person asked for, where nothing leaves by itself and a person has to use it.
    by_hand: str = ""


#: The one answer without which a way of replying leads nowhere.
REACHED_AT = {"email": "email", "text": "phone", "phone": "phone", "post": "address"}
#: Ways of replying that nothing here does by itself.
BY_HAND = frozenset({"text", "phone", "post"})
#: How long a new address waits: whoever had the old one learns of the change before anything else leaves.
COOLING_OFF = timedelta(hours=24)


def delivery(choice: ContactChoice | None, now: datetime) -> Delivery:
    """Whether a notice may be mailed, and from when on.

    Nothing is ever sent to a person who did not choose mail, and nothing outside the safe times.
    """
    if choice is None or choice.reply_by != "email" or not choice.email:
        asked = choice.reply_by if choice else ""
        return Delivery("none", by_hand=asked if asked in BY_HAND else "")
    start = max(now, choice.changed_at + COOLING_OFF) if choice.changed_at else now
    return Delivery("email", next_safe(choice, start))


def next_safe(choice: ContactChoice, now: datetime) -> datetime:
    """The next moment inside the safe times, by the clock of the person's own place."""
    if choice.safe_from is None or choice.safe_to is None:
        return now
    local = now.astimezone(ZoneInfo(choice.timezone))
    if choice.safe_from <= local.time() < choice.safe_to:
        return now
    start = local.replace(
        hour=choice.safe_from.hour, minute=choice.safe_from.minute, second=0, microsecond=0
    )
    if local.time() >= choice.safe_from:
        start += timedelta(days=1)
    return start.astimezone(now.tzinfo)


def hours_of(choice: ContactChoice) -> str:
    """The safe times as a mail carries them on its way: they bind whoever sends it, however late.

    >>> hours_of(ContactChoice(safe_from=time(18), safe_to=time(20), timezone="Europe/London"))
    '18:00-20:00 Europe/London'
    """
    if choice.safe_from is None or choice.safe_to is None:
        return ""
    return f"{choice.safe_from:%H:%M}-{choice.safe_to:%H:%M} {choice.timezone}"


def next_within(hours: str, now: datetime) -> datetime:
    """The next moment inside the hours a mail carries; now, where it carries none."""
    if not hours:
        return now
    span, _, timezone = hours.partition(" ")
    begin, _, end = span.partition("-")
    choice = ContactChoice(
        safe_from=time.fromisoformat(begin), safe_to=time.fromisoformat(end), timezone=timezone
    )
    return next_safe(choice, now)
