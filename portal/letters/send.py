"""What the outbox needs of whoever really sends."""

from typing import Protocol


class Sender(Protocol):
    """Hands frozen bytes to a mail server, or raises."""

    def send(self, to: str, content: bytes) -> None:
        """Send one mail; OSError or smtplib's errors mean it was not taken."""
