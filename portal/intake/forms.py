"""One form for each page of questions; the pages of each door are in files of their own."""

from portal.intake.forms_base import Page
from portal.intake.forms_help import Offer, Situation
from portal.intake.forms_money import Budget, BudgetMore
from portal.intake.forms_person import Contact, Helper, Jurisdiction, Reach, Who
from portal.intake.forms_privacy import AboutYou, Check, Privacy
from portal.intake.forms_report import Collector, Evidence, OutcomeWanted
from portal.intake.forms_what import Impact, What
from portal.intake.forms_when import OtherTimes, When

FORMS: dict[str, type[Page]] = {
    "who": Who,
    "helper": Helper,
    "jurisdiction": Jurisdiction,
    "what": What,
    "impact": Impact,
    "when": When,
    "times": OtherTimes,
    "collector": Collector,
    "evidence": Evidence,
    "outcome": OutcomeWanted,
    "situation": Situation,
    "budget": Budget,
    "budget-more": BudgetMore,
    "offer": Offer,
    "contact": Contact,
    "reach": Reach,
    "privacy": Privacy,
    "about-you": AboutYou,
    "check": Check,
}

__all__ = ["FORMS", "Page"]
