"""The closed lists of words a rule pack may use. A word that is not here is a slip of the pen."""

from portal.domain.incidents import CHANNELS, TIMES_OF_DAY, TIMINGS, TO_WHOM
from portal.domain.provisions import FIRMS
from portal.domain.story import DANGERS

WHO = ("self", "represent", "other")
IMPACTS = ("sleep", "phone", "work", "family", "health", "end_life", "none")
#: Desks a rule may send a ticket to, by where it then goes: to supervisors, or to another department.
SUPERVISORS = ("conduct", "hardship", "disputes")
DEPARTMENTS = ("fraud", "data_protection")
#: What a rule may forbid collectors at once.
CONTACT_LIMITS = (
    "no_calls", "no_work", "no_visits", "adviser_only", "stop_contacting_this_person", "debtor_only",
    "only_allowed_hours",
)  # fmt: skip
#: What ends a hold.
HOLD_ENDS = (
    "person_is_safe", "reviewed", "dispute_answered", "identity_checked", "estate_confirmed",
    "offer_answered", "plan_ends_or_breaks", "evidence_given_or_time_over",
    "representative_no_longer_acts", "moratorium_over", "adviser_period_over", "person_writes_again",
    "court_decides",
)  # fmt: skip
#: Of these, the ones our answer to a ticket is not: such a hold goes on until it is lifted by hand.
HOLD_ENDS_ELSEWHERE = (
    "person_is_safe", "estate_confirmed", "plan_ends_or_breaks", "representative_no_longer_acts",
    "moratorium_over", "adviser_period_over", "person_writes_again", "court_decides",
)  # fmt: skip
#: Which contact stays allowed during a hold.
ALLOWED_CONTACT = (
    "crisis_help", "supervisor", "answer_to_dispute", "questions_about_the_theft",
    "whoever_settles_the_estate", "answer_to_offer", "reminders_of_the_plan", "support_team",
    "representative", "notices_required_by_law", "adviser", "notice_of_a_specific_remedy",
    "attorney_or_trustee",
)  # fmt: skip
#: What an outside body deals with.
TOPICS = (
    "danger", "crisis", "debts", "court", "complaint", "personal_data", "fraud", "credit_file",
    "money_help", "abuse_at_home", "spam",
)  # fmt: skip
#: Who may grant more time.
GRANTERS = ("complaints_manager", "hq_senior_manager")
#: What moves a ticket up.
OCCASIONS = (
    "severity_safety", "danger_now", "crime_alleged", "data_breach", "other_person_complains",
    "supervisor_named", "agency_handles_itself", "second_complaint", "deadline_near", "deadline_over",
    "review_asked", "vulnerable_unresolved", "outside_interest", "remedy_above", "conflict_declared",
    "nobody_free",
)  # fmt: skip
#: The answers a condition may ask for, by the fact it asks about; codes and regions are each pack's own.
ANSWERS = {
    "impact_any": IMPACTS, "who_any": WHO, "firm_any": FIRMS, "danger_any": DANGERS, "timing_any": TIMINGS,
    "to_whom_any": TO_WHOM, "channels_any": CHANNELS, "time_of_day_any": TIMES_OF_DAY,
    "safe_now": ("yes", "no", "private"),
}  # fmt: skip
