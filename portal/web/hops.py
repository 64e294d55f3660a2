"""Whether requests come through as many proxies as the settings say; what does not fit, the doctor tells.

With too few proxies set all people share one address and are slowed together; with too many, anybody
may claim any address.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app, request
from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from portal.models import Setting
from portal.models.settings import HOPS
from portal.web.db import db
from portal.web.work import aside, now

#: One process notes the same thing this often.
NOTED_EVERY = timedelta(hours=1)
#: Asked by machines that stand beside the proxy on purpose.
BESIDE = frozenset({"public.health", "api.live", "api.ready", "api.health", "static"})


def init_app(app: Flask) -> None:
    """Look at every request, before its addresses are believed."""
    app.before_request(notice)


def notice() -> None:
    """Note how many proxies this request came through, where that does not fit."""
    configured = int(current_app.extensions["settings"].proxies)
    seen = addresses_named()
    fits = seen >= configured if configured else seen == 0
    if fits or request.endpoint in BESIDE:
        return
    noted: datetime | None = current_app.extensions.get("hops_noted")
    if noted is not None and now() - noted < NOTED_EVERY:
        return
    current_app.extensions["hops_noted"] = now()
    aside(kept({"seen": seen, "configured": configured, "at": now().isoformat()}))


def addresses_named() -> int:
    """How many addresses the request names in front of ours, as it arrived here."""
    before = request.environ.get("werkzeug.proxy_fix.orig", {}).get("HTTP_X_FORWARDED_FOR")
    said = before or request.environ.get("HTTP_X_FORWARDED_FOR", "")
    return len([one for one in said.split(",") if one.strip()])


def kept(value: dict[str, object]) -> Insert:
    """The one row that holds it."""
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(Setting).values(name=HOPS, value=value)
    return row.on_conflict_do_update(index_elements=["name"], set_={"value": value})
