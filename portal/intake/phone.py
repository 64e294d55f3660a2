"""Reports by phone: a draft that belongs to a member of staff, and the caller's way to the own code."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import models
from portal.config import Settings
from portal.intake import answers as read
from portal.intake.drafts import Draft, hashed, load_draft, new_draft, opened, row_of, sealed
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.render import rendered
from portal.vault.keys import Keyring

#: A caller may pick up the code for so long.
PICKED_UP_WITHIN = timedelta(days=3)


def begin(
    session: Session, keyring: Keyring, door: str, language: str, staff_id: int, now: datetime
) -> Draft:
    """A report written down for a caller."""
    return new_draft(session, keyring, door, language, now, staff_id)


def hand_over(
    session: Session, keyring: Keyring, settings: Settings, draft: Draft, now: datetime
) -> bool:
    """Mail the caller a link that opens the receipt once, where the caller gave a safe address."""
    reached = read.reached(draft.answers)
    if reached.get("reply_by") != "email" or not reached.get("email") or not draft.ticket_id:
        return False
    own = replace(draft, token=secrets.token_urlsafe(32), staff_id=None, files_id=None)
    session.add(
        models.Draft(
            token_hash=hashed(own.token),
            door=own.door,
            language=own.language,
            sealed=sealed(keyring, own),
            created_at=now,
            saved_at=now,
            expires_at=now + PICKED_UP_WITHIN,
            ticket_id=own.ticket_id,
        )
    )
    values = {
        "organisation": settings.in_language("organisation", draft.language),
        "pickup_address": settings.address_of(f"/pickup/{own.token}"),
    }
    subject, body = rendered("pickup", draft.language, values)
    mail = compose(
        sender=settings.mail_from, to=str(reached["email"]), subject=subject, body=body, now=now
    )
    post(
        session, keyring, mail, ticket_id=draft.ticket_id, letter="pickup",
        language=draft.language, recipient_kind="person", not_before=now, now=now,
    )  # fmt: skip
    return True


def pick_up(session: Session, keyring: Keyring, token: str, now: datetime) -> Draft | None:
    """Open the receipt for its caller; the link is used up by it."""
    found = load_draft(session, keyring, token, now)
    row = row_of(session, token)
    if found is None or row is None or found.ticket_id is None or found.staff_id is not None:
        return None
    draft = opened(keyring, row, secrets.token_urlsafe(32))
    row.token_hash = hashed(draft.token)
    row.sealed = sealed(keyring, draft)
    return draft
