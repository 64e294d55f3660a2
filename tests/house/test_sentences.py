"""How the house speaks: Chinese punctuation, 您, no word of an office, no blame in an error."""

import re

import pytest
from babel.messages.pofile import read_po

from portal.catalogue import files_of
from portal.languages import LANGUAGES

CHINESE = [language for language in LANGUAGES if language.startswith("zh")]
FILES = [path for language in CHINESE for path in files_of(language)]
PERSON = [path for path in FILES if path.name in ("intake.po", "person.po")]
CJK = "\u4e00-\u9fff"
#: The marks a quotation stands between, and those of the other script.
QUOTES = {"zh_Hans_CN": ("“”", "「」『』"), "zh_Hant": ("「」", "“”‘’")}
FORBIDDEN = {
    "zh_Hans_CN": "请勿|违法|非法输入|无效|案件|债务人|欠款人(?!却)|老赖|逾期人员",
    "zh_Hant": "請勿|違法|非法輸入|無效|案件|債務人|欠款人(?!卻)|老賴|逾期人員",
}


def language_of(path):
    return path.parts[-3]


def name_of(path):
    return f"{language_of(path)}/{path.name}"


def pairs(path):
    with path.open("rb") as stream:
        for message in read_po(stream, locale=language_of(path)):
            if message.id:
                english = message.id if isinstance(message.id, str) else message.id[0]
                chinese = message.string if isinstance(message.string, str) else message.string[0]
                yield english, chinese


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_chinese_sentence_uses_chinese_marks(path):
    """A half-width mark beside a Chinese character; numbers, codes and addresses may keep theirs."""
    wrong = [
        text
        for _english, text in pairs(path)
        if re.search(
            rf"[{CJK}][,;:?!](?!\w)|[{CJK}]\.(?!\w)|[,;:?!][{CJK}]|[{CJK}]\(|\)[{CJK}]", text
        )
    ]
    assert not wrong, f"write ，。；：？！（） in {path.name}: {wrong}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_chinese_quotation_uses_the_marks_of_its_script(path):
    right, others = QUOTES[language_of(path)]
    wrong = [
        text
        for _english, text in pairs(path)
        if re.search(rf"[{CJK}][\"']|[\"'][{CJK}]|[{others}]", text)
    ]
    assert not wrong, f"write {right} in {path.name}: {wrong}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_whole_english_sentence_is_a_whole_chinese_one(path):
    """Where the English ends as a sentence the Chinese does too."""
    wrong = [
        text
        for english, text in pairs(path)
        if re.search(r"[a-z]\.$", english) and not re.search(r"[。！？…）”」]$", text)
    ]
    assert not wrong, f"end with 。 in {path.name}: {wrong}"


@pytest.mark.parametrize("path", PERSON, ids=name_of)
def test_the_person_is_addressed_as_nin(path):
    wrong = [
        text
        for _english, text in pairs(path)
        if re.search("你(?![们們])", re.sub(r"“[^”]*”|「[^」]*」", "", text))
    ]
    assert not wrong, f"say 您 in {path.name}: {wrong}"


@pytest.mark.parametrize("path", PERSON, ids=name_of)
def test_no_word_of_an_office_or_of_blame_is_said_to_the_person(path):
    forbidden = re.compile(FORBIDDEN[language_of(path)])
    wrong = [text for _english, text in pairs(path) if forbidden.search(text)]
    assert not wrong, f"find a plainer word in {path.name}: {wrong}"
    blame = re.compile(r"\b(please|sorry|invalid|forgot|debtor|illegal|case)\b", re.IGNORECASE)
    english = [text for text, _chinese in pairs(path) if blame.search(text)]
    assert not english, f"find a plainer word in {english}"


@pytest.mark.parametrize("language", CHINESE)
def test_no_sentence_is_translated_twice_in_two_ways(language):
    """The first of two wins in silence; two different ones are a mistake waiting."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    wrong = []
    for path in files_of(language):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language_of(path)):
                key = (message.context or "", str(message.id))
                if message.id and key in seen and seen[key][1] != str(message.string):
                    wrong.append(f"{key[1]!r}: {seen[key][0]} and {path.name}")
                seen.setdefault(key, (path.name, str(message.string)))
    assert not wrong, "say it once: " + "; ".join(wrong)


@pytest.mark.parametrize("path", PERSON, ids=name_of)
def test_an_english_apostrophe_and_quotation_are_curly(path):
    wrong = [text for text, _chinese in pairs(path) if re.search(r"\w'\w|\"", text)]
    assert not wrong, f"write ’ and “ ” in {wrong}"
