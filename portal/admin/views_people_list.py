"""The whole list at once, in and out, and the book of what was changed."""

from typing import Any

from flask import make_response, render_template, request

from portal.admin import people, people_shown
from portal.admin.desk import desk
from portal.admin.forms_people import ListForm
from portal.admin.views_people import READERS, bp, capital
from portal.jurisdictions.days import day_at
from portal.models import Role
from portal.web import uploads
from portal.web.errors import sentence
from portal.web.permissions import open_to
from portal.web.work import now, work

uploads.takes_lists("people.read_list")


@bp.get("/admin/people/list")
@open_to(*READERS)
def whole_list() -> Any:  # noqa: ANN401 - a page
    """An empty form for the list."""
    return list_page(ListForm(formdata=None))


@bp.post("/admin/people/list")
@open_to(Role.ADMINISTRATOR)
def read_list() -> Any:  # noqa: ANN401 - a page
    """Try a list, or keep it whole; what is wrong is told by the number of its line."""
    form = ListForm()
    raw = uploads.list_text("file") or (form.text.data or "").encode()
    # The file itself cannot be shown again, but its lines can, and be mended on the page.
    form.text.data = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    if not form.validate_on_submit():
        return list_page(form), 422
    wanted = request.form.get("do") == "keep"
    with work() as w:
        found, roll = people.read(desk(), raw, missing_left=bool(form.missing_left.data))
        changed, count = found.changed(roll), dict(roll.count)
        kept = wanted and not found.bad
        if not kept:
            # What was only tried, or holds a line that is wrong, leaves nothing behind.
            w.session.rollback()
    told = [(line, capital(sentence(problem))) for line, problem in found.bad]
    page = list_page(form, found=found, told=told, kept=kept, changed=changed, count=count)
    return (page, 422) if found.bad else page


def list_page(form: ListForm, **more: Any) -> str:  # noqa: ANN401 - handed to the template
    """The page of the list."""
    return render_template("admin/people_list.html", form=form, **more)


@bp.post("/admin/people/list/take")
@open_to(Role.ADMINISTRATOR)
def take_list() -> Any:  # noqa: ANN401 - a file
    """The list as it stands; that it was taken is in the book."""
    with work():
        at = desk()
        today = day_at(at.settings.places[0], now())
        raw = people.take(at, today)
    answer = make_response(raw)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename=people-{today.isoformat()}.csv"
    return answer


@bp.get("/admin/people/book")
@open_to(*READERS)
def book() -> Any:  # noqa: ANN401 - a page
    """What was changed among people, when and by whom."""
    lines = people_shown.book(desk().session)
    return render_template(
        "admin/people_book.html",
        lines=lines,
        most=people_shown.SHOWN,
        names=people_shown.names_in(desk().session, lines),
    )
