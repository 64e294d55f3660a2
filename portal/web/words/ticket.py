"""What a ticket is, where it stands, and what happened to it."""

from portal.catalogue import N_
from portal.languages import LANGUAGES

WORDS: dict[str, dict[str, str]] = {
    "severity": {
        "safety": N_("Safety"),
        "serious": N_("Serious"),
        "standard": N_("Standard"),
        "service": N_("Service"),
    },
    "state": {
        "received": N_("New"),
        "queued": N_("Waiting for a supervisor"),
        "assigned": N_("In hand"),
        "awaiting_agreement": N_("Waiting for a second supervisor"),
        "closed": N_("Closed"),
        "referred": N_("Passed on"),
        "withdrawn": N_("Withdrawn"),
    },
    "desk": {
        "conduct": N_("Conduct desk"),
        "hardship": N_("Hardship desk"),
        "disputes": N_("Disputes desk"),
        "data_protection": N_("Data protection desk"),
        "fraud": N_("Fraud desk"),
        "compliance": N_("Compliance desk"),
        "independent": N_("Independent desk"),
        "outside": N_("Reviewer from outside"),
        "screening": N_("Screening desk"),
    },
    "kind": {
        "conduct": N_("Conduct report"),
        "help": N_("Request for help"),
    },
    "view": {
        "mine": N_("My open tickets"),
        "all": N_("All open tickets"),
        "unassigned": N_("Unassigned"),
        "safety": N_("Urgent: safety"),
        "due_soon": N_("Due in 2 days"),
        "overdue": N_("Overdue"),
        "disagreed": N_("Disagreed"),
        "referrals": N_("Referrals to send"),
        "agreement": N_("For a second supervisor"),
        "unanswered": N_("Written to us after the end"),
        "ended": N_("Ended"),
    },
    "place": {
        "cn": N_("Mainland China"),
        "us": N_("United States"),
        "gb": N_("United Kingdom"),
    },
    "spoken": {
        **{code: one.name for code, one in LANGUAGES.items()},
        "other": N_("Another language"),
    },
    "confidentiality": {
        "confidential": N_("Confidential: hide identity from the agency"),
        "open": N_("The agency may know who reported"),
        "anonymous": N_("Anonymous"),
    },
    "source": {
        "web": N_("Web form"),
        "phone": N_("Phone"),
        "post": N_("Post"),
    },
    "presence": {
        "reading": N_("%(name)s has this ticket open"),
        "writing": N_("%(name)s is writing in this ticket"),
    },
    "limit": {
        "no_calls": N_("Do not call this number any more"),
        "no_work": N_("Do not contact my work"),
        "no_visits": N_("Do not visit"),
        "adviser_only": N_("Only contact my adviser"),
        "stop_contacting_this_person": N_("Stop contacting this person"),
        "debtor_only": N_("Contact the customer only, no third parties"),
        "only_allowed_hours": N_("Only at the hours the rules allow"),
    },
    #: The same, as the person is told what collectors were told.
    "limit_told": {
        "no_calls": N_("No calls to this number any more"),
        "no_work": N_("No contact at your work"),
        "no_visits": N_("No visits"),
        "adviser_only": N_("Contact only through your adviser"),
        "stop_contacting_this_person": N_("You are not contacted about this any more"),
        "debtor_only": N_("Nobody else may be contacted about this"),
        "only_allowed_hours": N_("Contact only at the hours the rules allow"),
    },
    #: What nothing does by itself, told to who writes the letter.
    "by_hand": {
        "text": N_(
            "The customer asked for a text message, and none is sent by itself. Send one that says only "
            "“You have a message”. The number and the safe times stand under People."
        ),
        "phone": N_(
            "The customer asked for a call. Nothing calls by itself. The number, the safe times and "
            "what you may say stand under People."
        ),
        "post": N_(
            "The customer asked for post. Nothing is posted by itself. Print the letter; "
            "the address stands under People."
        ),
    },
    "hold_scope": {
        "account": N_("Collection on the account is stopped"),
        "contact": N_("Contact is stopped"),
    },
    "hold_until": {
        "dispute_answered": N_("until the dispute is answered"),
        "reviewed": N_("until a supervisor has reviewed it"),
        "person_is_safe": N_("until the person is safe"),
        "offer_answered": N_("until the offer is answered"),
        "identity_checked": N_("until it is known who made the debt"),
        "estate_confirmed": N_("until it is known who settles the estate"),
        "plan_ends_or_breaks": N_("while the agreed plan is kept"),
        "evidence_given_or_time_over": N_("until it is known what support the person needs"),
        "representative_no_longer_acts": N_("while a lawyer or adviser acts for the person"),
        "moratorium_over": N_("until the breathing space is over"),
        "adviser_period_over": N_("until the adviser’s time is over"),
        "person_writes_again": N_("until the person writes again"),
        "court_decides": N_("until the court has decided"),
    },
    "promise_end": {
        "kept": N_("Kept"),
        "late": N_("Kept late"),
        "ended": N_("Ended"),
    },
    #: The same, as the person reads it.
    "promise_told": {
        "kept": N_("done"),
        "late": N_("done, but late"),
        "ended": N_("does not run any more, since you took it back"),
    },
    "tag": {
        "court": N_("deadline in court"),
        "unanswered": N_("new message"),
        "representative": N_("representative"),
        "duplicate": N_("likely duplicate"),
    },
    "happened": {
        "filed": N_("The customer sent the report"),
        "triaged": N_("Triage set the severity and the desk"),
        "assigned": N_("The ticket was given to a supervisor or desk"),
        "released": N_("The ticket was given back, to wait for a supervisor"),
        "outside_way": N_(
            "Nobody here is free of a conflict: the customer was told who else can help"
        ),
        "triage_changed": N_("The triage was changed"),
        "message_in": N_("The customer wrote"),
        "message_out": N_("Reply to the customer"),
        "note": N_("Internal note, not shown to the customer"),
        "letter_posted": N_("A letter was put on the customer’s page"),
        "referral_offered": N_("An organisation was offered to the customer"),
        "referral_consent": N_("The customer answered about a referral"),
        "referral_sent": N_("The ticket or a letter went to an outside organisation"),
        "outcome_proposed": N_("An outcome was proposed"),
        "outcome_agreed": N_("A second supervisor agreed to the outcome"),
        "outcome_returned": N_("A second supervisor sent the outcome back"),
        "closed": N_("The ticket was closed"),
        "withdrawn": N_("The customer withdrew the report"),
        "disagreed": N_("The customer disagreed with the answer"),
        "hold_placed": N_("Collection was stopped"),
        "hold_lifted": N_("A stop on collection ended"),
        "identity_shown": N_("Identity was shown"),
        "tie_declared": N_("A supervisor declared a connection"),
        "collector_named": N_("The collector this is about was put down"),
        "deadline_extended": N_("A deadline was extended"),
        "evidence_added": N_("The customer added files"),
        "happened_again": N_("The customer says it happened again"),
        "corrected": N_("The customer corrected something"),
        "view_cleared": N_("The customer hid something from their own view"),
        "contact_changed": N_("The customer changed how to reach them"),
        "code_replaced": N_("A new receipt code replaced the old one"),
        "judged": N_("The customer said how well we dealt with it"),
        "data_asked": N_("The customer asked for notes or for deletion"),
        "data_copied": N_("The customer took a copy of their data"),
        "data_proposed": N_("An administrator proposed to delete the ticket"),
        "data_decided": N_("What the customer asked about their data was answered"),
        "data_kept": N_("The customer decided to keep the ticket"),
        "erased": N_("The ticket was erased"),
        "contact_destroyed": N_("Name and addresses were kept long enough and destroyed"),
        "files_destroyed": N_("Files were kept long enough and destroyed"),
        "preserved": N_("The ticket was kept from being destroyed"),
        "preservation_lifted": N_("The ticket is no longer kept from being destroyed"),
        "evidence_opened": N_("A file was opened"),
    },
}
