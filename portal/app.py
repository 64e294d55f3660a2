"""The web application: a list of parts, then the stages in the order of the flow."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import paths
from portal.accounts.contact import bp as own_contact
from portal.accounts.data import bp as own_data
from portal.accounts.ending import bp as ending
from portal.accounts.evidence import bp as own_files
from portal.accounts.happened_again import bp as happened_again
from portal.accounts.lost import bp as lost
from portal.accounts.referring import bp as own_referral
from portal.accounts.views import bp as accounts
from portal.accounts.words import bp as own_words
from portal.admin import views_collectors, views_people_list
from portal.admin.duty import bp as duty
from portal.admin.trial import bp as trial
from portal.admin.views import bp as admin
from portal.admin.views_data import bp as data_requests
from portal.admin.views_people import bp as people
from portal.admin.views_retention import bp as retention
from portal.api.views import bp as api
from portal.casework import (
    views_holds,
    views_letters,
    views_mails,
    views_naming,
    views_referral,
)
from portal.casework.evidence import bp as files
from portal.casework.views import bp as casework
from portal.config import Settings
from portal.intake.show import told_report
from portal.intake.typed import read_report
from portal.intake.views import bp as intake
from portal.jurisdictions.load import refused, use_folder
from portal.models import WriteLock, writing
from portal.outcomes.views import bp as outcomes
from portal.public.views import bp as public
from portal.reviews.views import bp as reviews
from portal.triage.selected import bp as selected
from portal.triage.views import bp as triage
from portal.vault.keys import Keyring
from portal.web import (
    addresses,
    db,
    decisions,
    demonstration,
    errors,
    filters,
    headers,
    hops,
    limits,
    locale,
    mail,
    opening,
    quiet,
    security,
    slow,
    smaller,
    staff_session,
    uploads,
    words,
)
from portal.web.application import Portal

#: Pages that lie in files of their own beside the views of their stage; reading them adds them.
BESIDE = (
    views_collectors,
    views_holds,
    views_letters,
    views_mails,
    views_naming,
    views_people_list,
    views_referral,
)
STAGES = (
    public, accounts, ending, lost, own_contact, own_data, own_files, own_referral, own_words,
    happened_again, intake, triage, selected, casework, files, outcomes, reviews, admin, trial, duty,
    data_requests, retention, people, api,
)  # fmt: skip


def create_app(settings: Settings | None = None, keyring: Keyring | None = None) -> Flask:
    """The portal as a WSGI application."""
    settings = settings or Settings.from_env()
    keyring = keyring or Keyring.load(settings.keys_file)
    use_folder(settings.home / "packs")
    app = Portal("portal", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC))
    configure(app, settings, keyring)
    db.init_app(app)
    uploads.init_app(app)
    headers.walls(app)
    hops.init_app(app)
    addresses.init_app(app)
    # The JSON door reads no cookie, so nobody's browser can be made to use it.
    CSRFProtect(app).exempt(api)
    locale.init_app(app)
    # Asked last of all: what is made smaller is finished.
    smaller.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    slow.init_app(app)
    mail.init_app(app)
    security.init_app(app, settings, keyring)
    staff_session.init_app(app)
    limits.init_app(app)
    filters.init_app(app)
    opening.init_app(app)
    quiet.init_app(app)
    demonstration.init_app(app)
    words.init_app(app)
    decisions.init_app(app)
    for stage in STAGES:
        app.register_blueprint(stage)
    if settings.proxies:
        many = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=many, x_proto=many)  # type: ignore[method-assign]
    hand_over(app)
    writing.set(WriteLock.AT_ONCE)
    for line in refused():
        app.logger.error(line)
    return app


def hand_over(app: Flask) -> None:
    """What one stage knows and another needs; stages never import each other."""
    # The JSON door knows no forms; it is handed the very checks the pages use.
    app.extensions["read_report"] = read_report
    # A copy of somebody's data shows the questions as they were asked; only this stage knows them.
    app.extensions["told_report"] = told_report


def configure(app: Flask, settings: Settings, keyring: Keyring) -> None:
    """Everything the libraries read from the application's configuration."""
    prefix = "__Host-" if settings.https else ""
    app.config.update(
        SECRET_KEY=keyring.secret("session"),
        SQLALCHEMY_DATABASE_URI=settings.database,
        MAX_CONTENT_LENGTH=headers.LONGEST_FORM,
        MAX_FORM_PARTS=headers.MOST_FIELDS,
        TRUSTED_HOSTS=settings.hosts,
        SESSION_COOKIE_NAME=prefix + "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        DRAFT_COOKIE=prefix + "draft",
        TICKET_COOKIE=prefix + "ticket",
        RECOVERY_COOKIE=prefix + "again",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE=settings.default_language,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        MAIL_SERVER=settings.smtp_host,
        MAIL_PORT=settings.smtp_port,
        MAIL_USERNAME=settings.smtp_user or None,
        MAIL_PASSWORD=settings.smtp_password or None,
        MAIL_USE_TLS=settings.smtp_security == "starttls",
        MAIL_USE_SSL=settings.smtp_security == "tls",
        MAIL_DEFAULT_SENDER=settings.mail_from,
    )
    app.extensions["settings"] = settings
    app.extensions["keyring"] = keyring
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["settings"] = settings
