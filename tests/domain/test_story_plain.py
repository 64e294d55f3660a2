"""The short plain sentences of complaint forms are read; denial, hearsay and what only sounds so are not."""

import pytest

from portal.jurisdictions.signs import shared_reader

READER = shared_reader()

#: By code: what says it, what denies it, and what only sounds like it.
SIGNS = {
    "debt_not_owed": (
        ["This debt belongs to my son.", "It doesn't belong to me.", "我没有借过任何网贷，催收找错人了。"],
        ["I do not dispute that I owe this."],
        ["The house belonged to my mother."],
    ),
    "already_paid": (
        ["They want 400 from me. I paid it off in May.", "It was discharged in bankruptcy."],
        ["The loan was not paid off."],
        ["I have paid my bills on time for years.", "I paid back more than the 600 I borrowed."],
    ),
    "wrong_amount": (
        ["They say I owe 900 but my records show 300.", "The balance hasn't gone down.", "The rate was 450%."],
        ["The balance is right."],
        ["My rent is higher than the loan."],
    ),
    "payment_misapplied": (
        ["They continually fail to credit my payments."],
        ["My payment was credited the same day."],
        ["I did not apply for payment protection."],
    ),
    "unauthorised_debit": (
        ["They withdrew 300 dollars that I never authorized.", "多扣了我一期不退。"],
        ["They never took money from my account without my permission."],
        ["The payment was taken from my account as agreed.", "我自己多转了一笔。"],
    ),
    "after_stop_request": (
        ["I asked them not to call me anymore and it fell on deaf ears.", "我講咗唔好再打，佢照打。"],
        ["I asked them to stop and they stopped."],
        ["Please stop calling me."],
    ),
    "contact_during_hold": (
        ["The account is in dispute and they continue collection activity."],
        ["I filed a dispute and they paused."],
        ["I am disputing a bill with my dentist."],
    ),
    "third_party_disclosure": (
        ["They contacted people including my employer.", "催收把欠款单贴在小区楼道。"],
        ["They have not contacted people at my work."],
        ["I contacted people including my family for help."],
    ),
    "no_identification": (
        ["It just says this is a debt collector and to call back.", "我问他是哪家公司的工号多少，他不说就挂了。"],
        ["She identified herself and gave the name of the agency."],
        ["I could not identify the account."],
    ),
    "no_validation": (
        ["They couldn't produce the contract.", "我要债权转让的合同，他们一直不给。"],
        ["They sent me the contract."],
        ["I was never told about the promotion on shoes.", "我没有提供合同。"],
    ),
    "credit_report_threat": (
        ["This ended up on my credit.", "已经还清了，征信还是显示逾期。"],
        ["It is not on my credit."],
        ["I put a freeze on my credit.", "逾期会上征信吗？"],
    ),
    "false_criminal_threat": (
        ["They told me I committed check fraud."],
        ["Nobody told me I committed fraud."],
        ["They told me I was a victim of theft."],
    ),
    "false_legal_threat": (
        ["They are threatening legal action on a loan.", "自称法务的说今天不还下午就冻结我名下所有银行卡。"],
        ["They did not threaten legal action."],
        ["I said I will file a complaint against them.", "不还会坐牢吗？"],
    ),
    "other_deception": (
        ["The dealer tricked me into this loan.", "业务员承诺没有违约金，现在要收5%。"],
        ["The dealer did not mislead me."],
        ["A collector may not use any false or misleading representation."],
    ),
    "hardship_ignored": (
        ["They refuse to work with me.", "银行叫我一次还清六万。"],
        ["They agreed to work with me."],
        ["I will not work with them.", "我拒绝分期。"],
    ),
    "data_leak_misuse": (
        ["They used my social security number without my consent.", "个人信息不知道怎么泄露了。"],
        ["They never shared my information."],
        ["Someone used my identity without my knowledge.", "我怕信息泄露。"],
    ),
    "improper_visit": (
        ["天天有人来家里要钱，催得很凶。"],
        ["催收没有来我家。"],
        ["催收打电话到公司。"],
    ),
    "property_damage_seizure": (
        ["他们把我电动车推走了。"],
        ["他们没有把车拖走。"],
        ["车被交警拖走了。"],
    ),
}  # fmt: skip

NEEDS = {
    "hardship": (
        ["My employer stopped paying me.", "I haven't been able to work."],
        ["I could not pay on their website."],
    ),
    "wants_plan": (["Can they lower my payments?"], ["They tried to make me set up a payment plan."]),
    "vulnerable": (
        ["I was admitted into the hospital.", "他们知道我住院还来要钱。"],
        ["My wife works in the hospital billing office."],
    ),
    "identity_theft": (["I had my identity stolen.", "有人冒我名申請咗貸款。"], ["I had my wallet with me."]),
    "court": (["法院说是执行冻结的，银行现在起诉我。"], ["他们说会被法院起诉。"]),
    "legal_help": (["不还会坐牢吗？"], ["他们说要追究我刑事责任，拍视频承认诈骗。"]),
}  # fmt: skip

DANGERS = {
    "self_harm": (
        ["You will find me hanging.", "I don't trust myself to be alone.", "I have been saving up my pills.",
         "我死了你们找谁要去。", "瞓咗唔使醒就好。", "爸爸先走一步。"],
        ["I was desperate for a loan.", "I am tired of living paycheck to paycheck.", "跳楼价买的手机。"],
    ),
    "violence": (
        ["You'll be eating through a straw.", "They poured gasoline on my porch.", "说放学等着我儿子。", "给你收尸。"],
        ["I was shot down for a loan.", "催收打我单位座机。"],
    ),
    "immediate_danger": (
        ["I'm typing this from the closet.", "他们在砸玻璃。"],
        ["The branch is ten minutes away.", "我弟被警察带走了。"],
    ),
    "court_papers": (
        ["I got a notice to appear in small claims.", "執達吏上門封屋。"],
        ["I placed an order in order to get a discount.", "没有被起诉，只是问问。"],
    ),
}  # fmt: skip


def said(table, which):
    return [(code, text) for code, rows in table.items() for part in which for text in rows[part]]


@pytest.mark.parametrize(("code", "text"), said(SIGNS, (0,)))
def test_a_plain_sentence_says_what_was_done(code, text):
    assert code in READER.read(text).conduct


@pytest.mark.parametrize(("code", "text"), said(SIGNS, (1, 2)))
def test_its_denial_and_its_double_say_nothing_of_it(code, text):
    assert code not in READER.read(text).conduct


@pytest.mark.parametrize(("code", "text"), said(NEEDS, (0,)))
def test_a_plain_sentence_says_what_is_needed(code, text):
    assert code in READER.read(text).needs


@pytest.mark.parametrize(("code", "text"), said(NEEDS, (1,)))
def test_what_only_sounds_like_a_need_is_none(code, text):
    assert code not in READER.read(text).needs


@pytest.mark.parametrize(("code", "text"), said(DANGERS, (0,)))
def test_danger_said_sideways_is_seen(code, text):
    assert code in READER.read(text).dangers


@pytest.mark.parametrize(("code", "text"), said(DANGERS, (1,)))
def test_what_only_sounds_dangerous_raises_no_alarm(code, text):
    assert code not in READER.read(text).dangers


def test_a_short_form_with_its_apostrophe_denies_like_the_long_one():
    for text in ("They did not validate the debt.", "They didn't validate the debt."):
        assert "no_validation" in READER.read(text).conduct
