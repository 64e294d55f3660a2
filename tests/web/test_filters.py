"""What a rule rests on, as pages say it: laws by their names, everything else in words."""

import pytest

from portal.web.filters import cited, noted


@pytest.mark.parametrize(
    ("tag", "source", "said"),
    [
        ("en", "organisation policy; 15 USC 1692d", "our policy; 15 USC 1692d"),
        ("zh-CN", "organisation policy; 15 USC 1692d", "我们的制度；15 USC 1692d"),
        (
            "en",
            "本机构规定 organisation policy; 刑法 293",
            'our policy; <span lang="zh-CN">刑法 293</span>',
        ),
        ("zh-Hant", "court rules on answering a claim form", "法院關於答辯的規則"),
    ],
)
def test_no_word_of_english_stands_bare_in_a_chinese_basis(app, tag, source, said):
    with app.test_request_context(f"/?lang={tag}"):
        assert cited(source) == said


def test_a_note_stands_in_wide_brackets_in_chinese(app):
    with app.test_request_context("/?lang=zh-CN"):
        assert noted("CONC 7.9.14R", "已读原文") == "CONC 7.9.14R（已读原文）"
