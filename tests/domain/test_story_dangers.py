"""No danger is missed in the words people use for it; innocent idioms are left alone."""

import pytest

from portal.domain.story import CALL_NOW
from portal.jurisdictions.signs import shared_reader

READER = shared_reader()

DANGEROUS = {
    "self_harm": [
        "I want to kill myself.", "I've been thinking about suicide.", "I just want to die.",
        "Everyone would be better off without me.", "I don't want to live anymore.",
        "I dont want to be here any more", "There is no reason to live.", "I can't go on like this.",
        "I am going to end it all tonight.", "I took all my pills last night.",
        "I wish I was dead.", "I'd rather be dead than pay this.", "Life is not worth living.",
        "I have written my goodbye note.", "I am thinking of ending my life.",
        "I hope I never wake up.", "The only way out is death.", "My brother hanged himself over it.",
        "I feel suicidal.", "I am tired of living.", "I cut my wrists last week.",
        "My wife says she won't be here much longer.", "I stood on the bridge ready to jump off the bridge.",
        "我不想活了。", "我想死。", "我已经写好遗书。", "真想一死了之。", "活着没意思。", "我准备跳楼。",
        "他割腕了。", "被逼得走投无路，只想结束生命。", "不如死了算了。", "我弟弟自杀了。",
        "活不下去了", "想喝农药", "撑不下去了", "我要上吊", "他们要逼死我", "孩子拜托你们照顾，我想解脱",
        "我不想活喇", "唔想做人", "想燒炭", "寫好遺書了", "我想輕生", "被逼到絕路", "自\u200b殺", "自 杀",
    ],
    "immediate_danger": [
        "Two men are banging on my door right now.", "He has a gun.", "They won't let me leave.",
        "They are outside my house right now.", "I fear for my life.", "Please call the police.",
        "They are holding me in a room.", "He is following me.", "I am in danger.",
        "他们正在砸我家的门。", "我被他们关起来了。", "催收的人拿着刀。", "救命", "不让我走", "快帮我报警",
        "他們現在就在我家門口。", "我被綁架了", "有人跟踪我", "人身安全受到威胁",
    ],
    "violence": [
        "He said he will kill me.", "They threatened to hurt my children.", "She said she knows where I live.",
        "They will send someone to beat me.", "He punched me in the face.", "I received death threats.",
        "They threatened to burn down my house.", "You will regret it, he said.",
        "他们说要打死我。", "威胁杀我全家。", "他们打了我爸。", "要砍断我的手。", "暴力催收", "上门泼油漆",
        "說要對我家人不利，找人弄我", "討債公司潑漆", "黑社会来要债", "恐吓我",
    ],
}  # fmt: skip

INNOCENT = [
    "The interest is killing me.", "I am dying to know who sold them my number.",
    "These fees are killing us.", "I nearly killed myself laughing.", "It would be financial suicide.",
    "I could have died of embarrassment.", "They hit me with a late fee.", "Please shoot me an email.",
    "My credit score is in danger.", "I work at a dead end job.", "They killed my credit.",
    "I am at risk of losing my house.", "My phone died.", "He beat me to it.", "A deadline was missed.",
    "烦死了，天天打电话。", "累死我了。", "气死我了。", "打死我也不借了。", "想死你了。", "笑死人了。",
    "跳楼价甩卖。", "我穷死了。", "吓死我了。",
]  # fmt: skip


@pytest.mark.row("BI-73")
@pytest.mark.parametrize(
    ("danger", "text"), [(danger, text) for danger in DANGEROUS for text in DANGEROUS[danger]]
)
def test_a_danger_is_seen(danger, text):
    seen = set(READER.read(text).dangers)
    assert danger in seen


@pytest.mark.parametrize("danger", ["self_harm", "immediate_danger"])
def test_a_danger_is_seen_in_the_middle_of_a_long_story(danger):
    long = "They called about the bill and I asked for papers. " * 300
    for text in DANGEROUS[danger]:
        assert danger in READER.read(f"{long}\n\n{text}\n\n{long}").dangers


@pytest.mark.parametrize("text", INNOCENT)
def test_an_idiom_is_no_danger(text):
    assert not CALL_NOW & set(READER.read(text).dangers)


def test_court_papers_are_seen_and_a_threat_of_court_is_not_yet_papers():
    assert "court_papers" in READER.read("I was served with a summons yesterday.").dangers
    assert "court_papers" in READER.read("我收到法院傳票。").dangers
    assert "court_papers" not in READER.read("They threatened to take me to court.").dangers
