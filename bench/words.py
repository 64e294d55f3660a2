"""Words that measured reports are made of; each report draws its own, so that none is a twin."""

ENGLISH = [
    "collector",
    "called",
    "before",
    "eight",
    "today",
    "again",
    "threat",
    "workplace",
    "neighbour",
    "insult",
    "supervisor",
    "please",
    "stop",
    "letter",
    "account",
    "balance",
    "hardship",
    "plan",
]
CHINESE = ["催收", "电话", "骚扰", "威胁", "投诉", "主管"]
