"""The pages of supervisors, reviewers and administrators."""

from tests.journeys.shown import NOTHING, Shown

#: What is wrong with each form of the ticket page.
WRONG = {
    "reply": NOTHING,
    "note": NOTHING,
    "triage": NOTHING,
    "holds": NOTHING,
}


def desk() -> list[Shown]:
    """A supervisor's queue and ticket."""
    return [
        Shown("queue", "triage/queue", "supervisor", "/tickets?view=all"),
        Shown("queue-empty", "triage/queue", "supervisor", "/tickets?view=all&number=none"),
        Shown("queue-wrong", "triage/queue", "supervisor", "/tickets?received_from=yesterday",
              status=422),
        Shown("selected-none", "triage/queue", "supervisor", "/tickets?view=all", status=422,
              does=("presses", "button[name=do][value=release]"), answers="/tickets/selected"),
        Shown("selected", "triage/selected", "supervisor", "/tickets?view=all",
              does=("selects", "release")),
        Shown("selected-wrong", "triage/selected", "supervisor", "/tickets?view=all", status=422,
              does=("selects", "assign", "main form button.btn"),
              answers="/tickets/selected/assign"),
        Shown("given-back", "triage/selected", "supervisor", "/tickets?view=all",
              does=("selects", "release", "main form button.btn"),
              answers="/tickets/selected/release"),
        Shown("case", "casework/ticket", "supervisor", "/tickets/{open}"),
        Shown("case-ended", "casework/ticket", "supervisor", "/tickets/{ended}"),
        Shown("letter", "casework/letter", "supervisor", "{letter}"),
        Shown("file", "casework/file", "supervisor", "{file}"),
        Shown("file-looked-at", "casework/file", "supervisor", "{file}",
              does=("presses", "button[name=look]"), answers="{file}"),
        Shown("decision", "triage/decision", "supervisor", "/tickets/{open}/decision"),
        Shown("phone", "intake/phone", "supervisor", "/staff/phone-report"),
        Shown("verify", "security/verify", "supervisor", "/staff/verify", NOTHING),
    ]  # fmt: skip


def tabs() -> list[Shown]:
    """The tabs of the ticket page, each with its form wrong and with its letter to be read first."""
    return [
        *(
            Shown(f"case-{tab}", "casework/ticket", "supervisor", f"/tickets/{{open}}/{tab}",
                  WRONG.get(tab), form=f"/tickets/{{open}}/{tab}")
            for tab in ("reply", "note", "referral", "triage", "people", "holds")
        ),
        *(
            Shown(f"case-people-{form}", "casework/ticket", "supervisor",
                  "/tickets/{open}/people", NOTHING, form=f"/tickets/{{open}}/{form}",
                  fresh=form == "identity")
            for form in ("identity", "reassign", "tie", "collector")
        ),
        Shown("case-deadline", "casework/ticket", "supervisor", "/tickets/{open}/deadline"),
        Shown("case-deadline-movable", "casework/ticket", "supervisor",
              "/tickets/{movable}/deadline", NOTHING, form="/tickets/{movable}/deadline"),
        Shown("case-referral-offer", "casework/ticket", "supervisor", "/tickets/{open}/referral",
              NOTHING, form="/tickets/{open}/offer"),
        Shown("case-referral-agreed", "casework/ticket", "supervisor", "/tickets/{agreed}/referral"),
        Shown("case-referral-read", "casework/ticket", "supervisor", "/tickets/{agreed}/referral",
              does=("presses", "form[action$='/refer'] button[value=preview]"),
              answers="/tickets/{agreed}/refer"),
        Shown("case-reply-read", "casework/ticket", "supervisor", "/tickets/{open}/reply",
              does=("reads_a_reply",), answers="/tickets/{open}/reply"),
        Shown("identity", "casework/ticket", "supervisor", "/tickets/{open}/people",
              does=("asks_who_it_is",), answers="/tickets/{open}/identity", fresh=True),
        Shown("outcome", "outcomes/decide", "supervisor", "/tickets/{open}/outcome", NOTHING),
        Shown("agreement", "outcomes/agreement", "supervisor", "/tickets/{waiting}/agreement",
              NOTHING, form="/tickets/{waiting}/send-back"),
    ]  # fmt: skip


