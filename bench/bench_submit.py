"""Submissions per second, as a browser makes them: GET the form, take the CSRF token, POST, see the redirect.
JSON on stdout. --fields is a JSON object; {i} in a value becomes a running number, {rand} random text.
Example:
  bench_submit.py --base http://127.0.0.1:8001 --form-path /tickets/submit/ --csrf-field csrfmiddlewaretoken \
     --fields '{"queue":"1","title":"late call {i}","body":"{rand}","priority":"3","submitter_email":"a{i}@example.org"}'
Ours (flask-wtf): --csrf-field csrf_token"""

import argparse
import json
import multiprocessing as mp
import random
import threading
import time

from httplite import Client, csrf_of, summary
from words import CHINESE, ENGLISH

WORDS = ENGLISH + CHINESE


def filled(fields, name, number, rnd):
    """The fields with a running name and number and words of their own."""
    return {
        k: str(v)
        .replace("{i}", name)
        .replace("{n}", str(number))
        .replace("{rand}", " ".join(rnd.choices(WORDS, k=60)))
        for k, v in fields.items()
    }


def worker(a, wid, q):
    get_l, post_l, bad, first_bad = [], [], 0, None
    lock = threading.Lock()
    end = time.time() + a.seconds

    def run(tid):
        nonlocal bad, first_bad
        rnd = random.Random(wid * 1000 + tid)
        c = Client(a.base)
        i = 0
        while time.time() < end:
            i += 1
            if not a.keep_session:
                c.cookies.clear()
            t0 = time.perf_counter()
            r = c.get(a.form_path)
            t1 = time.perf_counter()
            tok = csrf_of(r.body, a.csrf_field)
            d = filled(a.fields, f"{wid}-{tid}-{i}", wid * 1000000 + tid * 10000 + i, rnd)
            if tok:
                d[a.csrf_field] = tok
            t2 = time.perf_counter()
            p = c.post(a.post_path or a.form_path, d, headers={"Referer": a.base + a.form_path})
            t3 = time.perf_counter()
            ok = p.status in a.ok and r.status == 200
            with lock:
                if ok:
                    get_l.append(t1 - t0)
                    post_l.append(t3 - t2)
                else:
                    bad += 1
                    first_bad = first_bad or (r.status, p.status, p.text[:300])

    ts = [threading.Thread(target=run, args=(k,)) for k in range(a.concurrency // a.procs)]
    [t.start() for t in ts]
    [t.join() for t in ts]
    q.put((get_l, post_l, bad, first_bad))


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--base", required=True)
    p.add_argument("--form-path", required=True)
    p.add_argument("--post-path")
    p.add_argument("--csrf-field", default="csrf_token")
    p.add_argument("--fields", type=json.loads, required=True)
    p.add_argument("--ok", type=lambda s: [int(x) for x in s.split(",")], default=[302, 303])
    p.add_argument("--concurrency", type=int, default=8)
    p.add_argument("--procs", type=int, default=1)
    p.add_argument("--seconds", type=float, default=8)
    p.add_argument("--keep-session", action="store_true")
    p.add_argument("--label", default="")
    a = p.parse_args()
    q = mp.Queue()
    t = time.time()
    ps = [mp.Process(target=worker, args=(a, w, q)) for w in range(a.procs)]
    [x.start() for x in ps]
    G, P, bad, fb = [], [], 0, None
    for _ in ps:
        g, po, b, f = q.get()
        G += g
        P += po
        bad += b
        fb = fb or f
    [x.join() for x in ps]
    el = time.time() - t
    print(
        json.dumps(
            {
                "bench": "submit",
                "label": a.label,
                "base": a.base,
                "concurrency": a.concurrency,
                "seconds": round(el, 2),
                "submissions_per_s": round(len(P) / el, 1),
                "failed": bad,
                "first_failure": fb,
                "get": summary(G),
                "post": summary(P),
            },
            ensure_ascii=False,
        )
    )
