"""Findings and remedies as letters say them: whole words, put into the language of the letter."""

from portal.catalogue import N_

RESULT_WORDS = {
    "upheld": N_("upheld"),
    "partly": N_("partly upheld"),
    "not_upheld": N_("not upheld"),
    "undetermined": N_("not enough evidence to say"),
    "withdrawn": N_("withdrawn"),
    "out_of_scope": N_("not ours to decide"),
}

#: What stands between an allegation and its finding.
COLON = N_(": ")
COMMA = N_(", ")

REMEDY_WORDS = {
    "apology": N_("We apologise to you."),
    "correct_amount": N_("We correct the amount."),
    "remove_charges": N_("We take away charges."),
    "payment": N_("We pay you for what it cost you."),
    "contact_limits": N_("We contact you only in the way you chose."),
    "plan_agreed": N_("We agree to your plan."),
    "pause_agreed": N_("We pause collection."),
}
