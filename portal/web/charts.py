"""Charts as SVG made on the server: no script, a title for those who cannot see, a table beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.domain.rates import ACTION, WARNING, upper_limit

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 320, 48, 36


@dataclass(frozen=True, slots=True)
class Dot:
    """One collector: how many contacts, how many upheld findings, and whether it is the subject."""

    contacts: int
    findings: int
    subject: bool = False


def funnel(dots: Sequence[Dot], pooled: float, title: str, words: tuple[str, str]) -> Markup:
    """The funnel plot: findings per 1,000 contacts over contacts, with exact Poisson limits."""
    most = max([dot.contacts for dot in dots] + [1000])
    rates = [1000 * dot.findings / dot.contacts for dot in dots if dot.contacts]
    top = max([*rates, 1000 * upper_limit(pooled * most / 3) / (most / 3), 1.0]) * 1.1

    def x(contacts: float) -> float:
        return round(LEFT + (WIDTH - LEFT - 8) * contacts / most, 1)

    def y(value: float) -> float:
        return round((HEIGHT - BOTTOM) * (1 - min(value, top) / top) + 4, 1)

    parts = [
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#46555d"/>').format(
            LEFT, y(0), WIDTH - 8, y(0)
        )
    ]
    for level, dash in ((ACTION, "none"), (WARNING, "4 4")):
        steps = [max(1, round(most * k / 60)) for k in range(3, 61)]
        line = " ".join(f"{x(n)},{y(1000 * upper_limit(pooled * n, level) / n)}" for n in steps)
        parts.append(
            Markup(
                '<polyline points="{}" fill="none" stroke="#0b4a4b" stroke-dasharray="{}"/>'
            ).format(line, dash)
        )
    parts.append(
        Markup(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#5d6f76" stroke-dasharray="2 3"/>'
        ).format(LEFT, y(1000 * pooled), WIDTH - 8, y(1000 * pooled))
    )
    parts.extend(
        mark(x(dot.contacts), y(1000 * dot.findings / dot.contacts), dot.subject)
        for dot in sorted(dots, key=lambda one: one.subject)
        if dot.contacts
    )
    parts.append(
        Markup('<text x="{}" y="{}" font-size="12" fill="#15242b">{}</text>').format(
            LEFT, HEIGHT - 6, words[0]
        )
    )
    parts.append(
        Markup('<text x="4" y="14" font-size="12" fill="#15242b">{}</text>').format(words[1])
    )
    head = Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, HEIGHT, title
    )
    return head + Markup("").join(parts) + Markup("</svg>")


def mark(x: float, y: float, subject: bool) -> Markup:
    """A filled square for the subject, an outlined circle for the others."""
    if subject:
        return Markup('<rect x="{}" y="{}" width="12" height="12" fill="#a01c1c"/>').format(
            x - 6, y - 6
        )
    return Markup('<circle cx="{}" cy="{}" r="4" fill="#fff" stroke="#0b4f94"/>').format(x, y)
