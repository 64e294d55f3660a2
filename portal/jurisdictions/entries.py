"""Reading the law and the rules of a pack one by one; each fault is told with file, entry and reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.provisions import FIRMS, FORCES, MARKS, Guide, Help, HoldRule, Law
from portal.domain.rulepack import FACTS, Choice, Conduct, PackError, Rule
from portal.domain.severity import Severity
from portal.domain.triage import Destination
from portal.domain.vocabulary import ANSWERS, CONTACT_LIMITS, DEPARTMENTS, SUPERVISORS
from portal.jurisdictions.shape import Table, checked, https, span, word, words

GROUPS = (
    "threat", "abuse", "contact", "privacy", "deception", "accuracy", "money", "treatment", "other",
)  # fmt: skip


def a_law(one: Table) -> Law:
    """One provision."""
    file = "laws.toml"
    checked(
        file,
        one,
        {"id": str, "cite": str, "force": str, "mark": str, "in_force_from": date},
        {"in_force_to": date, "binds": list, "codes": list, "url": str, "read_on": date},
    )
    if one["mark"] == "V" and not one.get("read_on"):
        raise PackError(file, one["id"], "is marked V: say on which day it was read (read_on)")
    https(file, one)
    return Law(
        id=one["id"],
        cite=one["cite"],
        force=word(file, one, "force", FORCES),
        mark=word(file, one, "mark", MARKS),
        binds=words(file, one, "binds", FIRMS),
        codes=tuple(one.get("codes", ())),
        url=one.get("url", ""),
        read_on=one.get("read_on"),
        **span(file, one),
    )


class Laws:
    """The provisions of a pack, asked by those who rest on them."""

    def __init__(self, laws: tuple[Law, ...]) -> None:
        self.laws = laws

    def basis(self, file: str, one: Table) -> Table:
        """What an entry rests on, in the words of its provisions; its mark is the weakest of theirs."""
        found = [self.named(file, one["id"], name, one["in_force_from"]) for name in one["law"]]
        return {
            "law": tuple(one["law"]),
            "source": "; ".join(dict.fromkeys(law.cite for law in found)),
            "force": found[0].force,
            "mark": max((law.mark for law in found), key=MARKS.index),
        }

    def named(self, file: str, entry: str, name: str, day: date) -> Law:
        """The provision of this id on a day; without one in force then, the newest of that id."""
        known = [law for law in self.laws if law.id == name]
        if not known:
            raise PackError(file, entry, f"rests on {name}, which is not in laws.toml")
        valid = [law for law in known if law.in_force_to is None or day <= law.in_force_to]
        return max(valid or known, key=lambda law: law.in_force_from)

    def about(self, code: str) -> tuple[str, ...]:
        """The provisions that speak about a code, by name."""
        return tuple(dict.fromkeys(law.id for law in self.laws if code in law.codes))

    def of_code(self, code: str) -> tuple[tuple[str, str], ...]:
        """What is cited for a code: every provision still in force, the surest and strongest first."""
        speaking = [law for law in self.laws if code in law.codes and law.in_force_to is None]
        ordered = sorted(speaking, key=lambda law: (MARKS.index(law.mark), FORCES.index(law.force)))
        return tuple((law.cite, law.mark) for law in ordered)


def a_conduct(one: Table, laws: Laws) -> Conduct:
    """A conduct code."""
    file = "conduct.toml"
    checked(
        file, one, {"code": str, "severity": str, "group": str}, {"cues": list, "background": list}
    )
    return Conduct(
        code=one["code"],
        severity=Severity(word(file, one, "severity", Severity)),
        group=word(file, one, "group", GROUPS),
        basis=laws.of_code(one["code"]),
        cues=tuple(one.get("cues", ())),
        background=words(file, one, "background", laws.about(one["code"])),
    )


def a_choice(one: Table, codes: Any) -> Choice:  # noqa: ANN401 - a collection of codes
    """One of the thirteen choices."""
    file = "conduct.toml"
    checked(file, one, {"word": str, "code": str, "severity": str}, {})
    return Choice(
        word=one["word"],
        code=word(file, one, "code", codes),
        severity=Severity(word(file, one, "severity", Severity)),
    )


def a_help(one: Table, laws: Laws) -> Help:
    """A code of a request for help."""
    file = "help.toml"
    checked(file, one, {"code": str, "axis": str, "urgency": str, "severity": str}, {})
    return Help(
        code=one["code"],
        axis=word(file, one, "axis", ("want", "because")),
        urgency=word(file, one, "urgency", ("normal", "high", "urgent", "emergency")),
        severity=Severity(word(file, one, "severity", Severity)),
        basis=laws.of_code(one["code"]),
    )


def a_guide(one: Table) -> Guide:
    """What helps to find out about a code."""
    checked("guides.toml", one, {"code": str}, {"evidence": list, "ask": list})
    return Guide(code=one["code"], evidence=tuple(one.get("evidence", ())), ask=tuple(one.get("ask", ())))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The codes and regions of one pack: what its conditions may ask for."""

    codes: Collection[str]
    choices: Collection[str]
    wants: Collection[str]
    becauses: Collection[str]
    regions: Collection[str]

    def of(self, fact: str) -> Collection[str]:
        """The answers a fact may have; empty where any number or yes and no will do."""
        own = {
            "codes_any": self.codes, "choices_any": self.choices, "ask_for_any": self.wants,
            "hardship_any": self.becauses, "region_any": self.regions, "severity_at_least": tuple(Severity),
        }  # fmt: skip
        return own.get(fact) or ANSWERS.get(fact, ())


