"""What an invented person reports or asks for: the answers they would have given on the pages."""

import random
import secrets
from datetime import datetime, timedelta
from typing import Any

from portal.commands.demo_people import FAMILY, FIRST, GIVEN, LAST, People
from portal.commands.demo_words import words_in
from portal.intake.drafts import Draft
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.models import Collector

#: Numbers that are kept free for stories, so that nobody is called by trying the demonstration.
STORY_PHONES = {"gb": "01632 960 {:03}", "us": "202 555 01{:02}", "cn": "000 0000 {:04}"}
WANTS = (["stop"], ["stop", "apology"], ["apology"], ["channel", "third"], ["amount"], ["know"])


def invented(rng: random.Random, people: People, place: str, at: datetime) -> Draft:
    """The answers of one invented person."""
    language = rng.choice(spoken_in(place))
    fitting = [one for one in people.collectors if one.agency.jurisdictions == [place]]
    # Some collectors give more cause than others, as in life.
    about = rng.choice(fitting[: len(fitting) // 3] if rng.random() < 0.5 else fitting)  # noqa: PLR2004 - half
    asks_for_help = rng.random() < 0.2  # noqa: PLR2004 - one of five asks for help
    answers = asked(rng, language) if asks_for_help else reported(rng, place, language, at)
    answers |= whom(rng, place, language)
    if rng.random() < 0.75 and not asks_for_help:  # noqa: PLR2004 - three of four know whom they spoke with
        answers["collector"] = named(rng, about)
    return Draft(
        secrets.token_urlsafe(8),
        "help" if asks_for_help else "report",
        language,
        f"{rng.getrandbits(128):032x}",
        at,
        {"jurisdiction": {"place": place, "lang": language}, **answers},
    )


def spoken_in(place: str) -> tuple[str, ...]:
    """What people of a place write in: half of them in its language; in China all of them."""
    own = installed()[place].language
    return (own,) if place == "cn" else (own, own, *(one for one in LANGUAGES if one != own))


def reported(rng: random.Random, place: str, language: str, at: datetime) -> dict[str, Any]:
    """What a collector did."""
    words = words_in(language)
    story = rng.choice(words["story"])
    choices, told = story["choices"], rng.choice(story["ways"])
    slots = {name: rng.choice(values) for name, values in words["slots"].items()}
    day = (at - timedelta(days=rng.randint(0, 9))).date()
    channel = "home" if "force" in choices else rng.choice(("phone", "phone", "phone", "text"))
    when: dict[str, Any] = {
        "timing": rng.choice(("once", "several", "still")),
        "date_d": str(day.day),
        "date_m": str(day.month),
        "date_y": str(day.year),
        "channel": [channel],
    }
    if channel != "home" and rng.random() < 0.6:  # noqa: PLR2004 - many look into their list of calls
        when["from_number"] = [STORY_PHONES[place].format(rng.randint(0, 99))]
    if "often" in choices:
        when["count_week"] = rng.randint(8, 40)
    return {
        "who": {"who": "other" if "notmine" in choices else "self"},
        "what": {"what": list(choices), "words": told.format(**slots)},
        "when": when,
        "outcome": {"wants": rng.choice(WANTS), "want_help": "no"},
    }


def asked(rng: random.Random, language: str) -> dict[str, Any]:
    """What somebody who cannot pay asks for, with the month they live on."""
    income = rng.randint(9, 26) * 100
    rent, food = income * 4 // 10, rng.randint(20, 45) * 10
    left = max(0, income - rent - food)
    return {
        "who": {"who": "self"},
        "what": {},
        "situation": {
            "hardship": [rng.choice(("job_loss", "illness_disability", "care_or_children"))],
            "expected": rng.choice(("three_months", "year", "unsure")),
            "ask_for": [rng.choice(("repayment_plan", "payment_pause", "fee_interest_relief"))],
            "story": rng.choice(words_in(language)["help_story"]),
        },
        "budget": {
            "wages": {"amount": str(income), "every": "month"},
            "rent": {"amount": str(rent), "every": "month"},
            "food": {"amount": str(food), "every": "month"},
        },
        "offer": {
            "offer_kind": "amount",
            "offer_amount": str(max(10, left // 4 // 5 * 5)),
            "offer_interval": "month",
        },
    }


def whom(rng: random.Random, place: str, language: str) -> dict[str, Any]:
    """Who says so, how private it is, and how they are reached."""
    confid = rng.choice(("confidential", "confidential", "confidential", "open", "anonymous"))
    if confid == "anonymous":
        return {"contact": {"reply_by": "site"}, "privacy": {"confid": confid}}
    first, last = rng.choice(FIRST), rng.choice(LAST)
    name = rng.choice(FAMILY) + rng.choice(GIVEN) if language != "en" else f"{first} {last}"
    contact: dict[str, Any] = {"reply_by": rng.choice(("site", "site", "email", "phone", "post"))}
    phone = STORY_PHONES[place].format(rng.randint(0, 99))
    reach: dict[str, dict[str, Any]] = {
        "site": {},
        "email": {"email": f"{first}.{last}@demo.example".lower()},
        "phone": {"phone": phone, "say_who": "no", "voicemail": "no"},
        "post": {"address": f"{rng.randint(1, 90)} Invented Street"},
    }
    if rng.random() < 0.3:  # noqa: PLR2004 - three of ten say what is not to be done
        contact["dont"] = [rng.choice(("no_calls", "no_work", "no_visits"))]
    return {
        "contact": contact,
        "reach": reach[contact["reply_by"]],
        "privacy": {"confid": confid},
        "about-you": {"name": name},
    }


def named(rng: random.Random, about: Collector) -> dict[str, str]:
    """What the person knows of the collector."""
    found = {"c_agency": about.agency.name, "c_badge": about.number}
    if rng.random() < 0.3:  # noqa: PLR2004 - some noted the account too
        found["account_tail"] = f"{rng.randint(0, 9999):04}"
    return found
