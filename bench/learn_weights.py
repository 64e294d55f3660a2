"""What each sign weighs in second thoughts, learned from labelled English texts.

python bench/learn_weights.py FOLDER > portal/jurisdictions/story/en/weights.toml

Every *.jsonl in the folder holds one text a line, labelled as bench/triage_figures.py asks. `times` says how
much a text counts (1 when not given); `signs` names the signs that were found when it was first read, so that
a text on which signs were mended since still teaches how far they could be trusted before.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import triage_figures as figures

from portal.domain.story import NEEDS
from portal.domain.weighing import NEVER
from portal.jurisdictions.load import installed

READER = installed()["us"].reader
#: A suggestion stays unless it is this unlikely: leaving out what is right costs more than one suggestion too many.
KEEP_FROM = {"conduct": 0.3, "need": 0.22}
#: How strongly weights are drawn to nought; a sign counts for less than the family's own finding.
RIDGE, SHARE = 1 / 0.3, 0.7
#: A weight below this says nothing and is left out.
LEAST = 0.1
#: With fewer different right texts than this nothing is learned: what is rare would only be doubted.
FEWEST = 25
ROUNDS, STEP = 400, 0.5


class Text(NamedTuple):
    """One labelled text as it was read."""

    text: str
    times: float
    signs: tuple[str, ...]
    given: Mapping[str, frozenset[str]]
    unsure: Mapping[str, frozenset[str]]


def main() -> None:
    """Print the weights as a file of signs."""
    texts = [one for path in sorted(Path(sys.argv[1]).glob("*.jsonl")) for one in texts_of(path)]
    print(
        "# Learned by bench/learn_weights.py; docs/triage-figures.md tells from what. Not edited by hand."
    )
    for family, codes in figures.FAMILIES.items():
        learn(texts, "conduct", family, codes)
    for need in NEEDS:
        learn(texts, "need", need, (need,))


def texts_of(path: Path) -> Iterator[Text]:
    """The English texts of a file."""
    for one in figures.stories(path):
        if one["language"].startswith("en"):
            signs = one.get("signs") or READER.read(one["text"]).signs
            yield Text(
                one["text"],
                one.get("times", 1.0),
                tuple(signs),
                labels(one, ""),
                labels(one, "_one_reader"),
            )


def labels(one: Mapping[str, Any], end: str) -> dict[str, frozenset[str]]:
    """What readers gave this text, conduct by family."""
    conduct = one.get(f"conduct{end}", ())
    return {
        "conduct": frozenset(figures.FAMILY_OF.get(code, code) for code in conduct),
        "need": frozenset(one.get(f"needs{end}", ())),
    }


def learn(texts: list[Text], about: str, name: str, codes: tuple[str, ...]) -> None:
    """Learn and print what is weighed for one family or need, where enough texts speak of it."""
    own = {
        sign.id: sign.points
        for sign in READER.signs
        if not sign.sure and any(kind == about and code in codes for kind, code in sign.targets)
    }
    sure = [one for one in texts if name not in one.unsure[about]]
    right = [name in one.given[about] for one in sure]
    different = {one.text for one, yes in zip(sure, right, strict=True) if yes}
    if len(different) < FEWEST or NEVER.intersection(codes):
        return
    rows = [features(one.signs, own) for one in sure]
    weights = fitted(rows, right, [one.times for one in sure])
    start = weights.pop("start") - math.log(KEEP_FROM[about] / (1 - KEEP_FROM[about]))
    print(
        f'\n[[weigh]]\nid = "en.weigh.{name}"\nabout = "{about}"\ncodes = {json.dumps(list(codes))}'
    )
    print(f"start = {start:.2f}")
    for key in ("found", "second", "third"):
        print(f"{key} = {weights.pop(key, 0.0):.2f}")
    known = {sign.id for sign in READER.signs}
    kept = {
        sign: round(weight * SHARE, 2)
        for sign, weight in sorted(weights.items())
        if abs(weight) * SHARE >= LEAST and sign in known
    }
    print("[weigh.signs]")
    print("\n".join(f'"{sign}" = {weight}' for sign, weight in kept.items()))


def features(signs: tuple[str, ...], own: Mapping[str, float]) -> dict[str, float]:
    """A text as the learning sees it."""
    mine = [sign for sign in signs if sign in own]
    row = {"start": 1.0, **dict.fromkeys(signs, SHARE)}
    row["found"] = float(sum(own[sign] for sign in mine) >= 1)
    row["second"], row["third"] = float(len(mine) > 1), float(len(mine) > 2)
    return row


def fitted(rows: list[dict[str, float]], right: list[bool], times: list[float]) -> dict[str, float]:
    """Weights of a logistic regression with a ridge, by steps down the slope with momentum."""
    weights: dict[str, float] = defaultdict(float)
    pace: dict[str, float] = defaultdict(float)
    whole = sum(times)
    for _ in range(ROUNDS):
        slope: dict[str, float] = defaultdict(float)
        for row, yes, count in zip(rows, right, times, strict=True):
            score = sum(weights[key] * value for key, value in row.items())
            off = (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - yes) * count
            for key, value in row.items():
                slope[key] += off * value
        for key, value in slope.items():
            ridge = 0.0 if key == "start" else RIDGE * weights[key]
            pace[key] = 0.9 * pace[key] - STEP * (value + ridge) / whole
            weights[key] += pace[key]
    return weights


if __name__ == "__main__":
    main()
