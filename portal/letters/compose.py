"""A mail as frozen bytes: our header set only, one Message-ID for ever, nothing typed in a header."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to be kept and sent, the same however often it is tried."""

    to: str
    message_id: str
    content: bytes


def compose(
    *, sender: str, to: str, subject: str, body: str, now: datetime, attachment: bytes | None = None
) -> Mail:  # fmt: skip
    """Write a mail. ValueError when an address or subject would break a header."""
    for value in (sender, to, subject):
        if any(ord(char) < ord(" ") or char == "\x7f" for char in value):
            raise ValueError("A header of a mail must be one line of text.")
    if "," in to or " " in to or to.count("@") != 1:
        raise ValueError("A mail goes to one address.")
    message = EmailMessage(policy=SMTP)
    message_id = make_msgid(domain=sender.rpartition("@")[2].rstrip(">") or "localhost")
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body, cte="base64")
    if attachment is not None:
        message.add_attachment(
            attachment, maintype="application", subtype="pdf", filename="letter.pdf"
        )
    return Mail(to, message_id, message.as_bytes())
