"""How well stories are read: precision, recall and F1 for conduct, needs and danger.

The stories in `stories/` are the project's own: `tuned` is the half on which signs are improved,
`unseen` a half whose misses were not listed but whose words
the author knew, so no clean hold-out. TRIAGE_TEXTS may name a folder with other
texts as well (every *.jsonl in it has tables of its own): one text a line with `language`, `text`, and
the labels both readers gave (`conduct`, `needs`); what one reader only saw counts for nothing.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.jurisdictions.load import installed

#: The families in which readers label conduct, and the codes of each.
FAMILIES = {
    "threat_violence": ("violence_threat", "detain_trespass_stalk", "property_damage_seizure"),
    "abuse": ("insult_obscene", "sexual_or_discriminatory"),
    "frequency": ("excessive_contact", "bombing"),
    "hours": ("forbidden_hours",),
    "after_stop": ("after_stop_request", "ignored_representative", "contact_during_hold"),
    "third_party": (
        "workplace_contact", "third_party_disclosure", "family_contact", "employer_disclosure",
        "contact_list_blast", "public_shaming",
    ),
    "visit": ("improper_visit",),
    "privacy_data": ("data_leak_misuse",),
    "impersonation": ("impersonate_authority", "impersonate_lawyer", "forged_legal_document"),
    "false_legal": ("false_criminal_threat", "false_legal_threat", "other_deception"),
    "credit_report": ("credit_report_threat",),
    "no_identification": ("no_identification",),
    "not_owed": (
        "debt_not_owed", "identity_theft", "wrong_person", "already_paid", "time_barred",
        "deceased_account",
    ),
    "amount_fees": ("wrong_amount", "unauthorised_fees", "payment_misapplied"),
    "no_validation": ("no_validation",),
    "payment_taken": ("private_payment", "unauthorised_debit"),
    "hardship_ignored": ("hardship_ignored", "plan_broken", "exploitative_pressure"),
    "complaint_obstructed": ("complaint_obstructed",),
    "vulnerability_ignored": ("vulnerability_ignored",),
}  # fmt: skip
FAMILY_OF = {code: family for family, codes in FAMILIES.items() for code in codes}
#: A family with fewer texts says nothing by itself and does not enter the macro figure.
ENOUGH = 5
PACKS = {"en": "us", "zh": "cn"}
OWN = Path(__file__).parent / "stories"


def main() -> int:
    """Print the tables of the project's own stories, and of the texts named, if there are any."""
    for name in ("tuned", "unseen"):
        own = stories(OWN / f"{name}.jsonl")
        print(f"\n# Own stories, {name}")
        for language in PACKS:
            mine = [one for one in own if one["language"] == language]
            for what in ("conduct", "codes", "needs", "dangers"):
                report(mine, language, what)
    folder = os.environ.get("TRIAGE_TEXTS", "")
    others = sorted(Path(folder).glob("*.jsonl")) if folder else []
    if not others:
        print(
            "\nSet TRIAGE_TEXTS to a folder of labelled texts for more; see docs/triage-figures.md."
        )
    for path in others:
        print(f"\n# Texts of {path.stem}")
        texts = stories(path)
        for language in PACKS:
            mine = [one for one in texts if one["language"].startswith(language)]
            for what in ("conduct", "needs") if mine else ():
                report(mine, language, what)
    return 0


def stories(path: Path) -> list[dict[str, Any]]:
    """The stories of a file; its first line may say what the file is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if "text" in one]


def report(texts: list[dict[str, Any]], language: str, what: str) -> None:
    """Print one table: how these texts are read in one respect."""
    reader = installed()[PACKS[language]].reader
    tally = Counter[tuple[str, str]]()
    field = "conduct" if what == "codes" else what
    for one in texts:
        found: Iterable[str] = getattr(reader.read(one["text"]), field)
        given: Iterable[str] = one[field]
        if what == "conduct":
            found = families(found)
            given = {FAMILY_OF.get(label, label) for label in given}
        count(tally, set(found), set(given), set(one.get(f"{field}_one_reader", ())))
    print(f"\n{what}, {language}, {len(texts)} texts")
    print("\n".join(table(tally)))


def families(codes: Iterable[str]) -> set[str]:
    """The families of the codes found."""
    return {FAMILY_OF[code] for code in codes if code in FAMILY_OF}


def count(
    tally: Counter[tuple[str, str]], found: set[str], given: set[str], unsure: set[str]
) -> None:
    """Add one text: hits, false alarms and misses, leaving out what one reader only saw."""
    for label in (found | given) - unsure:
        kind = "hit" if label in found & given else "false" if label in found else "missed"
        tally[label, kind] += 1


def table(tally: Counter[tuple[str, str]]) -> list[str]:
    """The lines of one table, the common families first, then micro and macro."""
    labels = sorted({label for label, _ in tally}, key=lambda one: -size(tally, one))
    lines = ["| family | texts | precision | recall | F1 |", "|---|---|---|---|---|"]
    lines += [line(one, size(tally, one), *score(tally, [one])) for one in labels]
    lines.append(line("micro", sum(size(tally, one) for one in labels), *score(tally, labels)))
    common = [score(tally, [one]) for one in labels if size(tally, one) >= ENOUGH]
    if common:
        means = [sum(each) / len(common) for each in zip(*common, strict=True)]
        lines.append(line(f"macro ({ENOUGH} texts or more)", len(common), *means))
    return lines


def size(tally: Counter[tuple[str, str]], label: str) -> int:
    """How many texts both readers gave this label."""
    return tally[label, "hit"] + tally[label, "missed"]


def score(tally: Counter[tuple[str, str]], labels: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over these labels together."""
    hit, false, missed = (
        sum(tally[label, kind] for label in labels) for kind in ("hit", "false", "missed")
    )
    return (
        hit / (hit + false) if hit + false else 0.0,
        hit / (hit + missed) if hit + missed else 0.0,
        2 * hit / (2 * hit + false + missed) if hit else 0.0,
    )


def line(name: str, texts: int, *figures: float) -> str:
    """One line of a table."""
    return f"| {name} | {texts} | " + " | ".join(f"{one:.2f}" for one in figures) + " |"


if __name__ == "__main__":
    sys.exit(main())