def reviews() -> list[Shown]:
    """A reviewer's pages; each state of a review is another collector's."""
    return [
        Shown("reviews", "reviews/cycle", "reviewer", "/reviews"),
        Shown("agencies", "reviews/agencies", "reviewer", "/reviews/agencies"),
        *(
            Shown(f"review-{verb}", "reviews/collector", "reviewer",
                  f"/reviews/collectors/{{{state}}}", NOTHING, form=f"/reviews/{{{state}-review}}/{verb}")
            for state, verb in (
                ("selected", "notice"), ("selected", "export"), ("noticed", "reply"),
                ("replied", "decide"), ("running", "done"),
            )
        ),
        Shown("notice", "reviews/notice", "reviewer", "/reviews/{noticed-review}/notice"),
    ]  # fmt: skip


def administration() -> list[Shown]:
    """An administrator's pages, and the second factor of all staff."""
    return [
        Shown("rule-packs", "admin/rule_packs", "supervisor", "/admin/rule-packs"),
        Shown("rule-pack", "admin/rule_pack", "supervisor", "/admin/rule-packs/gb"),
        Shown("staff", "admin/staff", "administrator", "/admin/staff"),
        Shown("duty", "admin/duty", "administrator", "/admin/staff/1", {"absent_from": "soon"}),
        *people(),
        Shown("data-requests", "admin/data_requests", "administrator", "/admin/data-requests"),
        Shown("data-request", "admin/data_request", "administrator", "/admin/data-requests/{asked}",
              NOTHING, fresh=True),
        Shown("retention", "admin/retention", "administrator", "/admin/retention", NOTHING,
              form="/admin/retention/keep", fresh=True),
        Shown("try-it", "admin/try_it", "administrator", "/admin/try-it", {"received_on": "soon"}),
        Shown("try-it-decided", "admin/try_it", "administrator", "/admin/try-it",
              does=("tries_a_report",)),
        Shown("second-factor", "security/two_factor_setup", "enrolling", "/staff/tf-setup"),
        Shown("second-factor-key", "security/two_factor_setup", "enrolling", "/staff/tf-setup",
              does=("presses", "main button[name=submit]")),
        Shown("recovery-codes", "security/mf_recovery_codes", "enrolled", "/staff/mf-recovery-codes"),
        Shown("code-of-the-app", "security/two_factor_verify_code", "proving", "/staff/tf-validate",
              {"code": "1"}),
        Shown("recovery", "security/mf_recovery", "proving", "/staff/mf-recovery", {"code": "1"}),
    ]  # fmt: skip


def people() -> list[Shown]:
    """Agencies, teams and collectors."""
    who = "administrator"
    of_collector = (
        ("", None), ("/move", NOTHING), ("/managers", NOTHING), ("/names", NOTHING),
    )  # fmt: skip
    return [
        Shown("agencies-kept", "admin/agencies", who, "/admin/agencies"),
        Shown("agency-add", "admin/agency_add", who, "/admin/agencies/add", {"agency": ""}),
        Shown("agency", "admin/agency", who, "/admin/agencies/1", {"agency": ""},
              form="/admin/agencies/1"),
        Shown("team-add", "admin/agency", who, "/admin/agencies/1", {"team": ""},
              form="/admin/agencies/1/teams"),
        Shown("team", "admin/team", who, "/admin/teams/1", {"team": ""}, form="/admin/teams/1"),
        Shown("team-leaders", "admin/team", who, "/admin/teams/1", NOTHING,
              form="/admin/teams/1/leaders"),
        Shown("collector-add", "admin/collector_add", who, "/admin/collectors/add?agency=1", NOTHING),
        *(
            Shown(f"collector-kept{part.replace('/', '-')}", "admin/collector", who,
                  "/admin/collectors/{selected}", wrong, form=f"/admin/collectors/{{selected}}{part}")
            for part, wrong in of_collector
        ),
        Shown("people-list", "admin/people_list", who, "/admin/people/list"),
        Shown("people-book", "admin/people_book", who, "/admin/people/book"),
    ]  # fmt: skip
