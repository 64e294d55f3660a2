"""What a decision rests on, as people of the trade write it."""

import re

from flask_babel import gettext
from markupsafe import Markup

from portal.catalogue import N_
from portal.web.locale import choose, translate

#: What a rule may rest on that is no law with a name of its own, so that it is said in words.
NOT_A_LAW = {
    "organisation policy": N_("our policy"),
    "本机构规定 organisation policy": N_("our policy"),
    "court rules on answering a claim form": N_("court rules on answering a claim form"),
    "state rules on answering a summons": N_("state rules on answering a summons"),
}


#: Chinese, wherever it stands: read aloud as such on a page of another language.
_CHINESE = re.compile("[\u4e00-\u9fff]")


def cited(source: str) -> Markup:
    """What a rule rests on: laws as they are called, everything else in the language of the page."""
    parts = [part.strip() for part in source.split(";")]
    return Markup(gettext("; ")).join(in_its_language(NOT_A_LAW.get(part, part)) for part in parts)  # noqa: S704 - our own words


def in_its_language(part: str) -> str:
    """A law by its own name says which language that is, where the page speaks another."""
    said = articles(translate(part))
    if choose().startswith("zh") or not _CHINESE.search(said):
        return said
    return Markup('<span lang="zh-CN">{}</span>').format(said)


def laws(source: str) -> str:
    """What a rule rests on besides what this organisation wants of itself; nothing when that is all."""
    parts = [part.strip() for part in source.split(";")]
    return "; ".join(part for part in parts if NOT_A_LAW.get(part) != "our policy")


#: A Chinese law by its name, the year or number behind the name, and its articles: 刑法 274、275.
_ARTICLES = re.compile(
    r"(?P<law>[\u4e00-\u9fff]+)(?P<which>（[^）]*\d[^）]*）)? ?"
    r"(?P<articles>\d[\d、()\-之一二三四五六]*)"
)
_ARTICLE = re.compile(r"(\d+)(之[一二三四五六])?(\(\d\))?")


def articles(cite: str) -> str:
    """A Chinese law with its articles as courts write them: 《刑法》第274条、第275条; all else as it is."""
    found = _ARTICLES.fullmatch(cite)
    if found is None:
        return cite
    told = _ARTICLE.sub(
        lambda one: (
            f"第{one[1]}条{one[2] or ''}{(one[3] or '').replace('(', '（').replace(')', '）')}"
        ),
        found["articles"],
    )
    return f"《{found['law']}》{found['which'] or ''}{told.replace('-', '至')}"
