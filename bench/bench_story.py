"""How long one core takes to read a story of 2 000 characters, and to decide on it.

python bench/bench_story.py [rounds]
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from portal.domain.triage import Facts, decide
from portal.jurisdictions.load import installed

ENGLISH = (
    "They have called me nine times a day since March and they called my mother at her work. "
    "I told them to stop calling, but they keep calling from different numbers. The balance is "
    "wrong, I asked for proof of the debt twice and they never answered my letters. They say they "
    "will sue me and put it on my credit report. I lost my job in May and cannot afford the "
    "payments, and I cannot sleep any more. I took the loan in spring to mend the car that I need "
    "for work, and for the first year everything went well. In the autumn the garage closed. I "
    "wrote down each day in a notebook, with the time and what was said. My neighbour helped me to "
    "write this. The first letter came in a white envelope with a window. I keep all of it in a "
    "folder and can send copies if somebody wants to look at them. "
)
CHINESE = (
    "催收每天打几十个电话，还打给我父母和同事，半夜也打来。我让他们别再打了，还是不停地打。"
    "金额不对，多算了很多利息，我要求提供合同，他们不给。对方威胁要起诉我，说我会坐牢。"
    "我失业了，现在没有能力偿还，想申请分期，银行不同意。我天天失眠，快崩溃了，请问怎么维权？"
    "这笔钱是前年春天为了修车借的，车要用来上班，头一年都很顺利。秋天修理厂关门了。"
    "我把每一天的时间和内容都写在本子上，信封也留着。邻居帮我写了这些话。"
    "材料都放在一个文件夹里，如果需要可以寄复印件。老家在北方，冬天很冷，路也不好走。"
)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """The middle of many runs, in milliseconds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print both figures for each language, and how they grow with the text."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for place, sentence in (("us", ENGLISH), ("cn", CHINESE)):
        pack = installed()[place]
        for length in (2_000, 20_000, 200_000):
            text = (sentence * (length // len(sentence) + 1))[:length]
            facts = Facts(jurisdiction=place, received_on=date(2026, 11, 24), text=text)
            few = max(3, rounds * 2_000 // length)
            read = median_ms(lambda text=text, pack=pack: pack.reader.read(text), few)
            whole = median_ms(lambda facts=facts, pack=pack: decide(facts, pack), few)
            print(
                f"{place} {length:>7} characters: reading {read:8.2f} ms, decision {whole:8.2f} ms"
            )


if __name__ == "__main__":
    main()
