"""What the people of the journeys answer, page by page."""

from typing import Any

#: In-house collectors of the invented people, by the language of the journey.
PLACES = {"en": "gb", "zh_Hans_CN": "cn", "zh_Hant": "cn"}
THREAT = {
    "en": "I know where your child goes to school. You will see what happens.",
    "zh_Hans_CN": "我知道你孩子在哪个学校，你等着瞧。",
    "zh_Hant": "我知道你孩子在哪個學校，你等着瞧。",
}
#: Words that tell of nobody in danger, so that no page with numbers to call comes in between.
CALM = {
    "en": "They said they would ring my office every day.",
    "zh_Hans_CN": "他们说要天天给我单位打电话。",
    "zh_Hant": "他們說要天天打電話到我公司。",
}
HARD = {
    "en": "I lost my job in March and cannot pay what I paid before.",
    "zh_Hans_CN": "我三月份失业了，还不起原来的金额。",
}


def mail_to(address: str) -> dict[str, dict[str, Any]]:
    """The pages on how to reply: by mail to this address."""
    return {"contact": {"reply_by": "email"}, "reach": {"email": address}}


def report(language: str, **changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A report of a threat by a collector whose number is known; pages can be answered otherwise."""
    told = {
        "who": {"who": "self"},
        "jurisdiction": {"place": PLACES[language], "lang": language},
        "what": {"what": ["threat"], "words": THREAT[language]},
        "impact": {"safe_now": "yes", "impact": ["sleep"]},
        "when": {"timing": "several", "channel": ["phone"], "count_week": "12"},
        "collector": {"told_them": "no"},
        "outcome": {"wants": ["stop"], "want_help": "no"},
        **mail_to("wren@example.org"),
        "privacy": {"confid": "confidential"},
        "about-you": {"name": "Wren Vale"},
    }
    return told | changed


def by(badge: str, agency: str) -> dict[str, Any]:
    """The page on the collector, with number and company."""
    return {"c_badge": badge, "c_agency": agency, "told_them": "no"}


def request(language: str, **changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A request for help after a job was lost."""
    told = {
        "who": {"who": "self"},
        "jurisdiction": {"place": PLACES[language], "lang": language},
        "situation": {
            "hardship": ["job_loss"],
            "ask_for": ["repayment_plan"],
            "story": HARD[language],
        },
        "budget": {"wages": "1,850", "rent": "1,085"},
        # More than is left: a page in between asks whether it can be kept to.
        "offer": {
            "offer_kind": "amount",
            "offer_amount": "850",
            "offer_interval": "month",
            "offer_day": "5",
            "offer_months": "12",
        },
        **mail_to("wren@example.org"),
        "privacy": {"confid": "confidential"},
        "about-you": {"name": "Wren Vale"},
    }
    return told | changed
