"""How people were treated, in the words people use; the brackets are what must be marked."""

import pytest

from tests.domain.story_lines import require_marked

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
}


@pytest.mark.parametrize(("code", "line"), [(c, line) for c in SAID for line in SAID[c]])
def test_what_was_done_is_suggested_with_its_exact_words(code, line):
    require_marked(code, line)
