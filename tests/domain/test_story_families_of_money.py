"""What was pretended, demanded or refused, in the words people use; the brackets are what must be marked."""

import pytest

from tests.domain.story_lines import require_marked

SAID = {
    "impersonate_authority": [
        "He [pretended to be a police officer].",
        "She [claimed to be from the court].",
        "A man [posing as a sheriff] rang.",
        "催收[冒充警察]。",
        "催收[自称是法院]的。",
        "對方[假冒公檢法]來要債。",
    ],
    "impersonate_lawyer": [
        "The caller [claimed to be an attorney].",
        "催收[自称律师]打来。",
    ],
    "forged_legal_document": [
        "They sent me a [fake summons].",
        "催收发来[假传票]。",
    ],
    "false_criminal_threat": [
        "They said I [would be arrested].",
        "He told me I will [go to jail].",
        "She said there is a [warrant for my arrest].",
        "催收[说要抓我]坐牢。",
        "不还款[不还就抓我]。",
        "催收[威脅要報警抓]我，說我[诈骗]。",
    ],
    "false_legal_threat": [
        "They [threatened to sue] me tomorrow.",
        "He [said they would garnish] my pay.",
        "They keep making [threats of legal action].",
        "催收[威胁要起诉]我。",
        "催收[短信说明天冻结]我账户。",
        "催收的人[說要影響孩子]上學。",
    ],
    "other_deception": [
        "They [promised to delete it but] it is still there.",
        "催收[冒充快递]。",
    ],
    "credit_report_threat": [
        "They are [reporting an inaccurate account to the bureaus]: all three bureaus.",
        "Please [remove this account from my credit report].",
        "They [threatened to ruin my credit].",
        "平台[威胁上征信]。",
        "[还清了，征信还显示]逾期。",
        "[徵信上有]一筆貸款[不是我辦的]，徵信[錯誤]。",
    ],
    "no_identification": [
        "They [would not tell me who they were].",
        "The caller [refused to give his name].",
        "They call from a [blocked number].",
        "他[不肯说是哪家]公司。",
        "催收[拒绝出示身份]。",
        "他們[不肯說公司名]。",
    ],
    "debt_not_owed": [
        "This debt [is not mine].",
        "I [never had an account] there.",
        "I do [not owe] this.",
        "这笔贷款[不是我借的]。",
        "[莫名其妙欠]了一笔钱。",
        "這筆錢[不是我借的]。",
    ],
    "identity_theft": [
        "I am a [victim of identity theft].",
        "My [identity was stolen].",
        "[Someone opened a loan in my name].",
        "我的[身份信息被人冒用]。",
        "我[被人冒用]身份贷款。",
        "我[被冒名貸款]。",
    ],
    "wrong_person": [
        "They have the [wrong person].",
        "It is a case of [mistaken identity].",
        "I am [not the person] they want.",
        "他们[打错电话]了。",
        "我[不认识这个人]。",
        "[找錯人]了。",
    ],
    "already_paid": [
        "I [already paid this debt].",
        "It was [discharged in bankruptcy].",
        "I have [proof of payment].",
        "我[已经还清了，还在]催。",
        "[早就结清了，又]说我欠。",
        "[還完了還在催]。",
    ],
    "time_barred": [
        "It is a [ten year old debt].",
        "It is [past the statute of limitations].",
        "[二十年前的贷款突然]来催。",
    ],
    "deceased_account": [
        "They want my [late husband's debts] from me.",
        "我爸[去世了，他们让我还]他的债。",
    ],
    "wrong_amount": [
        "The [balance is wrong].",
        "The [amount keeps going up].",
        "I was [overcharged].",
        "网贷[金额不对]。",
        "欠款[越还越多]。",
        "網貸[利滾利]。",
    ],
    "unauthorised_fees": [
        "They [added a collection fee].",
        "It is [outrageous interest].",
        "[None of it goes to the principal].",
        "网贷收了[砍头息]。",
        "网贷[利息太高]。",
        "網貸平臺[亂收費]。",
    ],
    "payment_misapplied": [
        "They [never credited my payment].",
        "My [payment was not applied].",
        "还了钱，平台[没入账]。",
    ],
    "no_validation": [
        "They [refuse to validate the debt].",
        "I [never received a notice] of this debt.",
        "They [cannot produce a contract].",
        "他们[不给合同]。",
        "平台[拒绝提供凭证]。",
        "我提出[異議沒人理]。",
    ],
    "unauthorised_debit": [
        "There was an [unauthorized withdrawal].",
        "They [garnished my social security].",
        "They [took money from my bank account without] permission.",
        "平台[擅自扣款]。",
        "他们[划走了我的低保]。",
        "平臺[私自扣]錢。",
    ],
    "private_payment": [
        "She told me to [pay by sending gift cards].",
        "催收让我[转到他的私人账户]。",
    ],
    "hardship_ignored": [
        "They [refused my payment plan].",
        "They would [not accept partial payments].",
        "I lost my job and they [would not work with me].",
        "逾期了，银行[不同意分期]。",
        "欠款[协商被拒]。",
        "他們[必須要我一次性還清]欠款。",
    ],
    "plan_broken": [
        "They did [not honor our] settlement.",
        "逾期后银行[答应减免，现在不认账]。",
    ],
    "exploitative_pressure": [
        "They [told me to borrow] from my family.",
        "催收[逼我卖房]还钱。",
    ],
    "complaint_obstructed": [
        "I [asked for a supervisor and he hung up].",
        "They [refused to escalate] it.",
        "They [would not let me speak] to a manager.",
        "客服[不让我投诉]。",
        "[撤销投诉才]给减免。",
        "[投訴後變本加厲]。",
    ],
}


@pytest.mark.parametrize(("code", "line"), [(c, line) for c in SAID for line in SAID[c]])
def test_what_was_done_is_suggested_with_its_exact_words(code, line):
    require_marked(code, line)
