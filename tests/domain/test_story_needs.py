"""What people need, in the words they use, and words that sound like a complaint and are none."""

import pytest

from tests.domain.story_lines import READER, covered, marked

NEEDED = {
    "hardship": ["I [lost my job] in May.", "我[失业]了。", "[生意失敗]，無力償還。"],
    "wants_plan": ["I [asked for a payment plan].", "[想申请分期]还款。", "能不能[停息掛賬]？"],
    "court": ["I [was served] last week.", "我收到[法院传票]。", "[法院判決]下來了。"],
    "distress": ["I [cannot sleep] because of them.", "我快[崩溃]了。", "精神[壓力]很大。"],
    "vulnerable": ["I [am disabled].", "我是[残疾]人。", "我母親有[癌症]。"],
    "legal_help": ["[What are my rights]?", "这样[合法吗]？", "[可以起訴]他們嗎？"],
    "identity_theft": [
        "I am a [victim of identity theft].",
        "[别人用我身份证办]了贷款。",
        "朋友[拿我的身份證去貸]款。",
    ],
    "self_harm": ["I [want to die].", "我[不想活]了。", "我想[了結生命]。"],
    "danger_now": ["He [has a knife].", "他们[正在我家门口]。", "我現在[不敢回家]。"],
}

NOT_SAID = {
    "violence_threat": [
        "The interest is killing me.",
        "打死我也不会再借。",
        "They hit me with a late fee.",
    ],
    "insult_obscene": ["I was very rude to her.", "我会不会成老赖？"],
    "excessive_contact": [
        "I called them ten times and nobody answered.",
        "They are harassing me.",
        "They never called me every day.",
        "我每天给银行打电话都打不通。",
    ],
    "forbidden_hours": ["A late fee was added overnight.", "我半夜睡不着。"],
    "after_stop_request": ["I will stop paying.", "我让他们别再打了。"],
    "family_contact": [
        "They never contacted my family.",
        "I called my mother for help.",
        "If they call my mother I will move out.",
        "I was told that others had collectors call their mother.",
        "他们没有打给我父母。",
        "听说催收会打电话给父母。",
    ],
    "workplace_contact": ["A debt collector may not call at my work.", "我去公司上班。"],
    "third_party_disclosure": ["I told my friend about it.", "催收没有告诉我的同事。"],
    "improper_visit": ["The letters came to my house.", "银行上门服务。"],
    "impersonate_authority": ["I called the police.", "我去了法院。"],
    "false_criminal_threat": ["They should go to jail.", "我会坐牢吗？", "我已经报案了。"],
    "false_legal_threat": ["I will sue them.", "我想起诉他。", "银行会起诉我吗？"],
    "credit_report_threat": ["I obtained my credit report.", "会影响征信吗？"],
    "no_identification": ["I would not give them my name.", "我不敢告诉家人。"],
    "debt_not_owed": ["I never received a response.", "贷款还没有批下来。"],
    "identity_theft": ["I pay for identity theft protection.", "我冒用了别人的身份证。"],
    "already_paid": ["I want it to be paid in full by spring.", "我想还清贷款。"],
    "wrong_amount": ["How much do I owe?", "我应该还多少？"],
    "unauthorised_fees": ["手续费是多少？"],
    "no_validation": [
        "Please validate this debt.",
        "If you cannot provide proof, please delete it.",
        "我没有提供合同。",
    ],
    "unauthorised_debit": [
        "I took money from my bank account to pay them.",
        "法院扣走了我的工资。",
    ],
    "hardship_ignored": ["I refused to enter a payment plan.", "我不同意分期。"],
    "complaint_obstructed": ["I spoke to a supervisor who helped.", "投诉处理得很好。"],
    "data_leak_misuse": ["I gave them my data.", "我担心信息泄露。"],
}


@pytest.mark.parametrize(("code", "line"), [(c, line) for c in NEEDED for line in NEEDED[c]])
def test_what_is_needed_is_found_with_its_exact_words(code, line):
    text, places = marked(line)
    cues = READER.read(text).needs.get(code, ())
    assert any(covered(cues, *place) for place in places), (text, cues)


@pytest.mark.parametrize(("code", "text"), [(c, line) for c in NOT_SAID for line in NOT_SAID[c]])
def test_negation_hearsay_questions_and_idioms_suggest_nothing(code, text):
    assert code not in READER.read(text).conduct
