"""What somebody typed after the visit had ended: carried along while the code is entered once more."""

from typing import Any

from flask import render_template, request

#: Never carried: they are asked for anew, or belong to the form that carries.
NOT_CARRIED = frozenset({"csrf_token", "code", "since", "altcha"})
_MARK = "kept:"
TO = "kept-for"
#: Only the person's own pages are sent to afterwards.
OWN = "/ticket/"

Pairs = list[tuple[str, str]]


def from_own_page() -> tuple[str, Pairs]:
    """What was typed on a page of the own ticket, and for which page; nothing where nobody wrote."""
    if request.method != "POST" or not request.path.startswith(OWN):
        return "", []
    pairs = [(name, value) for name, value in request.form.items(multi=True)]
    told = any(value.strip() for name, value in pairs if name not in {*NOT_CARRIED, "_end"})
    kept = [(name, value) for name, value in pairs if name not in NOT_CARRIED]
    return (request.path, kept) if told else ("", [])


def carried() -> tuple[str, Pairs]:
    """What the page of the code brings along, and for which page."""
    to = request.form.get(TO, "")
    if not to.startswith(OWN):
        return from_own_page()
    pairs = request.form.items(multi=True)
    return to, [
        (name.removeprefix(_MARK), value) for name, value in pairs if name.startswith(_MARK)
    ]


def as_fields(pairs: Pairs) -> Pairs:
    """The pairs as hidden fields that no field of another page is mistaken for."""
    return [(_MARK + name, value) for name, value in pairs]


def send_again(to: str, pairs: Pairs) -> Any:  # noqa: ANN401 - a page
    """Show what was typed, with a button that sends it now that the ticket is open."""
    return render_template("errors/send_again.html", typed=pairs, address=to)
