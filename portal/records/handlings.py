"""Who worked on which account: what keeps them from a ticket about it for 180 days."""

from datetime import datetime

from portal.domain.conflict import HANDLING_BINDS
from portal.models import AccountHandling
from portal.vault.blind import blinds
from portal.vault.keys import Keyring

#: Reports give the last four digits of an account and no more.
DIGITS = 4


def account_marks(keyring: Keyring, account: str) -> tuple[bytes, ...]:
    """The keyed marks of an account by its last four digits; none where there are fewer."""
    digits = "".join(mark for mark in account if mark.isascii() and mark.isdigit())[-DIGITS:]
    return tuple(blinds(keyring, "account", digits)) if len(digits) == DIGITS else ()


def handling(keyring: Keyring, staff_id: int, account: str, at: datetime) -> list[AccountHandling]:
    """The rows that say this person worked on this account at this moment."""
    return [
        AccountHandling(
            staff_id=staff_id, account=value, handled_at=at, binds_until=at + HANDLING_BINDS
        )
        for value in account_marks(keyring, account)
    ]
