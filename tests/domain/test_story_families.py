"""Each family of conduct and need in the words people use; the brackets are what must be marked."""

import re

import pytest

from portal.jurisdictions.signs import shared_reader

READER = shared_reader()


def marked(line):
    """The sentence without its brackets, and the places of the bracketed words."""
    text, places = "", []
    for piece in re.split(r"(\[[^]]+\])", line):
        if piece.startswith("["):
            places.append((len(text), len(text) + len(piece) - 2))
            text += piece[1:-1]
        else:
            text += piece
    return text, places


def covered(cues, start, end):
    return any(cue.start <= start and end <= cue.end for cue in cues)


SAID = {
    "violence_threat": [
        "He told me he would [break my legs] by Sunday.",
        "The man from the agency [shoved me] in the stairwell.",
        "They left [death threats] on my machine.",
        "催收的人说要[弄死我]。",
        "他们[殴打]了我父亲。",
        "對方[威脅要砍死]我。",
    ],
    "detain_trespass_stalk": [
        "Two men [blocked my driveway] for an hour.",
        "A collector [followed my daughter home].",
        "He [refused to leave my porch].",
        "他们[堵在我]家门口骂人。",
        "讨债的人[跟踪]我下班。",
        "催收[强行闯]进屋里。",
    ],
    "property_damage_seizure": [
        "They [threatened to repossess my car] on Friday.",
        "Someone sent by them [slashed my tires].",
        "They [repossessed my truck without] any warning.",
        "他们[强行拖走]我的货车。",
        "贷款公司的人[砸了我的店]。",
        "車[被他們拖走]了。",
    ],
    "insult_obscene": [
        "The agent [yelled at me] the whole time.",
        "She [called me a deadbeat].",
        "He used [profanity] twice.",
        "催收员一直[辱骂]我。",
        "催收的电话里[脏话]不断。",
        "逾期後客服[態度惡劣]。",
    ],
    "excessive_contact": [
        "They called me [six times a day].",
        "My phone gets [hundreds of calls] from them.",
        "The agency [calls my cell every single day].",
        "催收[一天打几十个电话]。",
        "他们[不停地打电话]。",
        "我[經常被騷擾]。",
    ],
    "bombing": [
        "It is always a [robocall].",
        "They [bombard me] with texts.",
        "They [call from different numbers] each time.",
        "他们用[短信轰炸]我。",
        "[呼死你]打了一整晚。",
        "他們[換號打]我。",
    ],
    "forbidden_hours": [
        "They phoned me [at 5 am].",
        "He rings us [late at night].",
        "They call at [all hours of the night].",
        "催收的[半夜]打电话。",
        "[凌晨三点打]来催债。",
        "他們[大清早打]電話。",
    ],
    "after_stop_request": [
        "They [still call after I told them to stop].",
        "They [refuse to stop calling].",
        "I told her to stop calling. The [calls continue].",
        "我[让他们别再打了，还]是打。",
        "[拉黑了还换号打]。",
        "[要求不要再聯繫，仍]然天天打。",
    ],
    "ignored_representative": ["I [told them I have a lawyer and they still call] me."],
    "contact_during_hold": [
        "They [keep calling although I filed bankruptcy].",
        "已经[协商好分期，还在催]。",
    ],
    "family_contact": [
        "They [called my elderly mother] at home.",
        "He [told my husband] everything.",
        "They [harass my sister] about me.",
        "催收[打电话给我爸妈]。",
        "他们[骚扰我家人]。",
        "催收[打給我老婆]。",
    ],
    "workplace_contact": [
        "They [called my workplace].",
        "He [contacted my boss] on Monday.",
        "She phoned [my job] and they [call my work] daily.",
        "催收[打到我公司]前台。",
        "他们[闹到单位]来催债。",
        "催收[打到我單位]。",
    ],
    "employer_disclosure": [
        "They [told my boss] that I owe money.",
        "催收[告诉我老板]我欠款。",
    ],
    "third_party_disclosure": [
        "They [told my neighbour] about the loan.",
        "She [discussed my account with] a stranger.",
        "They [contact my friends].",
        "催收[打电话给我同事]。",
        "催收把短信[发给我的朋友]。",
        "他們[騷擾我的鄰居]。",
    ],
    "contact_list_blast": [
        "They texted [everyone in my phone].",
        "他们[爆我通讯录]。",
        "催收[群發]短信。",
    ],
    "public_shaming": [
        "They [posted my photo on Facebook].",
        "催收把我的照片[发到朋友圈]。",
    ],
    "improper_visit": [
        "Two men [came to my house] to collect.",
        "A collector [showed up at my door].",
        "They [left a note on my door].",
        "催收的人[上门]催债。",
        "催收的[来我家]要钱。",
        "討債公司[找上門]來。",
    ],
    "data_leak_misuse": [
        "They [sold my information] to another firm.",
        "[How did they get my number]?",
        "They have [my full social security number].",
        "平台[泄露我的个人信息]。",
        "他们[怎么有我的电话]？",
        "[信息被平臺泄露]了。",
    ],
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


@pytest.mark.parametrize(("code", "line"), [(c, line) for c in SAID for line in SAID[c]])
def test_what_was_done_is_suggested_with_its_exact_words(code, line):
    text, places = marked(line)
    cues = READER.read(text).conduct.get(code, ())
    assert all(text[cue.start : cue.end] == cue.text for cue in cues)
    assert any(covered(cues, *place) for place in places), (text, cues)


@pytest.mark.parametrize(("code", "line"), [(c, line) for c in NEEDED for line in NEEDED[c]])
def test_what_is_needed_is_found_with_its_exact_words(code, line):
    text, places = marked(line)
    cues = READER.read(text).needs.get(code, ())
    assert any(covered(cues, *place) for place in places), (text, cues)


@pytest.mark.parametrize(("code", "text"), [(c, line) for c in NOT_SAID for line in NOT_SAID[c]])
def test_negation_hearsay_questions_and_idioms_suggest_nothing(code, text):
    assert code not in READER.read(text).conduct
