"""Letters: whole in both languages, obedient to safe times, sent once the commit is true, frozen."""

import re
import smtplib
import socket
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from portal.config import BadSetting, Settings
from portal.domain.letters import LETTERS, ContactChoice, delivery
from portal.languages import LANGUAGES
from portal.letters import pdf as pdf_module
from portal.letters.compose import compose
from portal.letters.outbox import deliver_due, post
from portal.letters.pdf import pdf
from portal.letters.render import LetterError, placeholders, rendered, template
from portal.models import MailState, OutboxMail
from portal.referrals import service as referrals
from portal.web.db import db
from portal.web.mail import FlaskMailSender
from tests import factories

NOW = factories.NOW


@pytest.mark.row("BI-42")
@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_uses_the_same_known_placeholders_in_every_language(name):
    used = {language: placeholders(name, language) for language in LANGUAGES}
    assert all(found == used["en"] for found in used.values()), used
    assert used["en"] <= LETTERS[name]


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_speaks_of_debt(name, language):
    subject = template(name, language).split("\n")[0].lower()
    assert not any(
        word in subject for word in ("debt", "collect", "loan", "催收", "欠款", "债", "債")
    )


@pytest.mark.parametrize("kind", ["report", "request"])
def test_the_letter_of_receipt_calls_a_report_and_a_request_by_their_names(kind):
    values = dict.fromkeys(LETTERS["acknowledgement"], "") | {kind: "yes"}
    subject, body = rendered("acknowledgement", "en", values)
    assert subject.startswith(f"We have your {kind}")
    assert ("The person you told us about" in body) is (kind == "report")


@pytest.mark.row("BI-95")
def test_a_value_that_looks_like_a_placeholder_stays_as_it_is():
    values = dict.fromkeys(LETTERS["update"], "") | {"words": "[[organisation]] [[#if words]]"}
    assert "[[organisation]] [[#if words]]" in rendered("update", "en", values)[1]


def test_a_missing_value_names_letter_language_and_placeholder():
    with pytest.raises(LetterError, match=r"update in en: \[\[ticket_number\]\]"):
        rendered("update", "en", {})


@pytest.mark.parametrize("way", ["site", "phone", "post", "sms"])
def test_nothing_is_mailed_to_who_did_not_choose_mail(way):
    assert delivery(ContactChoice(reply_by=way, email="a@example.org"), NOW).channel == "none"


@pytest.mark.parametrize("way", ["text", "phone", "post"])
def test_what_nobody_sends_by_itself_is_said_to_who_has_to_do_it(way):
    assert delivery(ContactChoice(reply_by=way), NOW).by_hand == way
    assert not delivery(ContactChoice(reply_by="site"), NOW).by_hand


EVENING = {"safe_from": time(18), "safe_to": time(20), "timezone": "Asia/Shanghai"}


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (datetime(2026, 11, 23, 10, 30, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC)),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_notice_waits_for_the_safe_time_of_the_persons_own_place(now, leaves):
    choice = ContactChoice(reply_by="email", email="a@example.org", **EVENING)
    assert delivery(choice, now).not_before == leaves


@pytest.mark.row("BI-32", "BI-38")
@pytest.mark.parametrize(
    "to", ["a@x.org\nBcc: b@x.org", "a@x.org,b@x.org", "a@x.org b@x.org", "a@x.org\x7f"]
)
def test_an_address_that_is_more_than_one_is_refused(to):
    with pytest.raises(ValueError, match=r"one (line|address)"):
        compose(sender="s@example.org", to=to, subject="x", body="x", now=NOW)


@pytest.mark.row("BI-08")
def test_a_pdf_is_made_in_chinese_and_with_a_character_the_font_lacks():
    assert pdf("您好", "第一段。\n\n第二段。", "zh_Hans_CN", "Recourse").startswith(b"%PDF")
    assert pdf("ไทย", "ไทย", "zh_Hans_CN", "Recourse").startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["喆", "堃", "镕", "婳", "𠮷野"])
