"""Sending by Flask-Mail, over a connection of our own: with a time limit and a verified certificate."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from flask import Flask
from flask_mail import Connection, Mail

from portal.letters.send import Refused, Uncertain

#: A mail server that says nothing for so many seconds is tried again later.
TIMEOUT = 20
#: Seconds after which a whole conversation is ended, however busily the other side talks.
LONGEST_CONVERSATION = 120
#: Answers of mail servers: taken, will be passed on, and from here on never.
OK, FORWARDED, NEVER = 250, 251, 500


class CheckedConnection(Connection):  # type: ignore[misc] # the library has no types
    """Flask-Mail's connection, which has neither time limit nor certificate check of its own."""

    def configure_host(self) -> smtplib.SMTP:
        """Connect with a time limit; encryption, where it is set, is always verified."""
        mail = self.mail
        context = ssl.create_default_context()
        host: smtplib.SMTP
        if mail.use_ssl:
            host = smtplib.SMTP_SSL(mail.server, mail.port, timeout=TIMEOUT, context=context)
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT)
        if mail.use_tls:
            host.starttls(context=context)
        if mail.username and mail.password:
            host.login(mail.username, mail.password)
        return host


class CheckedMail(Mail):  # type: ignore[misc] # the library has no types
    """Flask-Mail with the checked connection."""

    def connect(self) -> CheckedConnection:
        """A connection that cannot hang for ever."""
        return CheckedConnection(self.app.extensions["mail"])


class FlaskMailSender:
    """Sends frozen bytes as they are; the envelope names the recipient."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def send(self, to: str, content: bytes) -> None:
        """Send one mail over a connection of its own."""
        mail: Any = self.app.extensions["checked_mail"]
        host = mail.connect().configure_host()
        try:
            with ended_in_time(host):
                self.hand_over(host, to, content)
        finally:
            host.close()

    def hand_over(self, host: smtplib.SMTP, to: str, content: bytes) -> None:
        """Say whom it is for, hand it over, and tell apart no, never, and perhaps."""
        host.ehlo_or_helo_if_needed()
        sender = self.app.config["MAIL_DEFAULT_SENDER"]
        code, said = host.mail(sender)
        if code != OK:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        code, said = host.rcpt(to)
        if code >= NEVER:
            raise Refused(code)
        if code not in (OK, FORWARDED):
            raise smtplib.SMTPResponseException(code, said)
        try:
            code, said = host.data(content)
        except smtplib.SMTPResponseException:
            raise
        except (smtplib.SMTPServerDisconnected, OSError) as problem:
            raise Uncertain from problem
        if code >= NEVER:
            raise Refused(code)
        if code != OK:
            raise smtplib.SMTPDataError(code, said)


@contextmanager
def ended_in_time(host: smtplib.SMTP) -> Iterator[None]:
    """End a conversation that drags on, one byte at a time, before its lease ends."""
    line = host.sock

    def hang_up() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(LONGEST_CONVERSATION, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def init_app(app: Flask) -> None:
    """Wire Flask-Mail."""
    app.extensions["checked_mail"] = CheckedMail(app)
