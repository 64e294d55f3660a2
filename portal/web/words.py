"""Codes as the words staff read: one table for each kind of code, looked up one word at a time."""

from datetime import date
from functools import lru_cache

from flask import Flask, current_app
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from portal.catalogue import N_
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.models import Ticket
from portal.web.filters import days_until, pack_word
from portal.web.locale import translate

WORDS: dict[str, dict[str, str]] = {
    "help": {
        "payment_pause": N_("Pause payments"),
        "repayment_plan": N_("Smaller payments over a longer time"),
        "fee_interest_relief": N_("Stop or lower interest and charges"),
        "settlement": N_("Settle with one amount"),
        "dispute_debt": N_("Correct what I owe"),
        "supervisor": N_("Wants to know the options"),
    },
    "help_decision": {
        "": N_("Choose an answer"),
        "accept": N_("Accept what was offered"),
        "counter": N_("Offer something else"),
        "pause": N_("Pause payments and collection"),
        "decline": N_("Decline, with the reason"),
    },
    "interval": {
        "": N_("Choose how often"),
        "week": N_("Every week"),
        "two_weeks": N_("Every 2 weeks"),
        "four_weeks": N_("Every 4 weeks"),
        "month": N_("Every month"),
    },
    "offer": {
        "amount": N_("I can pay an amount"),
        "cannot": N_("I cannot pay now"),
        "unsure": N_("I do not know yet"),
    },
    "delay": {
        "recording": N_("Waiting for a recording"),
        "agency": N_("Waiting for the agency"),
        "complex": N_("It is complex"),
        "customer": N_("Waiting for the customer"),
    },
    "send_as": {
        "message": N_("A message on the customer’s page"),
        "letter": N_("A progress letter the customer can print"),
    },
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
        "independent": N_("Independent desk"),
        "outside": N_("Reviewer from outside"),
        "screening": N_("Screening desk"),
    },
    "finding": {
        "": N_("Choose a finding"),
        "upheld": N_("Upheld"),
        "partly": N_("Partly upheld"),
        "not_upheld": N_("Not upheld"),
        "undetermined": N_("Not enough evidence"),
        "withdrawn": N_("Withdrawn by the customer"),
        "out_of_scope": N_("Not for us to decide"),
    },
    "cause": {
        "": N_("Choose what caused it"),
        "individual": N_("One person’s conduct"),
        "script_or_policy": N_("Our script or policy"),
        "system": N_("A system error"),
        "agency": N_("The agency’s practice"),
        "customer_misunderstanding": N_("A misunderstanding"),
    },
    "remedy": {
        "apology": N_("Apology"),
        "correct_amount": N_("Correct the amount"),
        "remove_charges": N_("Take away charges"),
        "payment": N_("Payment to the customer"),
        "contact_limits": N_("Contact limits"),
        "plan_agreed": N_("Payment plan agreed"),
        "pause_agreed": N_("Pause of payments agreed"),
        "none": N_("No remedy is needed"),
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
    "limit": {
        "no_calls": N_("Do not call this number any more"),
        "no_work": N_("Do not contact my work"),
        "no_visits": N_("Do not visit"),
        "adviser_only": N_("Only contact my adviser"),
        "stop_contacting_this_person": N_("Stop contacting this person"),
        "debtor_only": N_("Contact the customer only, no third parties"),
        "only_allowed_hours": N_("Only at the hours the rules allow"),
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
    "danger": {
        "self_harm": N_("Thoughts of ending life"),
        "immediate_danger": N_("Does not feel safe now"),
        "violence": N_("Words of violence"),
        "court_papers": N_("Court papers"),
        "scam": N_("Possible scam"),
    },
    "choice": {
        "threat": N_("Threatened me, my family or my job"),
        "abuse": N_("Swore at me or insulted me"),
        "force": N_("Came to my home or work and would not leave, or used force"),
        "often": N_("Contacted me too often"),
        "hours": N_("Called very early, very late, or at a time I asked them not to"),
        "stop": N_("Kept contacting me after I told them I could only be reached another way"),
        "third": N_("Told other people about my debt"),
        "notmine": N_("Contacted me about a debt that is not mine"),
        "data": N_("Used or shared my personal details"),
        "false": N_("Pretended to be the police, a court or a lawyer, or sent fake papers"),
        "amount": N_(
            "Asked for the wrong amount, added charges, or asked me to pay a private account"
        ),
        "nohelp": N_("Refused to listen to my offer or my hardship"),
        "none": N_("None of these – I will describe it myself"),
    },
    "who": {
        "self": N_("Me"),
        "represent": N_("Someone I help or represent"),
        "other": N_("I am being contacted about someone else’s debt"),
    },
    "firm": {
        "bank": N_("Bank"),
        "consumer_finance": N_("Consumer finance company"),
        "small_loan": N_("Small-loan company"),
        "agency": N_("Collection agency"),
        "debt_buyer": N_("Debt buyer"),
        "creditor": N_("Creditor that collects itself"),
        "unknown": N_("Not known"),
    },
    "tier": {
        "independent_supervisor": N_("A supervisor of another team"),
        "complaints_manager": N_("The complaints manager, at the independent desk"),
        "compliance": N_("Compliance, at the independent desk"),
        "outside_body": N_("An organisation outside"),
    },
    "tier_plain": {
        "independent_supervisor": N_("a supervisor of another team"),
        "complaints_manager": N_("the complaints manager"),
        "compliance": N_("the compliance department"),
        "outside_body": N_("an organisation outside"),
    },
    "never": {
        "collector": N_("the collector"),
        "line_managers": N_("the managers of the collector"),
        "same_agency": N_("the same agency"),
        "paid_by_portfolio": N_("whoever is paid by what is collected"),
        "earlier_decider": N_("whoever decided before"),
    },
    "fact": {
        "choices": N_("What was ticked"),
        "choices_any": N_("What was ticked"),
        "codes": N_("Conduct codes given"),
        "codes_any": N_("Conduct codes given"),
        "who": N_("Who it is about"),
        "who_any": N_("Who it is about"),
        "firm": N_("Kind of company"),
        "firm_any": N_("Kind of company"),
        "region": N_("State, province or nation"),
        "no_region": N_("not said"),
        "region_any": N_("State, province or nation"),
        "wants_help": N_("Asks for help with payments"),
        "hardship": N_("Why payments are hard"),
        "hardship_any": N_("Why payments are hard"),
        "ask_for": N_("Help asked for"),
        "ask_for_any": N_("Help asked for"),
        "impact": N_("What changed for the person"),
        "impact_any": N_("What changed for the person"),
        "safe_now": N_("Feels safe now"),
        "danger_any": N_("Danger"),
        "channels": N_("How they were contacted"),
        "to_whom": N_("Who was reached"),
        "channels_any": N_("How they were contacted"),
        "to_whom_any": N_("Who was reached"),
        "time_of_day": N_("Time of day"),
        "time_of_day_any": N_("Time of day"),
        "count_week": N_("Contacts in the worst 7 days"),
        "count_day": N_("Contacts on the worst day"),
        "timing": N_("How often it happened"),
        "timing_any": N_("How often it happened"),
        "children": N_("A child was called or told"),
        "days_open": N_("Days since the report"),
        "days_open_at_least": N_("Days since the report"),
        "final_letter_sent": N_("Final letter sent"),
        "court_papers": N_("Court papers"),
        "our_firm": N_("Our company or agency"),
        "not_our_firm": N_("Not our company or agency"),
        "conduct": N_("Reports conduct"),
        "severity_at_least": N_("Severity at least"),
        "story_length": N_("Length of the story in characters"),
        "in_force_from": N_("In force on the day of receipt"),
    },
    "effect": {
        "sleep": N_("I lost sleep"),
        "phone": N_("I am afraid to answer the phone"),
        "work": N_("Trouble at work"),
        "family": N_("Arguments in the family"),
        "health": N_("My health got worse"),
        "end_life": N_("Thoughts of ending my life"),
    },
    "need": {
        "hardship": N_("Cannot pay"),
        "wants_plan": N_("Asks for smaller payments or a pause"),
        "court": N_("Court or enforcement"),
        "distress": N_("Distress"),
        "self_harm": N_("Thoughts of ending life"),
        "danger_now": N_("Danger at this moment"),
        "vulnerable": N_("May be vulnerable"),
        "legal_help": N_("Asks for legal help"),
        "identity_theft": N_("Identity theft"),
    },
    "channels": {
        "phone": N_("Phone"),
        "text": N_("Text message"),
        "app": N_("WeChat, WhatsApp or other app"),
        "email": N_("Email"),
        "letter": N_("Letter"),
        "home": N_("At my home"),
        "work": N_("At my work"),
        "others": N_("Through someone else"),
        "social": N_("Social media"),
    },
    "to_whom": {
        "me": N_("Me"),
        "family": N_("Family"),
        "friend": N_("Friend"),
        "neighbour": N_("Neighbour"),
        "work": N_("My work"),
        "other": N_("Someone else"),
    },
    "time_of_day": {
        "before_8": N_("Before 8am"),
        "8_18": N_("8am to 6pm"),
        "18_21": N_("6pm to 9pm"),
        "21_22": N_("9pm to 10pm"),
        "after_22": N_("After 10pm"),
        "unsure": N_("I do not know"),
    },
    "timing": {
        "once": N_("Once"),
        "several": N_("Several times"),
        "ongoing": N_("It is still happening"),
        "unsure": N_("I do not know"),
    },
    "said": {
        "True": N_("Yes"),
        "False": N_("No"),
        "yes": N_("Yes"),
        "no": N_("No"),
        "private": N_("Prefers not to say"),
    },
    "mark": {
        "V": N_("text read"),
        "2": N_("second hand"),
        "U": N_("unverified"),
    },
    "force": {
        "statute": N_("statute"),
        "regulation": N_("regulation"),
        "rule": N_("rule"),
        "standard": N_("published standard"),
        "guidance": N_("guidance"),
        "practice": N_("practice"),
        "policy": N_("our policy"),
    },
    "role": {
        "supervisor": N_("Supervisor"),
        "reviewer": N_("Reviewer"),
        "administrator": N_("Administrator"),
        "auditor": N_("Auditor"),
    },
    "body_kind": {
        "emergency": N_("Emergency"),
        "helpline": N_("Helpline"),
        "debt_advice": N_("Debt advice"),
        "legal_aid": N_("Legal aid"),
        "consumer_association": N_("Consumer association"),
        "ombudsman": N_("Ombudsman"),
        "regulator": N_("Regulator"),
        "local_help": N_("Local help"),
        "mediation": N_("Mediation"),
        "authority": N_("Authority"),
    },
    "topic": {
        "danger": N_("Danger"),
        "crisis": N_("Crisis"),
        "debts": N_("Debts"),
        "court": N_("Court papers"),
        "complaint": N_("Complaints"),
        "personal_data": N_("Personal data"),
        "fraud": N_("Fraud"),
        "credit_file": N_("Credit file"),
        "money_help": N_("Money and benefits"),
        "abuse_at_home": N_("Abuse at home"),
        "spam": N_("Unwanted calls and messages"),
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
        "ended": N_("Ended"),
    },
    "kind": {
        "conduct": N_("Conduct report"),
        "help": N_("Request for help"),
    },
    "presence": {
        "reading": N_("%(name)s has this ticket open"),
        "writing": N_("%(name)s is writing in this ticket"),
    },
    "mail_state": {
        "given_up": N_("Did not arrive"),
        "uncertain": N_("Nobody knows whether it arrived"),
    },
    "mail_letter": {
        "acknowledgement": N_("Acknowledgement"),
        "update": N_("Progress letter"),
        "message": N_("Reply"),
        "outcome": N_("Outcome letter"),
        "referral_debtor": N_("Letter about the referral"),
        "referral_body": N_("Referral letter"),
        "dates": N_("Dates of the ticket"),
        "pickup": N_("Link to the receipt"),
    },
    "mail_to": {
        "person": N_("notice to the customer"),
        "body": N_("to the organisation"),
    },
    "data_asked_what": {
        "delete": N_("Deletion"),
        "notes": N_("Notes of staff"),
    },
    "data_state": {
        "asked": N_("Waits for an answer"),
        "proposed": N_("Waits for a second administrator"),
        "granted": N_("Agreed"),
        "refused": N_("Refused"),
        "taken_back": N_("Taken back"),
        "done": N_("Done"),
    },
    "ground": {
        "": N_("Choose why not"),
        "open": N_("The ticket is still worked on"),
        "review": N_("An open review rests on it"),
        "law": N_("A law makes us keep it for a time"),
        "claim": N_("A court or another body may still ask for it"),
        "other": N_("Another reason"),
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
        "evidence_opened": N_("A file was opened"),
    },
}


def word(kind: str, code: object) -> str:
    """The word for a code of this kind in the language of the page; a code without one, readable."""
    name = str(code)
    sentence = WORDS[kind].get(name)
    return translate(sentence) if sentence else name.replace("_", " ")


def code_word(jurisdiction: str, code: str) -> str:
    """What a ticket is about: a kind of help, or a conduct code in the words of the rule pack."""
    return word("help", code) if code in WORDS["help"] else pack_word(jurisdiction, "conduct", code)


def any_code(code: str) -> str:
    """What a conduct code means, in the words of the first rule pack that has it."""
    place = next((one for one, pack in installed().items() if code in pack.conduct), "")
    return pack_word(place, "conduct", code)


def ticket_title(ticket: Ticket) -> str:
    """The title of a ticket for staff: its two gravest codes; it names nobody."""
    first, second = (*(code_word(ticket.jurisdiction, code) for code in ticket.codes[:2]), "", "")[
        :2
    ]
    if second:
        return str(gettext("%(first)s; %(second)s", first=first, second=second))
    if first:
        return first
    if ticket.is_conduct:
        return translate(N_("Conduct report"))
    return translate(N_("Request for help with payments"))


def pack_named(pack: str) -> str:
    """A rule pack and its version, as the history keeps them, in words."""
    place, _, version = pack.partition(" ")
    return str(
        gettext("%(place)s rule pack %(version)s", place=word("place", place), version=version)
    )


TAGS = {"safety": "tag tag-bad", "serious": "tag tag-warn", "service": "tag tag-mute"}
#: Days before the date at which a promise is marked as due soon.
SOON = 2


def present(name: str, doing: str) -> Markup:
    """Who has a ticket open; a name stands in its own direction and script."""
    said: Markup = escape(word("presence", doing))
    return said % {"name": Markup("<bdi>{}</bdi>").format(name)}


def severity_tag(code: object) -> Markup:
    """The severity as a coloured word; the colour never speaks alone."""
    return Markup('<span class="{}">{}</span>').format(
        TAGS.get(str(code), "tag"), word("severity", code)
    )


#: How people say which report it is; more than these are not counted.
ORDINALS = (
    "", N_("2nd"), N_("3rd"), N_("4th"), N_("5th"), N_("6th"), N_("7th"), N_("8th"), N_("9th"),
)  # fmt: skip


def earlier_tag(collector: str, earlier: int) -> Markup:
    """Which report about this collector it is within 90 days, from the second on."""
    if not collector or not earlier:
        return Markup()
    if earlier < len(ORDINALS):
        nth = translate(ORDINALS[earlier])
        said = gettext("%(nth)s about %(number)s", nth=nth, number=collector)
    else:
        said = gettext("10th or later about %(number)s", number=collector)
    return Markup(' <span class="tag tag-info nth">{}</span>').format(said)


@lru_cache(maxsize=1024)
def mark(kind: str, text: str) -> Markup:
    """A sign with its word: over, soon, ok or pause. A page shows the same few many times."""
    made: Markup = current_app.jinja_env.get_template("parts/ui.html").module.sla(kind, text)  # type: ignore[attr-defined] # a macro
    return made


def due_mark(day: date, state: str = "running") -> Markup:
    """How a promise stands: paused, kept, over, due soon or on time, with the days."""
    if state == "paused":
        return mark("pause", translate(N_("Paused")))
    if state == "stopped":
        return mark("ok", translate(N_("Kept")))
    days = days_until(day)
    kind = "over" if days < 0 else "soon" if days <= SOON else "ok"
    return mark(kind, days_left(days))


def days_left(days: int) -> str:
    """Days until a date in words; over, today or left."""
    if days < 0:
        return str(ngettext("%(num)s day over", "%(num)s days over", -days))
    if days == 0:
        return translate(N_("Due today"))
    return str(ngettext("%(num)s day left", "%(num)s days left", days))


def init_app(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.globals.update(
        word=word,
        code_word=code_word,
        any_code=any_code,
        ticket_title=ticket_title,
        severity_tag=severity_tag,
        present=present,
        earlier_tag=earlier_tag,
        pack_named=pack_named,
        mark=mark,
        due_mark=due_mark,
    )