def check_when(file: str, entry: str, when: Any, terms: Terms) -> None:  # noqa: ANN401 - a value of a file
    """Refuse a condition on a fact nobody knows, for an answer nobody gives, or of the wrong kind."""
    if not isinstance(when, dict):
        raise PackError(file, entry, "a condition must be a table like { our_firm = false }")
    for name, value in when.items():
        if name not in FACTS:
            raise PackError(file, entry, f"asks for an unknown fact {name}")
        check_wanted(file, entry, name, value, terms.of(name))


def check_wanted(file: str, entry: str, name: str, value: Any, known: Collection[str]) -> None:  # noqa: ANN401 - as above
    """Refuse an answer that this fact can never have: the condition would never be met."""
    if name.endswith("_any"):
        check_list(file, entry, name, value, known)
    elif name.startswith("days_"):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise PackError(file, entry, f"{name} must be a whole number of days")
    elif known and value not in known:
        raise PackError(file, entry, f"{name} asks for an unknown answer {value}")
    elif not known and not isinstance(value, bool):
        raise PackError(file, entry, f"{name} must be true or false")


def check_list(file: str, entry: str, name: str, value: Any, known: Collection[str]) -> None:  # noqa: ANN401 - as above
    """Refuse a list of answers that is empty, names something twice, or something nobody knows."""
    if not isinstance(value, list) or not value:
        raise PackError(file, entry, f"{name} must be a list with something in it")
    for place, one in enumerate(value):
        if one not in known:
            raise PackError(file, entry, f"{name} asks for an unknown answer {one}")
        if one in value[:place]:
            raise PackError(file, entry, f"{name} names {one} twice")


def a_rule(one: Table, laws: Laws, holds: Mapping[str, HoldRule], terms: Terms) -> Rule:
    """A routing rule; what it asks, what it rests on and what it does must all be known."""
    file = "triage.toml"
    checked(
        file,
        one,
        {"id": str, "order": int, "law": list, "in_force_from": date, "when": dict},
        {
            "in_force_to": date, "applies_to": list, "to": str, "desk": str, "severity_at_least": str,
            "raise_severity": bool, "hold": str, "contact_limit": str, "second_agreement": bool,
        },
    )  # fmt: skip
    check_when(file, one["id"], one["when"], terms)
    check_effects(file, one)
    given = {k: v for k, v in one.items() if k not in {"law", "hold", "in_force_from", "in_force_to"}}  # fmt: skip
    if "severity_at_least" in one:
        given["severity_at_least"] = Severity(word(file, one, "severity_at_least", Severity))
    if "hold" in one:
        hold = holds[word(file, one, "hold", holds)]
        given |= {"hold_id": hold.id, "hold": (hold.scope, hold.until)}
    firms = words(file, one, "applies_to", FIRMS)
    given["applies_to"] = firms
    given["when"] = {**one["when"], **({"firm_any": list(firms)} if firms else {})}
    return Rule(**given, **span(file, one), **laws.basis(file, one))


#: What a rule may do; one that does nothing is a slip.
EFFECTS = ("to", "severity_at_least", "raise_severity", "hold", "contact_limit", "second_agreement")


def check_effects(file: str, one: Table) -> None:
    """Refuse what makes no sense: nothing asked or done, half a route, a rule that feeds on itself."""
    if not one["when"]:
        raise PackError(file, one["id"], "when is empty: a rule must ask for something")
    if not any(one.get(name) for name in EFFECTS):
        raise PackError(file, one["id"], "leads to nothing: give it an effect or take it away")
    if "firm_any" in one["when"] and "applies_to" in one:
        raise PackError(file, one["id"], "names kinds of firm twice, in applies_to and in when")
    if "contact_limit" in one:
        word(file, one, "contact_limit", CONTACT_LIMITS)
    # The severity must be settled before it can be asked for: a rule that asks and changes it is a circle.
    if "severity_at_least" in one["when"] and {"severity_at_least", "raise_severity"} & one.keys():
        raise PackError(file, one["id"], "asks for the severity and changes it, which is a circle")
    check_route(file, one)


def check_route(file: str, one: Table) -> None:
    """Refuse a desk without a destination, and a desk that is not to be found there."""
    if "to" not in one:
        if "desk" in one:
            raise PackError(file, one["id"], "desk is named without a destination: say to where")
        return
    to = word(file, one, "to", [d for d in Destination if d is not Destination.EMERGENCY])
    away = to == Destination.OTHER_DEPARTMENT
    if "desk" in one or away:
        word(file, {"desk": "nothing", **one}, "desk", DEPARTMENTS if away else SUPERVISORS)
