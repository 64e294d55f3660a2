"""Every page there is, who sees it and how it is reached. A new page is one line here.

Addresses are filled with the tickets of `reached.py`: {open}, {waiting}, {ended}, {letter}, {collector}.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: its name in pictures, its endpoint, who looks at it, and its address."""

    name: str
    endpoint: str
    who: str
    address: str
    #: What brings the page's error state: these answers in a form otherwise left empty.
    wrong: Mapping[str, Any] | None = None
    #: The address the form goes to, where the page has several.
    form: str = ""
    #: The page as it stands right after an opened <details> or the like needs no line of its own.
    status: int = 200
    more: Mapping[str, str] = field(default_factory=dict)


LONG = "x" * 4100
NOTHING: dict[str, Any] = {}


def public() -> list[Shown]:
    """Pages for anyone."""
    return [
        Shown("start", "public.start", "anyone", "/"),
        Shown("help-outside", "public.help_outside", "anyone", "/help-outside"),
        Shown("privacy-notice", "public.privacy", "anyone", "/how-we-use-your-information"),
        Shown("accessibility", "public.accessibility", "anyone", "/accessibility"),
        Shown("easy-read", "public.easy_read", "anyone", "/easy-read"),
        Shown("other-ways", "public.other_ways", "anyone", "/other-ways"),
        Shown("staying-safe", "public.staying_safe", "anyone", "/staying-safe"),
        Shown("track", "accounts.track", "anyone", "/track", NOTHING),
        Shown("lost-code", "lost.lost", "anyone", "/lost-code", NOTHING),
        Shown("resume", "intake.resume", "anyone", "/resume", NOTHING),
        Shown("not-found", "", "anyone", "/there-is-no-such-page", status=404),
        Shown("sign-in", "security.login", "anyone", "/staff/sign-in", NOTHING),
    ]


def question(name: str, wrong: Mapping[str, Any] | None = None, door: str = "report") -> Shown:
    """One page of questions of a report or request already answered up to the check page."""
    who = "reporter" if door == "report" else "asker"
    return Shown(f"{door}-{name}", "intake.page", who, f"/{door}/{name}", wrong)


def questions() -> list[Shown]:
    """The pages of questions, each also with everything wrong."""
    return [
        question("who", NOTHING),
        question("jurisdiction", NOTHING),
        question("what", {"words": LONG}),
        question("impact"),
        question("when", {"date_d": "31", "date_m": "2", "date_y": "2026", "count_week": "many"}),
        question("times"),
        question("collector", {"account_tail": "12a"}),
        question("evidence"),
        question("outcome", NOTHING),
        question("contact", NOTHING),
        question("reach", {"email": "nobody"}),
        question("privacy", NOTHING),
        question("about-you", NOTHING),
        question("check"),
        question("situation", NOTHING, "help"),
        question("budget", {"wages": "much"}, "help"),
        question("budget-more", {"court": "much"}, "help"),
        question("offer", NOTHING, "help"),
        question("check", None, "help"),
        Shown("helper", "intake.page", "helper", "/report/helper", NOTHING),
        Shown("danger", "intake.danger", "reporter", "/danger"),
        *(
            Shown(f"pause-{kind}", "intake.pause", "asker" if kind == "offer" else "reporter",
                  f"/pause/{kind}")
            for kind in ("account", "papers", "company", "offer")
        ),
        Shown("again", "intake.again", "reporter", "/again", NOTHING),
        Shown("receipt", "intake.receipt", "sender", "/receipt"),
        Shown("receipt-print", "intake.receipt_print", "sender", "/receipt/print"),
    ]  # fmt: skip


def own_ticket() -> list[Shown]:
    """The pages of a person with a receipt code."""
    return [
        Shown("ticket", "accounts.ticket", "person", "/ticket", NOTHING, form="/ticket/message"),
        Shown("ticket-answered", "accounts.ticket", "answered", "/ticket"),
        Shown("withdraw", "ending.withdraw", "person", "/ticket/withdraw", {"reason": LONG}),
        Shown("disagree", "ending.disagree", "answered", "/ticket/disagree", NOTHING),
        Shown("verdict", "ending.verdict", "answered", "/ticket/verdict", NOTHING),
        Shown("correct", "own_words.correct", "person", "/ticket/correct", NOTHING),
        Shown("own-contact", "own_contact.change", "person", "/ticket/contact",
              {"reply_by": "email", "email": "nobody"}),
        Shown("new-code", "lost.replace", "person", "/ticket/new-code", NOTHING),
        Shown("my-data", "own_data.ask", "person", "/ticket/my-data", NOTHING),
        Shown("my-copy", "own_data.take", "person", "/ticket/my-data/copy", NOTHING),
        Shown("referral", "own_referral.offers", "person", "/ticket/referral"),
        Shown("ticket-again", "happened_again.add", "person", "/ticket/again", NOTHING),
        Shown("ticket-files", "own_files.add", "person", "/ticket/evidence", NOTHING),
    ]  # fmt: skip


