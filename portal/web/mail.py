"""Sending by Flask-Mail, over a connection of our own: with a time limit and a verified certificate."""

import smtplib
import ssl
from typing import Any

from flask import Flask
from flask_mail import Connection, Mail

#: A mail server that says nothing for so many seconds is tried again later.
TIMEOUT = 20


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
            host.sendmail(self.app.config["MAIL_DEFAULT_SENDER"], [to], content)
        finally:
            host.close()


def init_app(app: Flask) -> None:
    """Wire Flask-Mail."""
    app.extensions["checked_mail"] = CheckedMail(app)
