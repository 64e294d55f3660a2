"""What was found and what is answered: findings, remedies, help, requests about own data, mails."""

from portal.catalogue import N_

WORDS: dict[str, dict[str, str]] = {
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
}
