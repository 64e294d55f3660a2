"""Walking the person's pages: a browser without a script, and the answers of a whole report."""

import re

import pytest

from portal.intake import service
from portal.web.db import db

REPORT = [
    ("who", {"who": "self"}),
    ("jurisdiction", {"place": "gb", "region": "gb-eng", "lang": "en"}),
    ("what", {"what": ["often"], "words": "They called again and again"}),
    ("impact", {}),
    ("when", {"timing": "once", "channel": ["phone"]}),
    ("collector", {"unknown": "all"}),
    ("evidence", {}),
    ("outcome", {"wants": ["stop"], "want_help": "no"}),
    ("contact", {"reply_by": "site"}),
    ("privacy", {"confid": "anonymous"}),
]


class Person:
    """Somebody at a browser; in the language chosen, from the network named."""

    def __init__(self, app, lang="en", address="127.0.0.1"):
        self.app, self.lang = app, lang
        self.client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **typed):
        return self.client.post(path, data={**typed, "_end": "1"})

    def send(self, page, typed, door="report"):
        return self.client.post(f"/{door}/{page}", data={**typed, "_end": "1"})

    def has(self, upto=None, **more):
        """Hold a report answered up to a page, without asking page by page."""
        answers = {}
        for page, typed in REPORT:
            if page == upto:
                break
            answers[page] = typed
        with self.app.app_context():
            keyring = self.app.extensions["keyring"]
            at = self.app.extensions["clock"]()
            draft = service.new_draft(db.session, keyring, "report", "en", at)
            db.session.flush()
            for page, typed in {**answers, **more}.items():
                service.save_page(db.session, keyring, draft, page, typed, at)
            db.session.commit()
        self.client.set_cookie(self.app.config["DRAFT_COOKIE"], draft.token)

    def walk(self, upto=None, pages=REPORT, door="report"):
        for page, typed in pages:
            if page == upto:
                return
            answer = self.send(page, typed, door)
            assert answer.status_code == 303, (page, answer.text)

    def submission(self, door="report"):
        page = self.get(f"/{door}/check").text
        return re.search(r'name="submission_id" value="([0-9a-f]+)"', page)[1]

    def submit(self, door="report", **more):
        return self.post("/submit", submission_id=self.submission(door), **more)


def code_on(page):
    """The code shown on a page, as one string."""
    return " ".join(re.findall(r"<span>(\d{4})</span>", page))


@pytest.fixture
def person(app):
    return Person(app)


@pytest.fixture(params=["en", "zh-CN", "zh-Hant"])
def both(app, request):
    """The same person, once in English and once in each script of Chinese."""
    return Person(app, request.param)
