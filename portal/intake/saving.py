"""Stopping and coming back: a save code opens the draft in any browser for thirty days, then it is gone."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import models
from portal.domain.receipt import fold
from portal.intake.drafts import KEPT, Draft, hashed, opened, row_of, sealed
from portal.vault.code import derive_code, lookup_hash, lookup_hashes
from portal.vault.keys import Keyring


def save_code(keyring: Keyring, draft: Draft) -> str:
    """The save code of a draft: made again each time it is shown, and kept nowhere."""
    return derive_code(keyring, bytes.fromhex(draft.submission_id), "save")


def keep(session: Session, keyring: Keyring, draft: Draft, now: datetime) -> None:
    """Keep the draft for whoever has its code, for thirty days from now."""
    row = row_of(session, draft.token)
    if row is None or row.ticket_id is not None:
        return
    draft.saved_until = row.expires_at = now + KEPT
    row.save_hash = lookup_hash(keyring, save_code(keyring, draft), "save")
    row.saved_at = now
    row.sealed = sealed(keyring, draft)


def resume(session: Session, keyring: Keyring, typed: str, now: datetime) -> Draft | None:
    """Open a saved draft in this browser; the browser it was written in loses it."""
    hashes = lookup_hashes(keyring, fold(typed), "save")
    old = session.scalar(select(models.Draft).where(models.Draft.save_hash.in_(hashes)))
    if old is None or old.expires_at <= now or old.ticket_id is not None:
        return None
    draft = opened(keyring, old, secrets.token_urlsafe(32))
    old.token_hash = hashed(draft.token)
    old.sealed = sealed(keyring, draft)
    return draft


def is_over(session: Session, keyring: Keyring, typed: str, now: datetime) -> bool:
    """Whether a save code belongs to a draft whose time has ended and that was not yet destroyed."""
    hashes = lookup_hashes(keyring, fold(typed), "save")
    row = session.scalar(select(models.Draft).where(models.Draft.save_hash.in_(hashes)))
    return row is not None and (row.expires_at <= now or row.ticket_id is not None)
