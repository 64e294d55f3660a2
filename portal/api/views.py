"""The JSON door. For now it tells whether the portal lives; machines file through the form."""

from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy import text

from portal.models import Role
from portal.web.db import db
from portal.web.permissions import open_to

bp = Blueprint("api", __name__)


@bp.get("/api/health")
@open_to(Role.ANYONE)
def health() -> Any:  # noqa: ANN401 - a JSON answer
    """Whether the web server and its database answer."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
