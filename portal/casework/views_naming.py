"""Whom a report is about, said by the supervisor who reads it: proposed by the portal, never put down by it."""

from typing import Any

from flask import redirect, url_for

from portal.casework import forms
from portal.casework.views import bp, desk, page
from portal.domain.errors import PortalError
from portal.models import Role, Ticket, visible
from portal.routing import Naming, name_collector
from portal.search.asked_for import called_for
from portal.web.errors import sentence
from portal.web.permissions import open_to, visible_ticket
from portal.web.work import work


@bp.post("/tickets/<number>/collector")
@open_to(Role.SUPERVISOR)
def name_the_collector(number: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Put down whom this report is about; whoever is too near then does not see it any more."""
    shown, form = visible_ticket(number), forms.NameForm()
    form.collector.id = form.number.id = "collector-number"
    form.reason.id = "why-collector"
    if not form.validate_on_submit():
        return page(shown, "people", form), 422
    try:
        with work():
            at = desk()
            who = called_for(at.session, form.collector.data or "", form.number.data or "")
            name_collector(
                Naming(at.session, at.keyring, at.now, at.staff), shown, who, form.reason.data
            )
            mine = visible(at.staff).where(Ticket.id == shown.id)
            still = at.session.scalar(mine) is not None
    except PortalError as problem:
        return page(visible_ticket(number), "people", form, refusal=sentence(problem)), 422
    if not still:
        return redirect(url_for("triage.queue"), 303)
    return redirect(url_for("casework.ticket", number=number), 303)
