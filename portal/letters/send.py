"""What the outbox needs of whoever really sends."""

from typing import Protocol


class Sender(Protocol):
    """Hands frozen bytes to a mail server, or raises."""

    def send(self, to: str, content: bytes) -> None:
        """Send one mail; OSError or smtplib's errors mean it was not taken."""


class Refused(Exception):  # noqa: N818 - the mail server refuses, and staff read its number
    """The mail server will never take this mail; trying again would only ask again."""

    def __init__(self, code: int) -> None:
        super().__init__(f"refused with {code}")
        self.code = code


class Uncertain(OSError):  # noqa: N818 - nobody knows whether it arrived
    """The line broke after the mail was handed over: it may have arrived, or not."""
