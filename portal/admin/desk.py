"""The desk of an administrator inside a request."""

from flask import current_app

from portal.admin.service import AdminDesk
from portal.web.db import db
from portal.web.permissions import signed_in
from portal.web.work import keyring, now


def desk() -> AdminDesk:
    """What the verbs need."""
    settings = current_app.extensions["settings"]
    return AdminDesk(db.session(), keyring(), settings, now(), signed_in())