def desk() -> list[Shown]:
    """A supervisor's pages."""
    tabs = ("reply", "note", "referral", "triage", "people", "holds")
    wrong = {"reply": NOTHING, "note": NOTHING, "triage": NOTHING, "holds": NOTHING}
    return [
        Shown("queue", "triage.queue", "supervisor", "/tickets?view=all"),
        Shown("queue-empty", "triage.queue", "supervisor", "/tickets?view=all&number=none"),
        Shown("case", "casework.ticket", "supervisor", "/tickets/{open}"),
        Shown("case-ended", "casework.ticket", "supervisor", "/tickets/{ended}"),
        Shown("letter", "casework.letter", "supervisor", "{letter}"),
        Shown("decision", "triage.decision", "supervisor", "/tickets/{open}/decision"),
        *(
            Shown(f"case-{tab}", "casework.tab", "supervisor", f"/tickets/{{open}}/{tab}",
                  wrong.get(tab), form=f"/tickets/{{open}}/{tab}")
            for tab in tabs
        ),
        Shown("outcome", "outcomes.decide", "supervisor", "/tickets/{open}/outcome", NOTHING),
        Shown("agreement", "outcomes.agreement", "supervisor", "/tickets/{waiting}/agreement",
              NOTHING, form="/tickets/{waiting}/send-back"),
        Shown("rule-packs", "admin.rule_packs", "supervisor", "/admin/rule-packs"),
        Shown("rule-pack", "admin.rule_pack", "supervisor", "/admin/rule-packs/gb"),
        Shown("verify", "security.verify", "supervisor", "/staff/verify", NOTHING),
    ]  # fmt: skip


def review() -> list[Shown]:
    """A reviewer's and an administrator's pages."""
    return [
        Shown("reviews", "reviews.cycle", "reviewer", "/reviews"),
        Shown("agencies", "reviews.agencies", "reviewer", "/reviews/agencies"),
        Shown("collector", "reviews.collector", "reviewer", "/reviews/collectors/{collector}"),
        Shown("staff", "admin.staff", "administrator", "/admin/staff"),
        Shown("people-agencies", "people.agencies", "administrator", "/admin/agencies"),
        Shown("people-agency-add", "people.new_agency", "administrator", "/admin/agencies/add",
              {"agency": ""}),
        Shown("people-agency", "people.agency", "administrator", "/admin/agencies/1",
              {"agency": ""}, form="/admin/agencies/1"),
        Shown("people-team", "people.team", "administrator", "/admin/teams/1",
              {"team": ""}, form="/admin/teams/1"),
        Shown("people-collector-add", "people.new_collector", "administrator",
              "/admin/collectors/add?agency=1"),
        Shown("people-collector", "people.collector", "administrator",
              "/admin/collectors/{collector}"),
        Shown("people-list", "people.whole_list", "administrator", "/admin/people/list"),
        Shown("people-book", "people.book", "administrator", "/admin/people/book"),
        Shown("data-requests", "data_requests.listed", "administrator", "/admin/data-requests"),
        Shown("retention", "retention.listed", "administrator", "/admin/retention"),
        Shown(
            "data-request",
            "data_requests.one",
            "administrator",
            "/admin/data-requests/{asked}",
            NOTHING,
        ),
        Shown("try-it", "trial.try_it", "administrator", "/admin/try-it"),
        Shown("duty", "duty.duty", "administrator", "/admin/staff/1"),
        Shown("second-factor", "security.two_factor_setup", "enrolling", "/staff/tf-setup"),
    ]  # fmt: skip


PAGES = [*public(), *questions(), *own_ticket(), *desk(), *review()]

#: Addresses that answer with something else than a page to look at, and why.
EXCEPTIONS = {
    "files.file": "needs a file the worker has looked at; walked in test_evidence",
    "files.content": "a file",
    "selected.back": "leads to the queue; the page itself answers a form, walked in triage/",
    "api.live": "words for machines",
    "api.ready": "words for machines",
    "intake.pickup": "a link that opens once",
    "lost.found": "a link that opens once, and only where it was asked for; walked in test_own_ticket",
    "own_words.hide": "needs a message; walked in test_own_ticket",
    "intake.by_phone": "leads into the walk that is looked at",
    "static": "a file",
    "public.health": "words for machines",
    "api.health": "words for machines",
    "public.leave": "leads away from the site",
    "admin.desk": "leads to the own desk",
    "intake.begin": "leads to the first page of a door",
    "intake.copy": "a PDF",
    "intake.proposal": "a PDF",
    "intake.receipt_pdf": "a PDF",
    "intake.save": "only shown once, right after saving; walked in test_filing",
    "accounts.letter_pdf": "a PDF",
    "own_referral.letter_pdf": "a PDF",
    "reviews.notice_sheet": "a sheet to print after a notice was sent; walked in test_threatened",
    "security.tf_select": "the library's; only one method is offered, so it is never shown",
    "security.two_factor_rescue": "the library's; no rescue by mail is offered",
    "security.two_factor_token_validation": "asks for a number only a telephone knows",
    "security.mf_recovery": "asks for a recovery code in the middle of a sign-in",
    "security.mf_recovery_codes": "shown once to somebody who has just set up the second factor",
}
