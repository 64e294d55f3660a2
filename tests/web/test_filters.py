"""What a rule rests on, as pages say it: laws by their names, everything else in words."""

import pytest

from portal.web.citing import articles, cited
from portal.web.filters import noted


@pytest.mark.parametrize(
    ("tag", "source", "said"),
    [
        ("en", "organisation policy; 15 USC 1692d", "our policy; 15 USC 1692d"),
        ("zh-CN", "organisation policy; 15 USC 1692d", "我们的制度；15 USC 1692d"),
        (
            "en",
            "本机构规定 organisation policy; 刑法 293",
            'our policy; <span lang="zh-CN">《刑法》第293条</span>',
        ),
        ("zh-Hant", "court rules on answering a claim form", "法院關於答辯的規則"),
    ],
)
def test_no_word_of_english_stands_bare_in_a_chinese_basis(app, tag, source, said):
    with app.test_request_context(f"/?lang={tag}"):
        assert cited(source) == said


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("刑法 274、275", "《刑法》第274条、第275条"),
        ("刑法 293之一", "《刑法》第293条之一"),
        ("民法典 161-175", "《民法典》第161条至第175条"),
        ("个人信息保护法 24(3)", "《个人信息保护法》第24条（3）"),
        ("投诉办法（2020年第3号）14", "《投诉办法》（2020年第3号）第14条"),
        ("金发〔2025〕14号", "金发〔2025〕14号"),
        ("GB/T 45251-2025（联系人，据报道）", "GB/T 45251-2025（联系人，据报道）"),
        ("治安管理处罚法（2025年修订，条号未核实）", "治安管理处罚法（2025年修订，条号未核实）"),
        ("15 USC 1692d", "15 USC 1692d"),
    ],
)
def test_chinese_laws_are_cited_as_courts_cite_them(cite, said):
    assert articles(cite) == said


def test_a_note_stands_in_wide_brackets_in_chinese(app):
    with app.test_request_context("/?lang=zh-CN"):
        assert noted("CONC 7.9.14R", "已读原文") == "CONC 7.9.14R（已读原文）"
