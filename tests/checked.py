"""A test client that looks at every page it fetches, so that no page escapes the rules of the house."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote_plus

from flask import has_app_context
from flask.testing import FlaskClient

from portal.domain.receipt import is_well_formed
from portal.web.db import READING, db

#: What needs no label: it is not filled in by a person, or says itself what it does.
SILENT = {"hidden", "submit", "button", "image", "reset"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


#: A title that begins twice with the word for an error, in any language.
TWICE_TOLD = re.compile(r"<title>\s*(\S+?[:：])\s*\1")


class Looked(HTMLParser):
    """What a page holds of the things the rules speak of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang, self.titles, self.headings, self.wrong = "", 0, 0, []
        self.labels, self.fields, self.ids, self.open_labels = set(), [], [], 0
        self.posting, self.tokens = 0, 0
        self.in_svg, self.links = False, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given:
            self.wrong.append(f"<{tag}> is styled in place")
        self.wrong += [f"<{tag}> has {name}" for name in given if name.startswith("on")]
        self.links += [given[name] for name in ("href", "action", "src") if name in given]
        look = getattr(self, f"see_{tag}", None)
        if look:
            look(given)

    def handle_endtag(self, tag):
        if tag == "label":
            self.open_labels -= 1
        if tag == "svg":
            self.in_svg = False

    def see_html(self, given):
        self.lang = given.get("lang", "")

    def see_svg(self, _given):
        self.in_svg = True

    def see_title(self, _given):
        self.titles += not self.in_svg

    def see_h1(self, _given):
        self.headings += 1

    def see_script(self, given):
        if "src" not in given:
            self.wrong.append("a script stands in the page")

    def see_style(self, _given):
        self.wrong.append("a style sheet stands in the page")

    def see_label(self, given):
        self.open_labels += 1
        self.labels.add(given.get("for"))

    def see_form(self, given):
        self.posting += given.get("method", "").lower() == "post"

    def see_img(self, given):
        if "alt" not in given:
            self.wrong.append("a picture has no words")

    def see_input(self, given):
        self.tokens += given.get("name") == "csrf_token"
        if given.get("type", "text") not in SILENT:
            self.see_field(given)

    def see_field(self, given):
        named = {"aria-label", "aria-labelledby"} & set(given)
        if not named and not self.open_labels:
            self.fields.append(given.get("id", ""))

    see_select = see_textarea = see_field


def holds_code(address: str) -> bool:
    """Whether a receipt code or save code stands in an address, where logs and histories keep it."""
    return any(
        is_well_formed(one)
        for one in re.findall(
            r"(?<!\d)\d{20}(?!\d)", re.sub(r"(?<=\d)[\s–-](?=\d)", "", unquote_plus(address))
        )
    )


def faults(answer) -> list[str]:
    """What is wrong with one answer."""
    page = Looked(answer.text)
    twice = sorted({one for one in page.ids if page.ids.count(one) > 1})
    unnamed = [one for one in page.fields if not one or one not in page.labels]
    rules = {
        "say the language in <html lang>": page.lang in ("en", "zh-CN", "zh-Hant"),
        "give it one <title>": page.titles == 1,
        "say once in the title that there is a problem": not TWICE_TOLD.search(answer.text),
        f"give it one <h1>, not {page.headings}": page.headings == 1,
        f"label the fields {unnamed}": not unnamed,
        f"use each id once: {twice}": not twice,
        "put a csrf_token into every form that is posted": page.tokens >= page.posting,
    }
    said = [rule for rule, kept in rules.items() if not kept] + page.wrong
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            said.append(f"the header {name} is not {value}")
    said += [f"the address {one} carries a code" for one in page.links if holds_code(one)]
    if "'unsafe" in answer.headers.get("Content-Security-Policy", "'unsafe"):
        said.append("the content security policy lets scripts stand in pages")
    return said


class CheckedClient(FlaskClient):
    """The client of every test; a page that breaks a rule fails the test that fetched it."""

    def open(self, *args, **kwargs):
        answer = super().open(*args, **kwargs)
        if has_app_context() and answer.request.method in READING:
            # On a server the session ends with its request; here the context of a test keeps it.
            db.session.rollback()
        if (
            answer.mimetype == "text/html"
            and answer.text
            and answer.status_code not in range(300, 400)
        ):
            found = faults(answer)
            assert not found, f"{answer.request.path}: " + "; ".join(found)
        return answer


def without_tokens(page):
    """A page without the tokens of its forms, which differ from one asking to the next."""
    page = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", page)
    return re.sub(r'value="[^"]*"[^>]*name="csrf_token"', "", page)