def test_rare_characters_of_names_are_set_and_leave_no_box(language, name):
    # A sheet with a box in it is made without the mark of the accessible standard.
    assert b"pdfuaid" in pdf(name, name, language, "Recourse")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A mail server that says no so often, then keeps what it gets."""

    def __init__(self, refusals=0):
        self.refusals, self.got, self.tried = refusals, [], []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        self.tried.append(envelope.content)
        if len(self.tried) <= self.refusals:
            return "451 later"
        self.got.append(envelope.content)
        return "250 kept"


@pytest.fixture
def deliver(app, keyring):
    """Post mails and let them be delivered to a real server; gives the server and the rows."""

    def run(*mails, refusals=0, rounds=1):
        server = Server(refusals)
        controller = Controller(server, hostname="127.0.0.1", port=free_port())
        controller.start()
        try:
            app.extensions["mail"].port = controller.port
            with app.app_context():
                factory = sessionmaker(db.engine)
                with factory() as session:
                    for mail in mails:
                        post(
                            session, keyring, mail, ticket_id=None, letter="notice", language="en",
                            recipient_kind="person", not_before=NOW, now=NOW,
                        )  # fmt: skip
                    session.commit()
                for turn in range(rounds):
                    deliver_due(factory, keyring, FlaskMailSender(app), NOW + timedelta(days=turn))
                with factory() as session:
                    return server, list(
                        session.scalars(select(OutboxMail).order_by(OutboxMail.message_id))
                    )
        finally:
            controller.stop()

    return run


def mail(to="a@example.org", subject="您有一条更新"):
    return compose(sender="s@example.org", to=to, subject=subject, body="请查看。", now=NOW)


def test_a_letter_arrives_over_real_smtp_with_its_chinese_subject(deliver):
    server, rows = deliver(mail())
    assert message_from_bytes(server.got[0], policy=default)["Subject"] == "您有一条更新"
    assert [row.state for row in rows] == [MailState.SENT]


def test_a_retry_sends_the_same_bytes(deliver):
    server, rows = deliver(mail(), refusals=1, rounds=2)
    assert len(server.tried) == 2
    assert server.tried[0] == server.tried[1]
    assert rows[0].state is MailState.SENT


def test_a_bad_address_is_given_up_and_keeps_nobody_waiting(deliver):
    server, rows = deliver(mail("李@example.org"), mail(), rounds=2)
    assert len(server.got) == 1
    assert {row.state for row in rows} == {MailState.SENT, MailState.GIVEN_UP}


def test_a_mail_of_a_transaction_that_failed_never_existed(app, keyring):
    with app.app_context():
        factory = sessionmaker(db.engine)
        with factory() as session:
            post(
                session, keyring, mail(), ticket_id=None, letter="notice", language="en",
                recipient_kind="person", not_before=NOW, now=NOW,
            )  # fmt: skip
            session.rollback()
        with factory() as session:
            assert session.scalars(select(OutboxMail)).all() == []


def test_a_server_that_is_not_there_is_an_error_of_the_line(app):
    app.extensions["mail"].port = 9
    with app.app_context(), pytest.raises((OSError, smtplib.SMTPException)):
        FlaskMailSender(app).send("a@example.org", b"x")


def test_a_letter_as_pdf_bears_the_name_of_the_house_in_its_language(monkeypatch, tmp_path):
    monkeypatch.setattr(referrals, "pdf", lambda *given: given)
    named = {"PORTAL_ORGANISATION": "Bay Bank", "PORTAL_ORGANISATION_ZH_HANT": "海灣銀行"}
    settings = Settings.from_env({"PORTAL_HOME": str(tmp_path), **named})
    heads = {one: referrals.pdf_of(settings, "s", "b", one)[-1] for one in LANGUAGES}
    assert heads == {"en": "Bay Bank", "zh_Hans_CN": "Bay Bank", "zh_Hant": "海灣銀行"}


def test_a_portal_nobody_named_says_its_own_name_in_every_language(tmp_path):
    settings = Settings.from_env({"PORTAL_HOME": str(tmp_path)})
    said = [settings.in_language("phone_hours", one) for one in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)


def test_a_name_in_a_language_nobody_speaks_here_stops_the_start(tmp_path):
    with pytest.raises(BadSetting, match="There is no setting called organisation_xx"):
        Settings.from_env({"PORTAL_HOME": str(tmp_path), "PORTAL_ORGANISATION_XX": "x"})


BODIES = [
    "one\r\n.\r\nQUIT\r\nMAIL FROM:<a@x.org>", "\n.\n", "\r.\r", "x" * 5000, "字" * 5000,
    "Bcc: all@example.org\nSubject: other", "\u2028Bcc: x\u0085y", "\r\n\r\n<script>", "\x1b[31m",
]  # fmt: skip


@pytest.mark.row("BI-38", "BI-39", "BI-40")
@pytest.mark.parametrize("body", BODIES)
def test_the_last_bytes_of_a_mail_hold_our_headers_and_no_other(body):
    content = compose(
        sender="s@example.org", to="p@example.org", subject="您有一条消息", body=body, now=NOW,
        attachment=b"%PDF-1.7",
    ).content  # fmt: skip
    head = content.partition(b"\r\n\r\n")[0].decode("ascii")
    names = re.findall(r"^([A-Za-z-]+):", head, re.MULTILINE)
    ours = {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    assert (set(names), len(names)) == (ours, len(ours))
    assert b"\r\n.\r\n" not in content
    assert not re.search(b"[^\r]\n|\r[^\n]", content)
    assert max(map(len, content.split(b"\r\n"))) < 998
    assert all(byte < 128 for byte in content)


@pytest.mark.row("BI-38")
@pytest.mark.parametrize(
    "value", ["x\r\nBcc: y@x.org", "x\n Bcc: y", "x\0", "x\x7f", "x\x85y", "x\u2028y"]
)
def test_a_subject_of_more_than_a_line_is_never_a_header(value):
    try:
        mail = compose(sender="s@example.org", to="p@example.org", subject=value, body="x", now=NOW)
    except ValueError:
        return
    head = mail.content.partition(b"\r\n\r\n")[0]
    assert head.count(b"Subject:") == 1
    assert not re.search(rb"^Bcc:", head, re.MULTILINE)


@pytest.mark.row("BI-94")
def test_letters_are_not_made_from_a_folder_with_a_way_out(tmp_path, monkeypatch):
    (tmp_path / "out").symlink_to("/etc")
    monkeypatch.setattr(pdf_module, "FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match="Take the link out"):
        pdf_module.own_folder()


@pytest.mark.row("BI-43", "BI-94")
def test_layouts_fetch_nothing_and_read_nothing_but_themselves():
    for layout in pdf_module.FOLDER.rglob("*.typ"):
        text = layout.read_text("utf-8")
        assert "@preview" not in text
        assert not re.search(r"#?(read|plugin|image|eval)\(", text), layout.name


@pytest.mark.row("BI-41", "BI-43", "BI-10")
@pytest.mark.parametrize(
    "words",
    ['#read("/etc/passwd") $x$ @label', '#import "@preview/x:1.0.0"', "{{7*7}} {% x %}", "\\ * _ ` <x> ]]",
     "x" * 5000, "字" * 5000, "[[ticket_number]]", "\u202eabc \u2066x", "👨‍👩‍👧‍👦 𠮷 \u0301"],
)  # fmt: skip
def test_a_letter_of_odd_words_is_a_letter(words):
    for language in ("en", "zh_Hans_CN"):
        assert pdf(words[:80], words, language, "Recourse").startswith(b"%PDF")
