"""What the operator set: read once, checked at once, frozen. A bad setting stops the start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.catalogue import N_, said
from portal.languages import LANGUAGES

SETTINGS_FILE = "settings.toml"
PREFIX = "PORTAL_"
#: Settings that say something to people, and the names they have in languages beside English.
SPOKEN = {
    f"{name}_{language.suffix}"
    for name in ("organisation", "phone_hours")
    for language in LANGUAGES.values()
    if language.suffix
}

#: Where the portal answers when nothing is set: on this machine alone, at the port of `portal serve`.
AT_HOME = "http://127.0.0.1"
HOME_PORT = 8000

#: A number that is kept free for stories; nobody is called by trying the demonstration.
DEMO_PHONE = "0808 157 0192"


class BadSetting(ValueError):  # noqa: N818 - it is a setting that is bad, and the operator reads it
    """A setting the portal cannot start with; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of the portal; each is PORTAL_<NAME> in the environment or a line in the file."""

    home: Path
    database_url: str = ""
    organisation: str = N_("Recourse")
    #: Two or three capital letters before every ticket number.
    ticket_prefix: str = "RC"
    phone: str = ""
    #: When somebody answers it.
    phone_hours: str = N_("Monday to Friday, 8am to 8pm")
    #: The same two in other languages, as organisation_zh or phone_hours_zh_hant in the file.
    in_other_languages: Mapping[str, str] = field(default_factory=dict)
    #: Where letters reach the team that reads reports; empty where none is taken.
    postal_address: str = ""
    #: The address people type to reach the portal; letters print it.
    public_url: str = f"{AT_HOME}:{HOME_PORT}"
    #: Hosts the portal answers to, separated by commas.
    trusted_hosts: str = "127.0.0.1,localhost"
    #: How many reverse proxies stand in front; 0 means none is believed.
    proxies: int = 0
    #: Whether people reach the portal over https; decides the cookies.
    https: bool = False
    exit_site: str = "https://www.wikipedia.org/"
    default_language: str = "en"
    jurisdictions: str = "cn,us,gb"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_user: str = ""
    smtp_password: str = ""
    #: none, starttls or tls. Anything but none verifies the certificate.
    smtp_security: str = "none"
    mail_from: str = "service@example.org"
    #: Sign-in by password alone is for demonstrations.
    second_factor: bool = True
    #: Reports one network may send in a minute before it is slowed; nobody is ever locked out.
    reports_a_minute: int = 20
    #: Networks that are never slowed, separated by commas: this machine, advice centres.
    trusted_networks: str = "127.0.0.0/8,::1/128"
    #: Where files are kept: a folder (empty: evidence in the home folder) or s3://bucket/prefix.
    evidence_store: str = ""
    evidence_s3_endpoint: str = ""
    evidence_s3_region: str = "us-east-1"
    evidence_s3_key_id: str = ""
    evidence_s3_secret: str = ""
    #: The virus scanner: a socket file or host:port of clamd; empty means files are not scanned.
    evidence_clamd: str = ""
    #: How many files one ticket may hold, how large each, and all together, in megabytes.
    evidence_files: int = 10
    evidence_megabytes: int = 20
    evidence_ticket_megabytes: int = 60
    #: With less room than this on the disk no files are taken, so that reports still are.
    evidence_free_megabytes: int = 1000
    #: Uploads one process takes at once; the next one is asked to wait a moment.
    evidence_uploads_at_once: int = 8
    #: Months that name and addresses, files, and the whole ticket are kept after it has ended.
    keep_contact_months: int = 12
    keep_files_months: int = 36
    keep_ticket_months: int = 36
    demo: bool = False
    #: Keys of the organisation's own channels for the JSON door: name:SHA-256, separated by commas.
    api_keys: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Settings of this process: the environment wins over the file, the file over the defaults."""
        environ = os.environ if environ is None else environ
        home = Path(environ.get(PREFIX + "HOME") or Path.cwd() / ".run").expanduser().resolve()
        given: dict[str, Any] = _file(home / SETTINGS_FILE)
        if "home" in given:
            raise BadSetting("home is set by PORTAL_HOME alone; take it out of the settings file.")
        known = {field.name: field.type for field in fields(cls)}
        for name, value in environ.items():
            if name.startswith(PREFIX):
                given[name.removeprefix(PREFIX).lower()] = value
        known.pop("in_other_languages")
        other = {name: given.pop(name) for name in SPOKEN & given.keys()}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise BadSetting(
                f"There is no setting called {unknown[0]}. Known: {', '.join(sorted(known))}."
            )
        given["home"] = home
        given["in_other_languages"] = {
            name: _typed(name, str, value) for name, value in other.items()
        }
        known["in_other_languages"] = Mapping
        if str(given.get("demo", "")).lower() in ("1", "true", "yes") and not given.get("phone"):
            given["phone"] = DEMO_PHONE
        settings = cls(**{name: _typed(name, known[name], value) for name, value in given.items()})
        settings.check()
        return settings

    def check(self) -> None:
        """Say what is wrong in one line, before anything starts."""
        self.check_channels()
        if self.smtp_security not in ("none", "starttls", "tls"):
            raise BadSetting("smtp_security must be none, starttls or tls.")
        if self.default_language not in LANGUAGES:
            raise BadSetting(f"default_language must be one of {', '.join(LANGUAGES)}.")
        if not 0 <= self.proxies <= 5:  # noqa: PLR2004 - more than five is a typing mistake
            raise BadSetting("proxies must be a number from 0 to 5.")
        if not re.fullmatch(r"[A-Z]{2,3}", self.ticket_prefix):
            raise BadSetting("ticket_prefix must be two or three capital letters, like RC.")
        if not self.places:
            raise BadSetting("jurisdictions must name at least one place, like gb.")
        if self.reports_a_minute < 1:
            raise BadSetting("reports_a_minute must be 1 or more.")
        self.check_addresses()
        self.check_evidence()
        self.check_keeping()
        if not self.database.startswith(("sqlite", "postgresql")):
            raise BadSetting("database_url must begin with sqlite or postgresql.")

    def check_addresses(self) -> None:
        """Say what is wrong with the addresses the portal is reached at, sends to and leads to."""
        for name in ("public_url", "exit_site"):
            if not _is_web_address(getattr(self, name)):
                raise BadSetting(f"{name} must be a web address like https://help.example.org.")
        if not self.hosts:
            raise BadSetting("trusted_hosts must name at least one host, like help.example.org.")
        if not re.fullmatch(r"(?:[^<>@]* <)?[^\s<>@]+@[^\s<>@]+>?", self.mail_from):
            raise BadSetting("mail_from must be an e-mail address like service@example.org.")
        if not 1 <= self.smtp_port <= 65535:  # noqa: PLR2004 - the numbers ports have
            raise BadSetting("smtp_port must be a number from 1 to 65535.")
        try:
            [ip_network(one.strip()) for one in self.trusted_networks.split(",") if one.strip()]
        except ValueError as problem:
            raise BadSetting("trusted_networks must be networks like 192.0.2.0/24.") from problem

    def check_evidence(self) -> None:
        """Say what is wrong with the store of files and its limits."""
        if self.evidence_files < 1 or self.evidence_uploads_at_once < 1:
            raise BadSetting("evidence_files and evidence_uploads_at_once must be 1 or more.")
        if not 1 <= self.evidence_megabytes <= self.evidence_ticket_megabytes:
            raise BadSetting("evidence_megabytes must be from 1 to evidence_ticket_megabytes.")
        if "://" in self.evidence_store and not self.evidence_store.startswith("s3://"):
            raise BadSetting("evidence_store must be a folder or s3://bucket/prefix.")

    def check_keeping(self) -> None:
        """Say what is wrong with the months after which things are destroyed."""
        whole = self.keep_ticket_months
        if not 1 <= whole <= 1200:  # noqa: PLR2004 - a century
            raise BadSetting("keep_ticket_months must be a number from 1 to 1200.")
        for name in ("keep_contact_months", "keep_files_months"):
            if not 1 <= getattr(self, name) <= whole:
                raise BadSetting(f"{name} must be from 1 to keep_ticket_months.")

    def check_channels(self) -> None:
        """Say what is wrong with the keys of the JSON door."""
        for one in filter(None, self.api_keys.replace(" ", "").split(",")):
            if not re.fullmatch(r"[a-z0-9-]{1,40}:[0-9a-f]{64}", one):
                raise BadSetting(
                    "api_keys must be name:SHA-256, as `portal keys channel --name NAME` prints it."
                )

    def in_language(self, name: str, language: str) -> str:
        """What the house says of itself in a language: set by the operator, else our own words for it."""
        own = self.in_other_languages.get(f"{name}_{LANGUAGES[language].suffix}")
        return own or said(language, getattr(self, name))

    def address_of(self, path: str) -> str:
        """A page as papers, mails and letters name it: the public address, then /track or the like."""
        return self.public_url.rstrip("/") + path

    @property
    def channels(self) -> dict[str, str]:
        """The channels that may use the JSON door, with the hash of each one's key."""
        given = [one.strip() for one in self.api_keys.split(",") if one.strip()]
        return dict(one.split(":", 1) for one in given)

    @property
    def database(self) -> str:
        """The database in use: the one that was set, else a file in the home folder."""
        return self.database_url or f"sqlite:///{self.home / 'portal.sqlite3'}"

    @property
    def kept_months(self) -> dict[str, int]:
        """For how many months the house keeps what, by the name of the thing."""
        return {
            "contact": self.keep_contact_months,
            "files": self.keep_files_months,
            "ticket": self.keep_ticket_months,
        }

    @property
    def keys_file(self) -> Path:
        """Where the keyring lies, outside the database."""
        return self.home / "keys.json"

    @property
    def erased_file(self) -> Path:
        """The list of what was erased, outside the database, so that no old copy brings it back."""
        return self.home / "erased-tickets"

    @property
    def evidence_folder(self) -> Path:
        """Where files lie, or wait to be handed to the store outside."""
        outside = self.evidence_store.startswith("s3://")
        here = self.home / "evidence"
        return (
            here if outside or not self.evidence_store else Path(self.evidence_store).expanduser()
        )

    @property
    def hosts(self) -> list[str]:
        """The trusted hosts as a list."""
        return [host.strip() for host in self.trusted_hosts.split(",") if host.strip()]

    @property
    def places(self) -> list[str]:
        """The jurisdictions this installation serves."""
        return [place.strip() for place in self.jurisdictions.split(",") if place.strip()]


def _file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise BadSetting(f"The settings file {path} cannot be read: {problem}.") from problem


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = not re.search(r"[\s\x00-\x1f\x7f]", text)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _typed(name: str, kind: object, value: Any) -> Any:  # noqa: ANN401 - settings are of several types
    if kind is bool:
        said = str(value).lower()
        if isinstance(value, float) or said not in ("1", "0", "true", "false", "yes", "no"):
            raise BadSetting(f"{name} must be true or false.")
        return said in ("1", "true", "yes")
    if kind is int:
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,12}", str(value), re.ASCII):
            raise BadSetting(f"{name} must be a whole number.")
        return int(value)
    if kind is str and not isinstance(value, str):
        raise BadSetting(f"{name} must be text in quotes.")
    if isinstance(value, str) and re.search(r"[\x00-\x1f\x7f]", value) and name != "postal_address":
        raise BadSetting(f"{name} must be one line of text.")
    return value
