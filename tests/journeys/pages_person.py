"""The pages for anyone, the questions, and the pages of a person with a receipt code."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.shown import LONG, NOTHING, Shown


def public() -> list[Shown]:
    """Pages for anyone."""
    return [
        Shown("start", "public/start", "anyone", "/"),
        Shown("help-outside", "public/help_outside", "anyone", "/help-outside"),
        Shown("privacy-notice", "public/privacy", "anyone", "/how-we-use-your-information"),
        Shown("accessibility", "public/accessibility", "anyone", "/accessibility"),
        Shown("easy-read", "public/easy_read", "anyone", "/easy-read"),
        Shown("other-ways", "public/other_ways", "anyone", "/other-ways"),
        Shown("staying-safe", "public/staying_safe", "anyone", "/staying-safe"),
        Shown("track", "accounts/track", "anyone", "/track", NOTHING),
        Shown("lost-code", "accounts/lost", "anyone", "/lost-code", NOTHING),
        Shown("lost-sent", "accounts/lost_sent", "anyone", "/lost-code", does=("asks_for_a_link",)),
        Shown("link-over", "accounts/link_over", "anyone", "/new-code/over", status=404),
        Shown("link", "accounts/link", "locked-out", "{link}"),
        Shown("resume", "intake/resume", "anyone", "/resume", NOTHING),
        Shown("pickup", "intake/pickup", "anyone", "/pickup/new"),
        Shown("pickup-over", "intake/receipt_seen", "anyone", "/pickup/old", status=404,
              does=("presses", "main form button.btn")),
        Shown("sign-in", "security/login_user", "anyone", "/staff/sign-in", NOTHING),
    ]  # fmt: skip


def question(name: str, wrong: Mapping[str, Any] | None = None, door: str = "report") -> Shown:
    """One page of questions of a report or request already answered up to the check page."""
    who = "reporter" if door == "report" else "asker"
    return Shown(f"{door}-{name}", f"intake/{name}", who, f"/{door}/{name}", wrong)


def questions() -> list[Shown]:
    """The pages of questions, each also with everything wrong."""
    return [
        question("who", NOTHING),
        question("jurisdiction", NOTHING),
        question("what", {"words": LONG}),
        question("impact"),
        question("when", {"date_d": "31", "date_m": "2", "date_y": "2026", "count_week": "many"}),
        question("times", {"times_m": "13", "times_y": "2026"}),
        question("collector", {"account_tail": "12a"}),
        question("evidence"),
        question("outcome", NOTHING),
        question("contact", NOTHING),
        question("reach", {"email": "nobody"}),
        question("privacy", NOTHING),
        question("about-you", {"name": LONG}),
        question("check"),
        question("situation", NOTHING, "help"),
        question("budget", {"wages": "much"}, "help"),
        question("budget-more", {"court": "much"}, "help"),
        question("offer", NOTHING, "help"),
        question("check", None, "help"),
        Shown("report-files", "intake/evidence", "with-files", "/report/evidence"),
        Shown(
            "report-files-none",
            "intake/evidence",
            "with-files",
            "/report/evidence",
            status=422,
            does=("presses", "button[name=upload]"),
            answers="/report/evidence",
        ),
        Shown("helper", "intake/helper", "helper", "/report/helper", NOTHING),
        Shown("again", "intake/again", "reporter", "/again", NOTHING),
    ]


def on_the_way() -> list[Shown]:
    """What comes between the questions, and after them."""
    return [
        Shown("danger", "intake/pause_danger", "reporter", "/danger"),
        *(
            Shown(f"pause-{kind}", f"intake/pause_{kind}",
                  "asker" if kind == "offer" else "reporter", f"/pause/{kind}")
            for kind in ("account", "papers", "offer")
        ),
        Shown("pause-company", "intake/pause_company", "doubter", "/pause/company"),
        Shown("two-at-once", "intake/two_at_once", "reporter", "/begin/help"),
        Shown("saved", "intake/saved", "saver", "/save", {"email": "nobody"}),
        Shown("sent-already", "intake/sent", "sender", "/begin/report"),
        Shown("receipt", "intake/receipt", "sender", "/receipt"),
        Shown("receipt-print", "intake/receipt_print", "sender", "/receipt/print"),
        Shown("receipt-seen", "intake/receipt_seen", "anyone", "/receipt"),
        Shown("added", "intake/added", "anyone", "/easy-read", does=("adds_to_the_open_ticket",),
              answers="/again"),
    ]  # fmt: skip


def own_ticket() -> list[Shown]:
    """The pages of a person with a receipt code."""
    return [
        Shown("ticket", "accounts/ticket", "person", "/ticket", NOTHING, form="/ticket/message"),
        Shown("ticket-answered", "accounts/ticket", "answered", "/ticket"),
        Shown("ticket-withdrawn", "accounts/ticket", "withdrawn", "/ticket"),
        Shown("withdraw", "accounts/withdraw", "person", "/ticket/withdraw", {"reason": LONG}),
        Shown("withdraw-too-late", "accounts/not_now", "answered", "/ticket/withdraw"),
        Shown("disagree", "accounts/disagree", "answered", "/ticket/disagree", NOTHING),
        Shown("disagree-too-early", "accounts/not_now", "person", "/ticket/disagree"),
        Shown("verdict", "accounts/verdict", "answered", "/ticket/verdict", NOTHING),
        Shown("correct", "accounts/correct", "person", "/ticket/correct", NOTHING),
        Shown("own-contact", "accounts/contact", "person", "/ticket/contact",
              {"reply_by": "email", "email": "nobody"}),
        Shown("stop-mail", "accounts/stop_mail", "withdrawn", "/ticket/contact", NOTHING),
        Shown("new-code", "accounts/new_code", "person", "/ticket/new-code", NOTHING),
        Shown("code-shown", "accounts/code_shown", "changing", "/ticket/new-code",
              does=("gets_a_new_code",)),
        Shown("my-data", "accounts/data", "person", "/ticket/my-data", NOTHING),
        Shown("my-data-waiting", "accounts/data", "curious", "/ticket/my-data", NOTHING),
        Shown("my-copy", "accounts/copy", "person", "/ticket/my-data/copy", NOTHING),
        Shown("referral", "accounts/referral", "person", "/ticket/referral"),
        Shown("referral-wrong", "accounts/referral", "answered", "/ticket/referral", status=422,
              does=("decides_on_a_letter", ""), answers="/ticket/referral/a-body"),
        Shown("referral-agreed", "accounts/referral", "agreeing", "/ticket/referral",
              does=("decides_on_a_letter", "yes")),
        Shown("ticket-again", "accounts/again", "person", "/ticket/again", NOTHING),
        Shown("ticket-files", "accounts/evidence", "person", "/ticket/evidence", NOTHING),
        Shown("ticket-files-looked-at", "accounts/evidence", "evidencing", "/ticket/evidence"),
        Shown("hide", "accounts/hide", "writer", "{hide}"),
    ]  # fmt: skip
