"""What differs between two versions of a rule pack, and what a report would be decided otherwise.

A dated entry that changed under the same name and first day was edited in place: the old one should
have been ended by a date, and a new one added, so that old reports keep the law of their day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from portal.domain.rulepack import RulePack
from portal.domain.triage import Decision

#: Parts of a pack that are dated, by the word that readers know them by.
DATED = ("law", "rule", "clock", "limit", "hold", "escalation")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that was added, removed or changed; values are plain texts by the name of the field."""

    kind: str
    name: str
    how: str
    #: Name of the field, what it was, what it is.
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def in_place(self) -> bool:
        """Whether a dated entry was edited where it stood, more than by giving it an end."""
        edited = {name for name, _before, _after in self.fields} - {"in_force_to"}
        return self.how == "changed" and self.kind in DATED and bool(edited)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one report would be given otherwise, and the rules and entries behind it."""

    changes: tuple[tuple[str, Any, Any], ...]
    why: tuple[str, ...]


def compare(old: RulePack, new: RulePack) -> tuple[Change, ...]:
    """Every entry that is not the same in both packs, in the order of the kinds."""
    before, after = entries_of(old), entries_of(new)
    found = []
    for key in dict.fromkeys((*before, *after)):
        kind, name = key
        if key not in before or key not in after:
            found.append(Change(kind, name, "removed" if key in before else "added"))
        elif wrong := differing(before[key], after[key]):
            found.append(Change(kind, name, "changed", wrong))
    order = {
        kind: place for place, kind in enumerate(dict.fromkeys(kind for kind, _name in before))
    }
    return tuple(sorted(found, key=lambda one: (order.get(one.kind, len(order)), one.name)))


def entries_of(pack: RulePack) -> dict[tuple[str, str], Mapping[str, str]]:
    """Every entry of a pack by its kind and name; a dated one by its first day as well."""
    named: dict[tuple[str, str], Mapping[str, str]] = {
        ("pack", pack.id): texts(pack, ("version", "in_force_from", "verified_on", "review_by"))
    }
    dated: Iterable[tuple[str, Iterable[Any]]] = (
        ("law", pack.laws), ("rule", pack.rules), ("clock", pack.clocks), ("limit", pack.limits),
        ("hold", pack.holds), ("escalation", pack.escalations),
    )  # fmt: skip
    for kind, group in dated:
        for one in group:
            named[kind, f"{one.id} from {one.in_force_from}"] = texts(one)
    for body in pack.bodies:
        named["body", body.id] = texts(body)
    for office in pack.offices:
        named["office", f"{office.body} in {office.region}"] = texts(office)
    coded: Iterable[tuple[str, Mapping[str, Any]]] = (
        ("conduct", pack.conduct), ("choice", pack.choices), ("help", pack.helps), ("guide", pack.guides),
    )  # fmt: skip
    for kind, table in coded:
        for code, one in table.items():
            named[kind, code] = texts(one)
    named |= words_of(pack)
    named["signs", "of the story"] = {one.id: repr(one) for one in pack.reader.signs}
    return named


def words_of(pack: RulePack) -> dict[tuple[str, str], Mapping[str, str]]:
    """What the pack says, by language, kind and name."""
    return {
        ("words", f"{locale} {kind}.{name}"): (
            {part: str(text) for part, text in said.items()}
            if isinstance(said, Mapping)
            else {"text": str(said)}
        )
        for locale, kinds in pack.words_by_locale.items()
        for kind, words in kinds.items()
        for name, said in words.items()
    }


def texts(one: Any, names: Iterable[str] = ()) -> dict[str, str]:  # noqa: ANN401 - any entry
    """The fields of an entry as plain texts."""
    shown = (field.name for field in fields(one) if field.repr)
    flat = {name: getattr(one, name) for name in names or shown}
    rule = flat.pop("rule", None)
    if rule is not None:
        flat |= {field.name: getattr(rule, field.name) for field in fields(rule)}
    return {name: plain(value) for name, value in flat.items()}


def plain(value: Any) -> str:  # noqa: ANN401 - any value of an entry
    """A value as people write it."""
    if value is None or value in ((), "", {}):
        return "nothing"
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = {plain(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value)
    return str(value)


def differing(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """The fields of two entries that are not the same."""
    names = dict.fromkeys((*before, *after))
    pairs = ((name, before.get(name, "nothing"), after.get(name, "nothing")) for name in names)
    return tuple(one for one in pairs if one[1] != one[2])


def effect(old: Decision, new: Decision, changes: Iterable[Change]) -> Effect | None:
    """What a report would be given otherwise; None where every consequence is the same."""
    before, after = consequences(old), consequences(new)
    found = tuple(
        (name, before[name], after[name]) for name in before if before[name] != after[name]
    )
    if not found:
        return None
    return Effect(found, (*fired_otherwise(old, new), *behind(old, new, changes)))


def consequences(decision: Decision) -> dict[str, Any]:
    """Everything that follows from a decision for people."""
    return {
        "route": decision.to.value,
        "team": decision.desk,
        "severity": decision.severity.value,
        "holds": [f"{one.scope} until {one.until}" for one in decision.holds],
        "contact limits": list(decision.contact_limits),
        "clocks": [f"{one.id} due {one.due}" for one in decision.clocks],
        "referrals": [one.id for one in decision.bodies],
        "goes up": [f"{one.id} to {one.to}" for one in (*decision.goes_up, *decision.disagreement)],
        "second agreement": decision.second_agreement,
        "allegations": [f"{one.code} ({one.origin})" for one in decision.allegations],
        "needs": [one.code for one in decision.needs],
    }


def fired_otherwise(old: Decision, new: Decision) -> list[str]:
    """The rules that fire in one version only, with the condition that is no longer met."""
    before, after = ({one.id: one for one in made.rules} for made in (old, new))
    said = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if now and now.fired and not (was and was.fired):
            said.append(f"rule {name} fires now")
        elif was and was.fired and not (now and now.fired):
            said.append(f"rule {name} fires no more: {now.reason if now else 'it was removed'}")
    return said


def behind(old: Decision, new: Decision, changes: Iterable[Change]) -> list[str]:
    """Changed entries that this report meets: rules that fire, its clocks, bodies and allegations."""
    met = {("rule", one.id) for made in (old, new) for one in made.rules if one.fired}
    met |= {("clock", one.id) for made in (old, new) for one in made.clocks}
    met |= {("body", one.id) for made in (old, new) for one in made.bodies}
    met |= {
        ("escalation", one.id) for made in (old, new) for one in (*made.goes_up, *made.disagreement)
    }
    for one in (*old.allegations, *new.allegations):
        met |= {("conduct", one.code), ("choice", one.choice)}
    if [one.code for one in old.needs] != [one.code for one in new.needs] or (
        [one.code for one in old.allegations] != [one.code for one in new.allegations]
    ):
        met.add(("signs", "of"))
    return [
        f"{one.kind} {one.name} was {one.how}"
        for one in changes
        if (one.kind, one.name.split(" ", 1)[0]) in met
    ]
