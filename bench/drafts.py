"""Fill a portal's database with drafts ready to be sent, and print their cookie tokens.

PORTAL_HOME=... python bench/drafts.py 2000 > tokens.txt
"""

import random
import sys
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from words import ENGLISH

from portal.config import Settings
from portal.intake.drafts import new_draft, save_page
from portal.models import make_engine
from portal.vault.keys import Keyring

ANSWERS = {
    "who": {"who": "self"},
    "jurisdiction": {"place": "gb", "lang": "en"},
    "what": {
        "what": ["often", "hours"],
        "words": "They called nine times on Monday, the last time at ten at night.",
    },
    "impact": {"impact": []},
    "when": {
        "timing": "several",
        "channel": ["phone"],
        "story": "It has been going on for three weeks. " * 10,
    },
    "collector": {},
    "outcome": {"wants": ["stop"], "want_help": "no"},
    "contact": {"reply_by": "site"},
    "privacy": {"confid": "anonymous"},
}

settings = Settings.from_env()
keyring = Keyring.load(settings.keys_file)
now = datetime.now(UTC)
with Session(make_engine(settings.database)) as session:
    for _ in range(int(sys.argv[1])):
        draft = new_draft(session, keyring, "report", "en", now)
        # Everybody tells a story of their own; the same words from all would be a campaign.
        ANSWERS["when"]["story"] = " ".join(random.choices(ENGLISH, k=60))
        for page, values in ANSWERS.items():
            save_page(session, keyring, draft, page, values, now)
        print(draft.token)
    session.commit()
