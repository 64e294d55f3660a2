"""The parts of a meaning are read wherever they stand; what is denied, supposed, told or done by me is not."""

import pytest

from portal.domain.story import About, Reader, Sign
from portal.jurisdictions.signs import shared_reader

READER = shared_reader()

SAID = {
    "excessive_contact": [
        "I have logged 41 voicemails in one week.", "Calls at 8:05, 9:12, 10:40, 11:55 and 1:30.",
        "That was the fifth call of the same morning from the agency.",
        "催收从早打到晚，今天已经三十多个未接。",
    ],
    "after_stop_request": [
        "I asked for letters only. Since then: eleven missed calls.",
        "My lawyer wrote to them in May. They still text me every week.",
        "我跟你们讲过好几遍别往厂里打，第二天照样打。",
    ],
    "family_contact": [
        "Your man has been ringing my mother in law about it.",
        "My cousin put my number as a reference and now they text me about her loan.",
        "催收给我岳母打电话让她替我还。", "我堂弟借了网贷不还，催收天天打给我。",
    ],
    "third_party_disclosure": [
        "He said it in front of the customers, the whole shop knows I owe money.",
        "催收打到我们单位人事，说我欠钱不还。",
    ],
    "false_legal_threat": [
        "She told me they'd put a lien on my house by Monday.",
        "If I don't pay by noon he will file a lawsuit, he said.",
        "催收短信说三天内不还就查封房子。",
    ],
    "false_criminal_threat": [
        "The voicemail says deputies will be sent to arrest me.", "催收说材料已经送公安，让我等着坐牢。",
    ],
    "no_validation": [
        "I asked for a ledger twice. Nothing came.", "Asked for a breakdown: no.",
        "要他们出示委托书，一直推脱。",
    ],
    "wrong_amount": [
        "I owe more than what I borrowed after two years of payments.",
        "合同写一万，实际到手七千六，还得还一万二。",
    ],
    "already_paid": [
        "I paid it off in 2019. Now another company says I owe 300.", "前年就结清了，现在又冒出来说我还欠三千。",
    ],
    "hardship_ignored": [
        "I asked whether I could pay 20 a month. The woman said full balance or nothing.",
        "跟银行求情想缓两个月，只会说系统不支持。",
    ],
    "plan_broken": [
        "We agreed on a payment plan in writing. They voided it in March.", "说好减免罚息，签了协议，现在又不认账。",
    ],
    "complaint_obstructed": [
        "I asked for her supervisor, she laughed and hung up.", "我说要投诉，他说随便你投诉，投诉没用。",
    ],
    "unauthorised_debit": [
        "They helped themselves to 180 from my checking account.", "平台半夜偷偷扣走了我卡里的生活费。",
    ],
}  # fmt: skip

NOT_DONE = {
    "excessive_contact": [
        "I called them nine times a day.", "The rule should allow at most three calls a week.",
        "他们没有每天打电话催收。", "听说这家催收一天打三十个电话。",
    ],
    "family_contact": [
        "I called my sister and cried about the loan.", "If they call my mother I will move.",
        "They have never contacted my family.", "催收没有骚扰我的家人。", "催收会不会联系我父母？",
    ],
    "false_criminal_threat": [
        "I reported the calls to the police.", "欠网贷不还会坐牢吗？", "催收太过分，我已经报警了。",
    ],
    "false_legal_threat": ["I will file a lawsuit against them.", "我想起诉他们，怎么立案？"],
    "no_validation": [
        "Please send me validation of this debt.", "I asked for a statement and got it the next day.",
    ],
    "insult_obscene": [
        "I was rude to the agent, I admit it.", "Nobody has been rude to me.", "我骂了你们客服，想道歉。",
    ],
    "hardship_ignored": ["I asked for a payment plan and they agreed.", "可以协商分期吗？"],
    "debt_not_owed": ["I do not dispute that I owe this."],
    "improper_visit": ["The envelope came to my house.", "听说他们会上门。"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, one) for code in SAID for one in SAID[code]])
def test_what_was_done_is_suggested_however_it_is_put(code, text):
    assert code in READER.read(text).conduct


@pytest.mark.parametrize(
    ("code", "text"), [(code, one) for code in NOT_DONE for one in NOT_DONE[code]]
)
def test_what_was_not_done_to_the_writer_is_not_suggested(code, text):
    assert code not in READER.read(text).conduct


def test_a_sign_may_want_one_of_each_of_several_companies():
    asked = Sign(id="asked", targets=((About.HINT, "asked"),), find=b"asked")
    paper = Sign(id="paper", targets=((About.HINT, "paper"),), find=b"ledger")
    both = Sign(
        id="both", targets=((About.CONDUCT, "no_validation"),), find=b"never came",
        beside=(("asked",), ("paper",)), within=1,
    )  # fmt: skip
    reader = Reader([asked, paper, both])
    assert reader.read("I asked for a ledger. It never came.").conduct
    assert not reader.read("I asked for a call. It never came.").conduct


@pytest.mark.parametrize(
    "text", ["I did n't open this account.", "It 's not mine.", "They called me a '' liar '' ."]
)
def test_spaces_that_printing_put_into_words_hide_nothing_and_move_no_place(text):
    for cues in READER.read(text).conduct.values():
        assert all(cue.text == text[cue.start : cue.end] for cue in cues)
    assert READER.read(text).conduct
