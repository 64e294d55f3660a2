"""The funnel plot: wherever a collector stands, its words cover no others."""

import pytest

from portal.web.charts import (
    Dot,
    FunnelWords,
    average_name,
    funnel,
    label,
    limit_name,
    scale_for,
)
from portal.web.labels import placed

WORDS = FunnelWords(
    "Funnel plot", "Everybody", "Collector 1188", "4 upheld in 12,345 contacts: 0.32",
    "Average 0.31 for every 1,000 contacts", "99.8% limit", "Contacts",
)  # fmt: skip
CHINESE = FunnelWords(
    "漏斗图", "所有人", "催收员 1188", "12,345 次联系中成立 4 项（0.32）",
    "总体：每千次联系有 0.31 项认定成立。", "99.8% 界限", "联系次数",
)  # fmt: skip
OTHERS = [Dot(9000, 3), Dot(14000, 5), Dot(20000, 6)]


@pytest.mark.parametrize("words", [WORDS, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("contacts", range(1000, 20001, 1900))
def test_no_words_cover_each_other(words, contacts):
    for findings in range(10):
        covers_nothing(words, contacts, findings)


def covers_nothing(words, contacts, findings):
    subject, pooled = Dot(contacts, findings, subject=True), 0.00031
    scale = scale_for([*OTHERS, subject], pooled)
    found = placed(
        [
            average_name(scale, pooled, words.average),
            limit_name(scale, pooled, words.limit),
            label(scale, subject, words),
        ]
    )
    for place, one in enumerate(found):
        assert one.fits([other.box() for other in found[:place]]), (one, found[:place])


def test_every_word_is_drawn_once():
    drawn = funnel([*OTHERS, Dot(12345, 4, subject=True)], 0.00031, WORDS)
    for said in (WORDS.subject, WORDS.subject_figures, WORDS.average, WORDS.limit):
        assert drawn.count(f">{said}</text>") == 1
