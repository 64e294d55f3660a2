"""The tab of stops on collection."""

from typing import Any

from portal.casework import forms, holding
from portal.casework.views import bp, done
from portal.models import Role
from portal.web.permissions import open_to, visible_ticket


@bp.post("/tickets/<number>/holds")
@open_to(Role.SUPERVISOR)
def place_hold(number: str) -> Any:  # noqa: ANN401 - a page
    """Stop collection now."""
    shown, form = visible_ticket(number), forms.HoldForm()
    return done(
        shown,
        "holds",
        form,
        lambda at: holding.place(at, shown, form.scope.data, form.words.data),
    )


@bp.post("/tickets/<number>/holds/<int:hold_id>/lift")
@open_to(Role.SUPERVISOR)
def lift_hold(number: str, hold_id: int) -> Any:  # noqa: ANN401 - a page
    """Let collection go on."""
    shown, form = visible_ticket(number), forms.LiftForm()
    return done(shown, "holds", form, lambda at: holding.lift(at, shown, hold_id, form.words.data))
