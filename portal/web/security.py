"""Sign-in of staff: Flask-Security-Too over our own table, TOTP ready, no open redirects."""

import base64
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, make_response, render_template, request
from flask_login import user_logged_out
from flask_security import LoginForm, RoleMixin, Security, SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import bindparam, select
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from portal.config import Settings
from portal.models import Staff
from portal.vault.keys import Keyring
from portal.web.db import db
from portal.web.headers import is_own
from portal.web.work import work

FRESH = timedelta(minutes=5)


def N_(sentence: str) -> str:  # noqa: N802 - the name by which translators' tools find sentences
    """Mark a sentence for translation where it is written; the page translates it."""
    return sentence


#: What the library says, in our words; its own call people's input invalid, and half of it is English.
SENTENCES = {
    "GENERIC_AUTHN_FAILED": (N_("The address, the password or the code is not right."), "error"),
    "UNAUTHENTICATED": (N_("Sign in first."), "error"),
    "LOGIN": (N_("Sign in first."), "info"),
    "REAUTHENTICATION_REQUIRED": (N_("Enter your password again"), "error"),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you. You can go on."), "info"),
    "EMAIL_NOT_PROVIDED": (N_("Enter your work email"), "error"),
    "INVALID_EMAIL_ADDRESS": (N_("Enter your work email"), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Enter your password"), "error"),
    "INVALID_PASSWORD": (N_("The password is not right."), "error"),
    "INVALID_CODE": (N_("This code is not right. Enter the one the app shows now."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        N_("This code is not right. Enter the one the app shows now."),
        "error",
    ),
    "INVALID_RECOVERY_CODE": (N_("This recovery code is not right, or was used before."), "error"),
    "NO_RECOVERY_CODES_SETUP": (N_("You have no recovery codes yet."), "info"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (N_("The second step is set up."), "success"),
    "TWO_FACTOR_DISABLED": (N_("The second step is taken away."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Choose one of the ways shown."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Sign in first."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("This took too long. Begin again."), "error"),
    "ANONYMOUS_USER_REQUIRED": (N_("You are signed in."), "error"),
}


class StaffAccount(UserMixin, Staff):  # type: ignore[misc] # the library has no types
    """A member of staff as the sign-in library wants to see one; the same row of the same table."""

    @property
    def roles(self) -> list["RoleName"]:
        """The single role of this person, in the library's shape."""
        return [RoleName(str(self.role))]

    @property
    def permissions(self) -> set[str]:
        """The portal decides by role alone."""
        return set()

    def has_role(self, role: object) -> bool:
        """Whether this is the person's role."""
        return str(self.role) == str(getattr(role, "name", role))


#: Who is signed in: asked by every page of staff, so the question is put together once.
SIGNED_IN = select(StaffAccount).where(
    StaffAccount.fs_uniquifier == bindparam("mark", type_=StaffAccount.fs_uniquifier.type)
)


class StaffAccounts(SQLAlchemyUserDatastore):  # type: ignore[misc] # the library has no types
    """The library's way to our accounts."""

    def find_user(self, case_insensitive: bool = False, **asked: Any) -> Any:  # noqa: ANN401 - the library's signature
        """The account that was asked for, or None."""
        if set(asked) == {"fs_uniquifier"}:
            return self.db.session.scalar(SIGNED_IN, {"mark": asked["fs_uniquifier"]})
        return super().find_user(case_insensitive, **asked)


class StaffLogin(LoginForm):  # type: ignore[misc] # the library has no types
    """The sign-in. Nobody is remembered beyond the day: a cookie that does would outlive every limit."""

    remember = None


class RoleName(RoleMixin):  # type: ignore[misc] # the library has no types
    """The library asks for rows of a role table; ours is a word in a column."""

    def __init__(self, name: str = "") -> None:
        self.name = name


def init_app(app: Flask, settings: Settings, keyring: Keyring) -> None:
    """Wire the sign-in of staff."""
    app.config.update(
        **passwords(keyring),
        **second_step(settings, keyring),
        **pages(),
        **{f"SECURITY_MSG_{name}": said for name, said in SENTENCES.items()},
    )
    datastore = StaffAccounts(db, StaffAccount, RoleName)
    app.extensions["staff_datastore"] = datastore
    arguments: dict[str, Any] = {
        "register_blueprint": True,
        "login_form": StaffLogin,
        "render_template": drawn,
    }
    Security(app, datastore, **arguments)
    # The library would look for a token in the body of every request, even one too large to read;
    # staff are known by their session alone.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined] # the library adds it
    user_logged_out.connect(end_every_session, app)
    app.before_request(close_rescue)
    app.before_request(lead_nowhere_else)


def drawn(template: str, **shown: Any) -> Response:  # noqa: ANN401 - what the library shows
    """A page of the library. One that refuses what was typed says so in its status, as ours do."""
    answer = make_response(render_template(template, **shown))
    if any(getattr(one, "errors", None) for one in shown.values()):
        answer.status_code = 422
    return answer


def passwords(keyring: Keyring) -> dict[str, Any]:
    """How passwords are kept, and that nobody makes an account or a new password here."""
    return {
        "SECURITY_PASSWORD_SALT": keyring.secret("password-salt"),
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_CHECK_BREACHED": None,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": False,
        "SECURITY_TRACKABLE": False,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        # Whoever changes how they sign in has given the password in the last five minutes.
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH,
    }


def second_step(settings: Settings, keyring: Keyring) -> dict[str, Any]:
    """The code from an app, and recovery codes for whoever lost it."""
    return {
        "SECURITY_TOTP_SECRETS": {"1": keyring.secret("totp")},
        "SECURITY_TOTP_ISSUER": settings.organisation,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": settings.second_factor,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            base64.urlsafe_b64encode(keyring.named_key("recovery-codes"))
        ],
    }


def pages() -> dict[str, Any]:
    """Where the pages of the sign-in lie and lead, and that they answer everybody alike."""
    return {
        "SECURITY_URL_PREFIX": "/staff",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/staff",
        "SECURITY_POST_VERIFY_VIEW": "/staff",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_UNAUTHORIZED_VIEW": "/staff/sign-in",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_STATIC_FOLDER": None,
    }


def end_every_session(_app: Flask, user: Staff) -> None:
    """Signing out ends what a copied cookie could still open: every session of this person."""
    with work():
        user.fs_uniquifier = uuid.uuid4().hex


def lead_nowhere_else() -> None:
    """Refuse a page to go on to that is none of ours; the library would follow some of them."""
    target = request.values.get("next") if (request.endpoint or "")[:9] == "security." else None
    if target and not (is_own(target) and is_page(urlsplit(target).path)):
        abort(400)


def is_page(path: str) -> bool:
    """Whether there is a page of ours at this path."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect, ValueError):
        return False
    return True


def close_rescue() -> None:
    """Close the library's way around the second step by mail: a lost app has recovery codes."""
    if request.endpoint == "security.two_factor_rescue":
        abort(404)
