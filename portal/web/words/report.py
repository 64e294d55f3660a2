"""What the person told: choices, persons, ways, times."""

from portal.catalogue import N_

WORDS: dict[str, dict[str, str]] = {
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
}
