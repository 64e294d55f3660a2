"""Do uploads stop others? Some clients add files of 20 MB without pause while another reads pages.

    python bench/bench_upload.py --base http://127.0.0.1:8402 --tokens tokens.txt [--floor http://127.0.0.1:8401]

The tokens are cookies of drafts that reached the page of files (bench/drafts.py prints them). Pages
are read once alone, once beside the uploads; with --floor the bare floor is measured both times, too,
so that what the machine itself loses shows.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import re
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

MEGABYTES = 20


def csrf_of(host, port, cookie):
    line = http.client.HTTPConnection(host, port, timeout=60)
    line.request("GET", "/report/evidence", headers={"Cookie": cookie})
    answer = line.getresponse()
    page = answer.read().decode()
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if answer.status != 200 or found is None:
        raise SystemExit(f"the page of files answered {answer.status}")
    session = [
        one.split(";")[0] for name, one in answer.getheaders() if name.lower() == "set-cookie"
    ]
    return found[1], "; ".join([cookie, *session])


def body_of(token, number):
    """A form with one large picture, different each time."""
    picture = b"\xff\xd8\xff\xe0" + number.to_bytes(8) + os.urandom(1 << 20) * MEGABYTES
    parts = [("csrf_token", token.encode(), ""), ("upload", b"1", "")]
    out = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v)
        for n, v, _f in parts
    )
    out += (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        + picture[: MEGABYTES * 1_000_000 - 1000]
    )
    return out + b'\r\n--b\r\nContent-Disposition: form-data; name="_end"\r\n\r\n1\r\n--b--\r\n'


def uploading(base, cookies, until, told):
    """One client: three files to a draft, then the next draft."""
    at = urlsplit(base)
    done, slow, busy = 0, [], 0
    for cookie in cookies:
        token, whole = csrf_of(at.hostname, at.port, cookie)
        for number in range(2):
            body = body_of(token, time.time_ns() + number)
            started = time.perf_counter()
            if time.time() > until:
                told.put((done, slow, busy))
                return
            line = http.client.HTTPConnection(at.hostname, at.port, timeout=120)
            line.request(
                "POST",
                "/report/evidence",
                body,
                {"Cookie": whole, "Content-Type": "multipart/form-data; boundary=b"},
            )
            status = line.getresponse().status
            line.close()
            if status == 303:
                done += 1
                slow.append(time.perf_counter() - started)
            elif status in (429, 503):
                busy += 1
            else:
                raise SystemExit(f"an upload answered {status}")
    told.put((done, slow, busy))


def reading(base, paths, seconds):
    """Milliseconds of each page, one after the other, with a person's short pauses."""
    end, taken = time.time() + seconds, []
    while time.time() < end:
        for path in paths:
            started = time.perf_counter()
            urllib.request.urlopen(base + path, timeout=60).read()
            taken.append((time.perf_counter() - started) * 1000)
            time.sleep(0.02)
    return sorted(taken)


def figures(taken):
    return {
        "n": len(taken),
        "p50_ms": round(taken[len(taken) // 2], 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
        "max_ms": round(taken[-1], 1),
    }


def arguments():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--base", required=True)
    asked.add_argument("--floor", default="")
    asked.add_argument("--tokens", required=True)
    asked.add_argument("--clients", type=int, default=8)
    asked.add_argument("--seconds", type=float, default=12)
    asked.add_argument("--paths", nargs="+", default=["/", "/track", "/help-outside"])
    return asked.parse_args()


def main():
    given = arguments()
    tokens = Path(given.tokens).read_text().split()
    result = {"alone": figures(reading(given.base, given.paths, 4))}
    if given.floor:
        result["floor_alone"] = figures(reading(given.floor, ["/form"], 3))
    told = multiprocessing.Queue()
    until = time.time() + given.seconds + 2
    cookies = [f"draft={one}" for one in tokens]
    clients = [
        multiprocessing.Process(
            target=uploading, args=(given.base, cookies[one :: given.clients], until, told)
        )
        for one in range(given.clients)
    ]
    for one in clients:
        one.start()
    time.sleep(2)
    half = given.seconds / 2
    result["beside_uploads"] = figures(
        reading(given.base, given.paths, half if given.floor else given.seconds)
    )
    if given.floor:
        result["floor_beside_uploads"] = figures(reading(given.floor, ["/form"], half))
    heard = [told.get(timeout=120) for _ in clients]
    for one in clients:
        one.join()
    slow = sorted(each for _done, some, _busy in heard for each in some)
    done = sum(one[0] for one in heard)
    result["uploads"] = {
        "taken": done,
        "asked_to_wait": sum(one[2] for one in heard),
        "p50_s": round(slow[len(slow) // 2], 2) if slow else None,
        "max_s": round(slow[-1], 2) if slow else None,
        "megabytes_a_second": round(done * MEGABYTES / (given.seconds + 2), 1),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
