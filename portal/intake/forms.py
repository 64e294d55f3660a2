"""One form for each page of questions; the pages of each door are in files of their own."""

from portal.intake.forms_base import Page
from portal.intake.forms_help import Offer, Situation
from portal.intake.forms_person import AboutYou, Check, Contact, Jurisdiction, Privacy, Who
from portal.intake.forms_report import Collector, Impact, OutcomeWanted, What, When

FORMS: dict[str, type[Page]] = {
    "who": Who,
    "jurisdiction": Jurisdiction,
    "what": What,
    "impact": Impact,
    "when": When,
    "collector": Collector,
    "outcome": OutcomeWanted,
    "situation": Situation,
    "offer": Offer,
    "contact": Contact,
    "privacy": Privacy,
    "about-you": AboutYou,
    "check": Check,
}

__all__ = ["FORMS", "Page"]
