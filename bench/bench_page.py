"""Latency and rate of one or more GET pages (queue list, ticket, search), after an optional login.
--paths: one or more; several are taken in turn as ONE page view with --as-view (a shell and its data call).
{q} in a path is replaced by each line of --words in turn, url-quoted. --must: text that the (last) answer must hold."""

import argparse
import json
import threading
import time
from urllib.parse import quote

from httplite import Client, login, summary

p = argparse.ArgumentParser()
p.add_argument("--base", required=True)
p.add_argument("--paths", nargs="+", required=True)
p.add_argument("--words", nargs="*", default=[""])
p.add_argument("--as-view", action="store_true")
p.add_argument("--login-path")
p.add_argument("--login-fields", type=json.loads)
p.add_argument("--csrf-field", default="csrf_token")
p.add_argument("--n", type=int, default=100)
p.add_argument("--max-seconds", type=float, default=15)
p.add_argument("--concurrency", type=int, default=1)
p.add_argument("--must", default="")
p.add_argument("--warm", type=int, default=3)
p.add_argument("--label", default="")
a = p.parse_args()
jar = {}
if a.login_path:
    c = Client(a.base)
    login(c, a.login_path, a.csrf_field, a.login_fields)
    jar = dict(c.cookies)
views = [a.paths] if a.as_view else [[x] for x in a.paths]
lat, bad, size = [], [], []
lock = threading.Lock()
cnt = [0]
t_end = time.time() + a.max_seconds


def run():
    c = Client(a.base)
    c.cookies = dict(jar)
    while True:
        with lock:
            i = cnt[0]
            if i >= a.n + a.warm or time.time() > t_end:
                return
            cnt[0] += 1
        v = views[i % len(views)]
        w = quote(a.words[i % len(a.words)])
        t0 = time.perf_counter()
        s = 0
        for path in v:
            r = c.get(
                path.replace("{q}", w),
                headers={"X-Requested-With": "XMLHttpRequest"} if path is not v[0] else None,
            )
            s += r.raw_len
        dt = time.perf_counter() - t0
        with lock:
            if r.status != 200 or (a.must and a.must not in r.text):
                bad.append((r.status, r.text[:200]))
            elif i >= a.warm:
                lat.append(dt)
                size.append(s)


t = time.time()
ts = [threading.Thread(target=run) for _ in range(a.concurrency)]
[x.start() for x in ts]
[x.join() for x in ts]
el = time.time() - t
print(
    json.dumps(
        dict(
            bench="page",
            label=a.label,
            paths=a.paths,
            concurrency=a.concurrency,
            rate_per_s=round((len(lat) + len(bad)) / el, 1),
            bytes=max(size, default=0),
            failed=len(bad),
            first_failure=bad[:1],
            **summary(lat),
        ),
        ensure_ascii=False,
    )
)
