"""Invented stories of the demonstration, in both languages; nobody in them exists."""

STORIES = {
    "en": (
        (
            ("threat", "often"),
            "He said he knows where my child goes to school and will wait there.",
        ),
        (
            ("often", "hours"),
            "They called eleven times on Monday, the last time at half past ten at night.",
        ),
        (("third",), "They told my neighbour how much I owe. I have not left the house since."),
        (("abuse",), "She called me a thief and a liar and laughed at me."),
        (("notmine",), "I got this number last month. I do not know the person they ask for."),
        (
            ("amount", "false"),
            "The letter looks like it is from a court, but the court knows nothing about it.",
        ),
        (("stop",), "I wrote to them to use email only. They keep calling me at work."),
        (("nohelp",), "I lost my job in spring and offered 40 a month. They would not listen."),
    ),
    "zh_Hans_CN": (
        (("threat",), "对方说知道我孩子在哪所学校，让我自己掂量。"),
        (("often", "hours"), "一天打了十几个电话，晚上十一点还在打。"),
        (("third",), "给我单位同事打电话，说我欠钱不还，领导都知道了。"),
        (("abuse",), "开口就骂人，骂得很难听。"),
        (("notmine",), "我不认识欠款的人，这个号码是我新办的。"),
        (("data",), "把我的身份证照片发到了亲友群里。"),
        (("amount",), "账单上多出来一笔说不清的费用。"),
        (("nohelp",), "我失业半年了，想每月还五百，对方说必须一次还清。"),
    ),
}
REPLIES = {
    "en": "Thank you for telling us. We have asked for the call records and will write again soon.",
    "zh_Hans_CN": "感谢您告诉我们。我们已调取通话记录，会尽快再次答复您。",
}
REASONS = {
    "en": {
        True: "The records and the recording show what you described.",
        False: "The records do not show this. We looked at every call in that time.",
    },
    "zh_Hans_CN": {
        True: "通话记录和录音与您的描述一致。",
        False: "我们查了这段时间的全部通话，没有发现这种情况。",
    },
}

HELP_REASONS = {
    "en": {
        True: "Your plan leaves you enough to live on, and it pays the debt in time.",
        False: "The account was closed last month, so there is nothing left to pay.",
    },
    "zh_Hans_CN": {
        True: "按您的方案，您仍能维持基本生活，也能按期还清欠款。",
        False: "该账户上月已结清，您已无需还款。",
    },
}

#: What collectors of the demonstration are told, answer, and hear.
NOTICE = (
    "A ticket was closed and found that a call went against our rules. The rule and the day are "
    "below. Nothing is decided about you; please tell us how it was."
)
COLLECTOR_SAYS = "I followed the script of that week. I am sorry it frightened somebody."
REVIEW_REASONS = (
    "The recording shows these were the collector's own words; the script of that week is mended."
)
