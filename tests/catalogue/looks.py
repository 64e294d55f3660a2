"""What every refusal must look like, whoever is refused: in the reader's language, with all that was typed."""

import html
import re

from tests.checked import Looked

_LINK = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>', re.DOTALL)
_HAN = re.compile("[\u4e00-\u9fff]")


def shown(answer):
    """The words of a page as a reader's browser has them."""
    return html.unescape(answer.text).replace("\r\n", "\n").replace("\r", "\n")


def speaks(sentence, lang):
    """Whether a sentence is in this language."""
    return bool(_HAN.search(sentence)) == lang.startswith("zh")


def problems(answer):
    """The sentences of the error summary with where each leads."""
    return [(target, html.unescape(said)) for target, said in _LINK.findall(answer.text)]


def assert_refused(answer, lang, *typed, status=422):
    """A form shown again: each error in words, linked to its field, and everything typed in place."""
    assert answer.status_code == status, (answer.request.path, answer.status_code)
    assert Looked(answer.text).lang == lang
    said = problems(answer)
    assert said, "the summary names what is wrong"
    ids = set(Looked(answer.text).ids)
    for target, sentence in said:
        assert target in ids, f"the summary leads to #{target}, which is not on the page"
        assert speaks(sentence, lang), sentence
    assert_kept(answer, *typed)


def assert_kept(answer, *typed):
    """Everything typed stands on the page."""
    page = shown(answer)
    for one in typed:
        assert one in page, f"{one[:60]!r} is lost on {answer.request.path}"


def assert_page(answer, status, lang):
    """An error page of ours in the reader's language; never a bare line of the server."""
    assert answer.status_code == status, (answer.request.path, answer.status_code)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert found, "an error is a page with a heading"
    assert speaks(html.unescape(found[1]), lang), found[1]
