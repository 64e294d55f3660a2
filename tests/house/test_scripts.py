"""Simplified and traditional Chinese stay apart: no text holds a character of the other script."""

import re

import pytest

from portal.catalogue import files_of
from portal.paths import JURISDICTIONS, TEMPLATES, TRANSLATIONS
from tests.scripts import FOREIGN, of_the_other_script


def texts(language):
    """Every file with words of a language."""
    return [
        *files_of(language),
        TRANSLATIONS / language / "demo.toml",
        *sorted(JURISDICTIONS.glob(f"**/words.{language}.toml")),
        *sorted((TEMPLATES / "letters").glob(f"*/{language}.txt")),
    ]


@pytest.mark.parametrize("language", FOREIGN)
def test_no_text_holds_a_character_of_the_other_script(language):
    read = {path: path.read_text("utf-8") for path in texts(language)}
    wrong = {
        path.name: found
        for path, text in read.items()
        if (found := of_the_other_script(text, language))
    }
    assert len(read) > 20, "the texts are no longer found"
    assert not wrong


def test_the_two_scripts_are_told_apart():
    assert of_the_other_script("對方說会再打來", "zh_Hant") == ["会"]
    assert of_the_other_script("处理後再联系", "zh_Hans_CN") == ["後"]


@pytest.mark.parametrize(("language", "encoding"), [("zh_Hans_CN", "gb2312"), ("zh_Hant", "big5")])
def test_the_letters_can_be_set_in_the_typeface_of_their_language(language, encoding):
    """The typefaces beside the letters hold the characters of these sets, and a few more."""
    for path in texts(language):
        chinese = "".join(mark for mark in path.read_text("utf-8") if "\u4e00" <= mark <= "\u9fff")
        assert chinese.encode(encoding), path


#: Words of the mainland for which our traditional texts have another: 簡訊 網路 軟體 螢幕 列印 預設 電郵
#: 登入 帳戶 影片 選單 設定 伺服器 使用者 連結 聯絡 個案 匯出 資料夾 資料 儲存 品質.
OTHER_WORDS = (
    "短信|網絡|軟件|屏幕|打印|默認|郵件|登錄|賬|視頻|菜單|設置|服務器|用戶|鏈接|聯繫|工單|導出|文件夾|信息|"
    "保存|質量"
)


def test_traditional_texts_have_one_word_for_a_thing_and_it_is_that_of_their_readers():
    wrong = {
        path.name: found
        for path in texts("zh_Hant")
        if (found := re.findall(OTHER_WORDS, path.read_text("utf-8")))
    }
    assert not wrong
