"""Findings and remedies as letters say them: whole words in each language, never glued pieces."""

RESULT_WORDS = {
    "en": {
        "upheld": "upheld",
        "partly": "partly upheld",
        "not_upheld": "not upheld",
        "undetermined": "not enough evidence to say",
        "withdrawn": "withdrawn",
        "out_of_scope": "not ours to decide",
    },
    "zh_Hans_CN": {
        "upheld": "成立",
        "partly": "部分成立",
        "not_upheld": "不成立",
        "undetermined": "证据不足，无法认定",
        "withdrawn": "已撤回",
        "out_of_scope": "不属于我们处理的范围",
    },
}

#: What stands between an allegation and its finding.
COLON = {"en": ": ", "zh_Hans_CN": "："}

REMEDY_WORDS = {
    "en": {
        "apology": "We apologise to you.",
        "correct_amount": "We correct the amount.",
        "remove_charges": "We take away charges.",
        "payment": "We pay you for what it cost you.",
        "contact_limits": "We contact you only in the way you chose.",
        "plan_agreed": "We agree to your plan.",
        "pause_agreed": "We pause collection.",
    },
    "zh_Hans_CN": {
        "apology": "向您道歉。",
        "correct_amount": "更正金额。",
        "remove_charges": "减免费用。",
        "payment": "赔偿您的损失。",
        "contact_limits": "只用您选择的方式联系。",
        "plan_agreed": "同意您的还款方案。",
        "pause_agreed": "暂停催收。",
    },
}
