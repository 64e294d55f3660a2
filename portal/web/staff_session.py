"""How long a sign-in of staff lasts: a working day at most, and an hour without doing anything.

Both moments stand in the signed cookie and are judged here, so a copied cookie ends with them. A new
password or second step in between does not make the day longer.
"""

from datetime import timedelta

from flask import Flask, g, session
from flask_login import user_logged_in

from portal.models import Staff
from portal.web.work import now

WORKING_DAY = timedelta(hours=12)
IDLE = timedelta(minutes=60)
#: How often a sign-in notes that somebody is still here.
NOTED_EVERY = timedelta(minutes=1)
BEGAN, SEEN = "staff_began", "staff_seen"
#: What the sign-in libraries keep of who is there.
KEPT = ("_user_id", "_fresh", "_id", "fs_paa", "fs_gexp", "fs_cc", "tf_user_id", "tf_state")


def init_app(app: Flask) -> None:
    """Judge every request of somebody signed in."""
    user_logged_in.connect(begin, app)
    app.before_request(end_what_is_over)


def begin(_app: Flask, user: Staff) -> None:  # noqa: ARG001 - the signal's own names
    """The day of this sign-in begins."""
    session[BEGAN] = session[SEEN] = now().timestamp()


def end_what_is_over() -> None:
    """End a sign-in that lasted too long; what the browser sends is then judged as a stranger's."""
    if SEEN not in session and not session.get("_user_id"):
        return
    at = now().timestamp()
    if is_over(at):
        # Only here: the same person may be at work in another browser. Signing out ends them all.
        for name in (*KEPT, BEGAN, SEEN):
            session.pop(name, None)
        g.pop("_login_user", None)
    elif at - session[SEEN] >= NOTED_EVERY.total_seconds():
        session[SEEN] = at


def is_over(at: float) -> bool:
    """Whether the day or the hour has passed; a sign-in of which neither is known is over."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return True
    return at - began > WORKING_DAY.total_seconds() or at - seen > IDLE.total_seconds()
