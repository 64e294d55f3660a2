"""Decisions as plain values: what `portal triage` writes, one line each, as docs/triage-io.md says."""

from typing import Any

from portal.domain.triage import Decision
from portal.domain.triage_io import Sample

#: Behind the rule of a date whose year has no calendar from the government yet.
NOT_YET = ", holidays of that year not yet official"


def answer(one: Sample, decision: Decision) -> dict[str, Any]:
    """The decision in exactly the shape of an answer line."""
    return {
        "id": one.id,
        "route": {
            "to": decision.to.value,
            "team": decision.desk,
            "bodies": [body.id for body in decision.bodies],
            "why": why(one, decision),
        },
        "severity": decision.severity.value,
        "allegations": [
            {
                "code": made.code,
                "origin": made.origin,
                "cues": [{"start": c.start, "end": c.end, "text": c.text} for c in made.cues],
            }
            for made in decision.allegations
        ],
        "needs": [one.code for one in decision.needs],
        "holds": [f"{hold.scope} until {hold.until}" for hold in decision.holds],
        "clocks": [
            {
                "name": clock.id,
                "due": clock.due.isoformat(),
                "rule": f"{clock.source} ({clock.mark}){'' if clock.official else NOT_YET}",
            }
            for clock in decision.clocks
        ],
        "pack": {"id": decision.pack_id, "version": decision.pack_version},
    }


def why(one: Sample, decision: Decision) -> list[str]:
    """Why it goes there and why each body is named, in the language of the report, with the ids.

    First the sentence of every rule that fired, then every organisation offered with what it does.
    """
    words = one.pack.words_by_locale[one.locale]
    fired = [rule.id for rule in decision.rules if rule.fired] or ["no_rule"]
    bodies = [(body.id, words["body"][body.id]) for body in decision.bodies]
    colon = "：" if one.locale.startswith("zh") else ": "
    return [
        *(f"{words['rule'].get(name, {}).get('why', name)} [{name}]" for name in fired),
        *(f"{said['name']}{colon}{said['what']} [{name}]" for name, said in bodies),
    ]
