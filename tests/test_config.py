"""A bad setting stops the start with one clear line; a good one is read from the environment or a file."""

import pytest

from portal.config import BadSetting, Settings
from portal.paths import TEMPLATES

BAD = {
    "smtp_port": ("abc", "1.5", "0", "65536", "１０２５", "true"),
    "proxies": ("-1", "6", "many"),
    "https": ("perhaps", "", "2"),
    "smtp_security": ("ssl", ""),
    "database_url": ("mysql://x", "portal.sqlite3"),
    "public_url": ("", "help.example.org", "http://", "javascript:alert(1)", "http://a b"),
    "exit_site": ("javascript:alert(1)", "//evil", ""),
    "ticket_prefix": ("", "R", "ABCD", "ÄÖ", "rc", "R C"),
    "jurisdictions": ("", " , "),
    "trusted_hosts": ("", ","),
    "trusted_networks": ("everybody",),
    "mail_from": ("", "nobody", "a@b\nBcc: c@d", "a b@c"),
    "organisation": ("Two\nlines", "a\0b"),
    "reports_a_minute": ("0", "-3"),
    "default_language": ("de",),
    "evidence_files": ("0",),
    "nosuch": ("1",),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in BAD.items() for v in values])
def test_a_bad_setting_is_refused_in_one_line_that_names_it(tmp_path, name, value):
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({"PORTAL_HOME": str(tmp_path), f"PORTAL_{name.upper()}": value})
    said = str(refused.value)
    assert name in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("organisation = 5", "organisation"),
        ("smtp_port = 1.5", "smtp_port"),
        ("smtp_port = true", "smtp_port"),
        ("https = 3", "https"),
        ('home = "/elsewhere"', "home"),
        ("[web]\nport = 1", "web"),
        ("organisation = ", "settings.toml"),
    ],
)
def test_a_bad_line_of_the_file_is_refused_too(tmp_path, line, name):
    (tmp_path / "settings.toml").write_text(line, encoding="utf-8")
    with pytest.raises(BadSetting, match=name):
        Settings.from_env({"PORTAL_HOME": str(tmp_path)})


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(tmp_path):
    (tmp_path / "settings.toml").write_text('organisation = "File"\nphone = "1"\n')
    found = Settings.from_env({"PORTAL_HOME": str(tmp_path), "PORTAL_ORGANISATION": "World"})
    assert (found.organisation, found.phone, found.ticket_prefix) == ("World", "1", "RC")


def test_nothing_but_a_home_is_needed(tmp_path):
    found = Settings.from_env({"PORTAL_HOME": str(tmp_path)})
    assert found.database == f"sqlite:///{tmp_path / 'portal.sqlite3'}"


@pytest.mark.parametrize(
    "typed", ["https://help.example.org/care", "https://help.example.org/care/"]
)
def test_a_page_has_one_address_however_the_public_one_ends(tmp_path, typed):
    settings = Settings(home=tmp_path, public_url=typed)
    assert settings.address_of("/track") == "https://help.example.org/care/track"


def test_no_page_or_letter_puts_such_an_address_together_by_itself():
    texts = [*TEMPLATES.rglob("*.html"), *(TEMPLATES.parent / "portal").rglob("*.py")]
    # The commands compare the setting itself.
    said = {one for one in texts if "settings.public_url" in one.read_text(encoding="utf-8")}
    assert {one.parent.name for one in said} == {"commands"}
