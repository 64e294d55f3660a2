"""Every page there is, who sees it and how it is reached, and which addresses and forms show none, and why."""

from tests.journeys import pages_person, pages_refused, pages_staff

PAGES = [
    *pages_person.public(),
    *pages_person.questions(),
    *pages_person.on_the_way(),
    *pages_person.own_ticket(),
    *pages_staff.desk(),
    *pages_staff.tabs(),
    *pages_staff.reviews(),
    *pages_staff.administration(),
    *pages_refused.refused(),
]

#: Addresses that answer with something else than a page to look at, and why.
NO_PAGE = {
    "files.content": "a file",
    "selected.back": "leads to the queue; the page itself answers a form",
    "api.live": "words for machines",
    "api.ready": "words for machines",
    "static": "a file",
    "public.health": "words for machines",
    "api.health": "words for machines",
    "public.leave": "leads away from the site",
    "admin.desk": "leads to the own desk",
    "intake.copy": "a PDF",
    "intake.proposal": "a PDF",
    "intake.receipt_pdf": "a PDF",
    "accounts.letter_pdf": "a PDF",
    "own_referral.letter_pdf": "a PDF",
    "casework.letter_pdf": "a PDF",
    "security.tf_select": "the library's; only one method is offered, so it is never shown",
    "security.two_factor_rescue": "the library's; no rescue by mail is offered",
}

#: Forms without an error state to look at, and why.
NO_ERROR = {
    "accounts.leave": "a button",
    "api.contact_counts": "for machines",
    "api.file_report": "for machines",
    "casework.lift_hold": "needs a stop of one's own; walked in casework/",
    "casework.send_again": "a button",
    "casework.refer": "no browser lets its letter grow too long; walked in casework/",
    "data_requests.agree": "a button",
    "files.file": "two buttons",
    "intake.begin_again": "a button",
    "intake.begin_by_phone": "a button",
    "intake.mail_dates": "a button",
    "intake.pickup": "a button",
    "intake.save_now": "a button",
    "intake.submit": "a button; what changed meanwhile is walked in intake/",
    "intake.to_referral": "a button",
    "lost.found": "a button",
    "outcomes.agree": "a button",
    "own_data.keep": "a button",
    "own_referral.recall": "a button",
    "own_words.hide": "a button",
    "public.choose_quiet": "a button",
    "people.change_collector": "every field may stay empty",
    "people.name_report": "waits for a report that fits; walked in admin/",
    "people.read_list": "names lines of the list, not fields; walked in admin/",
    "people.take_list": "a button",
    "people.uncall": "a button",
    "retention.begin": "a button",
    "retention.lift": "a button",
    "retention.stop": "a button",
    "reviews.ask_again": "says one sentence above the page; walked in reviews/",
    "reviews.check": "opens weeks after the action; walked in reviews/",
    "reviews.refuse": "waits for a second reviewer; walked in reviews/",
    "reviews.second": "a button",
    "reviews.select_now": "a button",
    "reviews.tie": "a button",
    "security.logout": "a button",
    "security.mf_recovery_codes": "a button",
    "security.tf_select": "the library's; only one method is offered, so it is never shown",
    "security.two_factor_rescue": "the library's; no rescue by mail is offered",
    "security.two_factor_setup": "one choice that is made already",
    "security.two_factor_setup_validate": "only for whoever changes the app; the same page as at first",
    "selected.release": "a button",
}

#: Pages of questions on which nothing typed can be wrong.
NEVER_WRONG = {
    "report-impact": "every box may stay empty",
    "report-check": "nothing is typed",
    "help-check": "nothing is typed",
}

#: Templates that no browser looks at, and why.
NOT_DRAWN = {
    "security/two_factor_select": "the library's; only one method is offered, so it is never shown",
    "security/logout_user": "the library's; sign-out is a button on every page",
}
