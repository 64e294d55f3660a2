"""Submissions per second of the real last page: GET the check page of a filled draft, POST it, see 303.

python bench/bench_filing.py http://127.0.0.1:8000 tokens.txt 8 6
"""

import json
import queue
import re
import sys
import threading
import time
from pathlib import Path

from httplite import Client, csrf_of, summary

base, file, clients, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
tokens = queue.SimpleQueue()
for line in Path(file).read_text().splitlines():
    tokens.put(line)
gets, posts, bad, lock, end = [], [], [], threading.Lock(), time.time() + seconds
SUBMISSION = re.compile(r'name="submission_id" value="([^"]+)"')


def run():
    while time.time() < end and not tokens.empty():
        client = Client(base)
        client.cookies["draft"] = tokens.get()
        start = time.perf_counter()
        page = client.get("/report/check")
        middle = time.perf_counter()
        found = SUBMISSION.search(page.text)
        fields = {
            "csrf_token": csrf_of(page.body, "csrf_token"),
            "submission_id": found.group(1) if found else "",
            "_end": "1",
        }
        before = time.perf_counter()
        answer = client.post("/submit", fields, headers={"Referer": base + "/report/check"})
        after = time.perf_counter()
        with lock:
            if answer.status == 303 and page.status == 200:
                gets.append(middle - start)
                posts.append(after - before)
            else:
                bad.append((page.status, answer.status))


begun = time.time()
threads = [threading.Thread(target=run) for _ in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.time() - begun
print(
    json.dumps(
        {
            "bench": "filing",
            "submissions_per_s": round(len(posts) / took, 1),
            "failed": len(bad),
            "first": bad[:1],
            "get": summary(gets),
            "post": summary(posts),
        }
    )
)
