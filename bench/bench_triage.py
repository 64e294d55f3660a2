"""What one decision costs, whether the cost grows with the text alone, and `portal triage` by the thousand.

python bench/bench_triage.py [number of lines]
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date

from portal.domain.triage import Facts, decide
from portal.domain.triage_answers import answer
from portal.domain.triage_io import read
from portal.jurisdictions.load import installed

STORIES = {
    "cn": "催收员一天打了二十多个电话，还打到我单位说我欠钱不还，威胁要到我家里去，我要求停止他们也不听。我失业了，想分期还款。",
    "us": "They called me nine times a day, told my sister at work about the debt and said I would be arrested. I lost my job and asked for a plan. ",
    "gb": "He swore at me, said he would send someone round and rang before seven in the morning. I am ill and cannot pay the whole amount. ",
}
CHOICES = ("threat", "often", "third", "amount", "nohelp", "hours")
TODAY = date(2026, 11, 23)


def story(place, length):
    text = STORIES[place]
    return (text * (length // len(text) + 1))[:length]


def median_ms(facts, pack, times):
    took = []
    for _ in range(times):
        start = time.perf_counter()
        decide(facts, pack)
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1000


def one_decision():
    for place, pack in installed().items():
        facts = Facts(
            jurisdiction=place,
            received_on=TODAY,
            choices=("threat", "often"),
            text=story(place, 2000),
        )
        decide(facts, pack)
        by_length = {
            n: round(median_ms(replace(facts, text=story(place, n)), pack, 15), 2)
            for n in (2000, 8000, 32000, 50000)
        }
        print(
            json.dumps(
                {
                    "bench": "decision",
                    "place": place,
                    "median_ms_2000": round(median_ms(facts, pack, 101), 2),
                    "median_ms_by_length": by_length,
                }
            )
        )


def lines(number):
    rng = random.Random(7)
    for at in range(number):
        place = rng.choice(tuple(STORIES))
        yield json.dumps(
            {
                "id": at,
                "jurisdiction": place,
                "language": "zh-CN" if place == "cn" else "en",
                "firm_type": "agency",
                "who": "self",
                "region": "",
                "allegations": rng.sample(CHOICES, 2),
                "narrative": story(place, rng.choice((200, 500, 1000, 2000))),
                "incidents": [{"when": "2026-11", "channel": "phone", "count": 9}],
                "received_at": "2026-11-20T09:00:00Z",
            },
            ensure_ascii=False,
        )


def stream(number):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(lines(number)))
        file.flush()
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", "triage", file.name],
            stdout=subprocess.DEVNULL,
            check=False,
            env=os.environ,
        )
        took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    core = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        json.dumps(
            {
                "bench": "portal triage",
                "lines": number,
                "exit": done.returncode,
                "per_s": round(number / took),
                "per_s_of_one_core": round(number / core),
            }
        )
    )


def parts():
    line = next(lines(1))
    sample = read(line, installed())
    decision = decide(sample.facts, sample.pack)
    for name, work in (
        ("read", lambda: read(line, installed())),
        ("write", lambda: json.dumps(answer(sample, decision))),
    ):
        start = time.perf_counter()
        for _ in range(200):
            work()
        print(json.dumps({"bench": name, "ms": round((time.perf_counter() - start) * 5, 3)}))


one_decision()
parts()
stream(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
