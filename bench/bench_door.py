"""Submissions per second through the JSON door, each a report of its own with its own key.

python bench/bench_door.py http://127.0.0.1:8000 THE-CHANNEL-KEY 8 6
"""

import json
import random
import secrets
import sys
import threading
import time

from httplite import Client, summary
from words import ENGLISH

base, key, clients, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
posts, bad, lock, end = [], [], threading.Lock(), time.time() + seconds


def report(rng):
    """A report with a story of its own; the same words from all would be a campaign."""
    return {
        "door": "report",
        "language": "en",
        "answers": {
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
                "story": " ".join(rng.choices(ENGLISH, k=60)),
            },
            "collector": {},
            "outcome": {"wants": ["stop"], "want_help": "no"},
            "contact": {"reply_by": "site"},
            "privacy": {"confid": "anonymous"},
        },
    }


def run(number):
    client, rng = Client(base), random.Random(f"{time.time()}-{number}")
    while time.time() < end:
        text = json.dumps(report(rng)).encode()
        headers = {
            "Authorization": f"Bearer {key}",
            "Idempotency-Key": secrets.token_hex(16),
            "Content-Type": "application/json",
        }
        before = time.perf_counter()
        answer = client.post("/api/reports", text, headers=headers)
        after = time.perf_counter()
        with lock:
            if answer.status == 201:
                posts.append(after - before)
            else:
                bad.append((answer.status, answer.text[:200]))


begun = time.time()
threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.time() - begun
print(
    json.dumps(
        {
            "bench": "door",
            "submissions_per_s": round(len(posts) / took, 1),
            "failed": len(bad),
            "first": bad[:1],
            "post": summary(posts),
        }
    )
)
