"""Which rule packs are in force, and everything wrong with one that must not be."""

from functools import cache
from pathlib import Path

from portal.domain.contacts import WORKINGS
from portal.domain.record import TOLD
from portal.domain.rulepack import PackError, RulePack
from portal.jurisdictions.assemble import LOCALES, assembled, read
from portal.jurisdictions.cases import failures, unhit
from portal.jurisdictions.files import line_of
from portal.jurisdictions.places import a_head
from portal.jurisdictions.published import begins_later, edited, unpublished
from portal.jurisdictions.signs import unkept, unknown_conduct
from portal.paths import JURISDICTIONS


class _Operator:
    """Where the operator's own packs lie; None while there are none."""

    folder: Path | None = None


def use_folder(folder: Path | None) -> None:
    """Look for the operator's packs here from now on, one folder for each pack."""
    folder = folder if folder and folder.is_dir() else None
    if folder != _Operator.folder:
        _Operator.folder = folder
        _shelf.cache_clear()


def installed() -> dict[str, RulePack]:
    """Every rule pack in force, by its id, in the order of the alphabet."""
    return _shelf()[0]


def refused() -> tuple[str, ...]:
    """One line for every pack of the operator that must not be used, and why."""
    return _shelf()[1]


@cache
def _shelf() -> tuple[dict[str, RulePack], tuple[str, ...]]:
    shipped = sorted(JURISDICTIONS.glob("*/pack.toml"))
    packs = {path.parent.name: load_pack(path.parent) for path in shipped}
    lines = []
    for path in sorted(_Operator.folder.rglob("pack.toml")) if _Operator.folder else ():
        problems = check_pack(path.parent) or not_published(path.parent)
        if problems:
            lines.append(
                f"rule pack {path.parent} is refused, the one before it stays in force: {problems[0]}"
                + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")
            )
            continue
        pack = load_pack(path.parent)
        before = packs.get(pack.id)
        if before is None or rank(before) < rank(pack):
            packs[pack.id] = pack
    return dict(sorted(packs.items())), tuple(lines)


def not_published(folder: Path) -> list[str]:
    """A draft decides nothing: what is law here has a print, so that nobody edits it afterwards."""
    new = unpublished(folder, load_pack(folder).id)
    return [f"not published yet: {new[0]}; run `portal packs publish`", *new[1:]] if new else []


def rank(pack: RulePack) -> tuple[int, ...]:
    """The version as numbers: 2026.11 comes after 2026.9."""
    return tuple(int(part) for part in pack.version.split(".") if part.isdigit())


def load_pack(folder: Path) -> RulePack:
    """One pack; anything unknown or missing stops it."""
    head = a_head(read(folder, "pack.toml"))
    try:
        return assembled(folder, head)
    except KeyError as missing:
        raise PackError(f"{folder.name}/pack.toml", "pack", f"{missing} is missing") from missing
    except PackError:
        raise
    except (TypeError, ValueError, AttributeError, OverflowError) as problem:
        raise PackError(folder.name, "pack", str(problem)) from problem


def check_pack(folder: Path, *, as_published: bool = True) -> list[str]:
    """Everything wrong with a pack: its shape, words and cases, rules no case hits, entries edited in place.

    A draft that is only compared may have edited entries. Whatever a bad file makes of us is told as a
    fault of the pack: it must never stop the portal.
    """
    try:
        pack = load_pack(folder)
        story = [*unknown_conduct(folder, pack.conduct), *unkept(folder)]
        made = [*missing_words(pack), *loose_ends(pack), *story, *failures(pack), *unhit(pack)]
        made += begins_later(pack.id, pack.in_force_from)
        return [*made, *(edited(folder, pack.id) if as_published else ())]
    except PackError as problem:
        line = line_of(folder / problem.file.split("/")[-1], problem.entry, problem.reason)
        return [f"{problem} (line {line})" if line else str(problem)]
    except Exception as problem:  # noqa: BLE001 - a fault of the pack, whatever it is, is no fault of ours
        return [f"{folder.name}: pack: cannot be used ({type(problem).__name__}: {problem})"]


def wanted_words(pack: RulePack) -> list[tuple[str, str, str]]:
    """Every text the pages, letters and the decision record ask this pack for."""
    wanted = [("rule", name, "why") for name in ("no_rule", *(rule.id for rule in pack.rules))]
    wanted += [("clock", clock.id, "name") for clock in pack.clocks]
    parts = ("name", "what", "who", "hours", "ready")
    wanted += [("body", body.id, part) for body in pack.bodies for part in parts]
    wanted += [("relay", "phone", "how")] if pack.relay else []
    wanted += [("conduct", code, "name") for code in pack.conduct]
    wanted += [("help", code, "name") for code in pack.helps]
    wanted += [("hold", hold.id, "name") for hold in pack.holds]
    wanted += [("limit", limit.id, "name") for limit in pack.limits]
    wanted += [("escalation", one.id, "name") for one in pack.escalations]
    wanted += [("escalation", one.id, "told") for one in pack.escalations if one.id in TOLD]
    wanted += [("missing", name, "says") for name in pack.not_held]
    wanted += [("law", law.id, "says") for law in pack.laws if law.may_quote()]
    wanted += [("working", name, "text") for name in WORKINGS]
    guides = pack.guides.values()
    wanted += [("evidence", name, "name") for guide in guides for name in guide.evidence]
    wanted += [("question", name, "name") for guide in guides for name in guide.ask]
    return list(dict.fromkeys(wanted))


def missing_words(pack: RulePack) -> list[str]:
    """Ids without words in a language."""
    return [
        f"{pack.id}/words.{locale}.toml: {kind}.{name}: {part} is missing"
        for locale in LOCALES
        for kind, name, part in wanted_words(pack)
        if not pack.words_by_locale[locale].get(kind, {}).get(name, {}).get(part)
    ]


def loose_ends(pack: RulePack) -> list[str]:
    """References to nothing: codes without a guide, provisions about unknown codes, breaches to no body."""
    codes = {*pack.conduct, *pack.helps}
    found = [
        f"{pack.id}/laws.toml: {law.id}: speaks about an unknown code {code}"
        for law in pack.laws
        for code in law.codes
        if code not in codes
    ]
    found += [
        f"{pack.id}/clocks.toml: {clock.id}: leads to an unknown body {name}"
        for clock in pack.clocks
        if (name := (clock.rule.on_breach or {}).get("body")) and not pack.body(name)
    ]
    found += [f"guides.toml: {code}: is missing" for code in codes if code not in pack.guides]
    return found
