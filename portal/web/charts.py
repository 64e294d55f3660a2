"""Charts as SVG made on the server: no script, words for those who cannot see, a table beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.domain.rates import ACTION, PER, WARNING, lower_line, upper_line
from portal.web.labels import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Box, Words, placed

INK, SOFT, RULE, BAND, BRAND, BAD = "#46555d", "#9fb0af", "#d8e0de", "#eef4f3", "#0b4a4b", "#a01c1c"
#: So many points make a limit look like a line.
POINTS = 100
#: Limits of fewer contacts than this share of the widest lie far above the picture.
FIRST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Dot:
    """One collector: how many contacts, how many counted findings, and whether it is the subject."""

    contacts: int
    findings: int
    subject: bool = False


@dataclass(frozen=True, slots=True)
class FunnelWords:
    """What a funnel plot says, in the language of the page."""

    title: str
    description: str
    subject: str
    subject_figures: str
    average: str
    limit: str
    axis: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its name, the contacts printed below, the findings drawn."""

    name: str
    contacts: str
    findings: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A day worth marking among the bars: where between them, and what happened."""

    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a number of contacts and a rate lie in the picture."""

    most: float
    top: float

    def x(self, contacts: float) -> float:
        """From the left."""
        return round(LEFT + (RIGHT - LEFT) * contacts / self.most, 1)

    def y(self, rate: float) -> float:
        """From above; a rate beyond the picture stays at its edge."""
        return round(BOTTOM - (BOTTOM - TOP) * min(rate, self.top) / self.top, 1)


def svg(height: int, name: str, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    """One picture with a title and a description that a screen reader speaks."""
    head = Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>'
    ).format(WIDTH, height, name, name, name, title, name, description)
    return head + Markup("").join(parts) + Markup("</svg>")


def funnel(dots: Sequence[Dot], pooled: float, words: FunnelWords) -> Markup:
    """The funnel plot: findings per 1,000 contacts over contacts, with exact Poisson limits."""
    shown = [dot for dot in dots if dot.contacts]
    scale = scale_for(shown, pooled)
    parts = [band(scale, pooled), *grid(scale)]
    for level, dash in ((ACTION, ""), (WARNING, "6 5")):
        parts += [line(scale, pooled, level, limit, dash) for limit in (upper_line, lower_line)]
    parts.append(average_line(scale, pooled))
    parts += [mark(scale, dot) for dot in sorted(shown, key=lambda dot: dot.subject)]
    wanted = [average_name(scale, pooled, words.average), limit_name(scale, pooled, words.limit)]
    wanted += [label(scale, dot, words) for dot in shown if dot.subject]
    parts += [one.drawn() for one in placed(wanted, in_the_way(scale, pooled, shown))]
    parts.append(axis_name(words.axis))
    return svg(HEIGHT, "funnel", words.title, words.description, parts)


def scale_for(dots: Sequence[Dot], pooled: float) -> Scale:
    """A picture wide enough for everybody and high enough for the limits of the middle."""
    step = nice(max([dot.contacts for dot in dots] + [600]) / 6)
    most = step * 6
    rates = [PER * dot.findings / dot.contacts for dot in dots]
    height = PER * upper_line(pooled * most / 4) / (most / 4)
    rise = nice(max([*rates, height, 0.5]) * 1.05 / 6)
    return Scale(most, rise * 6)


def nice(least: float) -> float:
    """The next round number: 1, 2 or 5 with noughts."""
    power = 1.0
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next(power * k for k in (1, 2, 5, 10) if power * k >= least)


def reach(scale: Scale) -> list[float]:
    """The contacts at which a limit is computed."""
    first = scale.most * FIRST_SHARE
    return [first + (scale.most - first) * k / POINTS for k in range(POINTS + 1)]


def points(
    scale: Scale, pooled: float, level: float, limit: Callable[[float, float], float]
) -> list[str]:
    """A limit as points of the picture."""
    return [f"{scale.x(n)},{scale.y(PER * limit(pooled * n, level) / n)}" for n in reach(scale)]


def line(
    scale: Scale, pooled: float, level: float, limit: Callable[[float, float], float], dash: str
) -> Markup:
    """One limit as a line; what lies above the picture is left out, not drawn along its edge."""
    inside = [one for one in points(scale, pooled, level, limit) if not one.endswith(f",{TOP}.0")]
    dashes = Markup(' stroke-dasharray="{}"').format(dash) if dash else ""
    return Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="1.6"{}/>').format(
        " ".join(inside), INK, dashes
    )


def band(scale: Scale, pooled: float) -> Markup:
    """The ground between the outer limits, where chance alone may put anybody."""
    above = points(scale, pooled, ACTION, upper_line)
    below = points(scale, pooled, ACTION, lower_line)
    return Markup('<polygon points="{}" fill="{}"/>').format(" ".join([*above, *below[::-1]]), BAND)


def grid(scale: Scale) -> list[Markup]:
    """Lines and numbers of both axes."""
    parts = []
    for k in range(7):
        rate, contacts = scale.top * k / 6, scale.most * k / 6
        y, x = scale.y(rate), scale.x(contacts)
        parts.append(
            Markup(
                '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>'
                '<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>'
                '<text class="ax" x="{}" y="{}" text-anchor="middle">{}</text>'
            ).format(
                LEFT, RIGHT, y, y, RULE, LEFT - 10, y + 4, f"{rate:g}", x, BOTTOM + 22,
                f"{contacts:,.0f}",
            )
        )  # fmt: skip
    return parts


def in_the_way(scale: Scale, pooled: float, dots: Sequence[Dot]) -> list[Box]:
    """What words had better not be written over: the marks, and the line of the average."""
    places = [(scale.x(dot.contacts), scale.y(PER * dot.findings / dot.contacts)) for dot in dots]
    y = scale.y(PER * pooled)
    return [*((x - 7, at - 7, x + 7, at + 7) for x, at in places), (LEFT, y - 1, RIGHT, y + 1)]


def average_line(scale: Scale, pooled: float) -> Markup:
    """The rate of everybody together."""
    y = scale.y(PER * pooled)
    return Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="2"/>').format(
        LEFT, RIGHT, y, y, BRAND
    )


def average_name(scale: Scale, pooled: float, words: str) -> list[Words]:
    """Its name, at one end of the line or the other or between them, above or below."""
    y = scale.y(PER * pooled)
    ends = ((RIGHT, "end"), (LEFT + 6, "start"), (RIGHT - 260, "end"))
    return [Words(x, y + dy, anchor, (words,)) for dy in (-7, 17) for x, anchor in ends]


def mark(scale: Scale, dot: Dot) -> Markup:
    """A filled square for the subject, an outlined circle for the others: never colour alone."""
    x, y = scale.x(dot.contacts), scale.y(PER * dot.findings / dot.contacts)
    if dot.subject:
        return Markup('<rect x="{}" y="{}" width="16" height="16" fill="{}"/>').format(
            round(x - 8, 1), round(y - 8, 1), BAD
        )
    return Markup(
        '<circle cx="{}" cy="{}" r="5" fill="#fff" stroke="{}" stroke-width="2"/>'
    ).format(x, y, BRAND)


def label(scale: Scale, dot: Dot, words: FunnelWords) -> list[Words]:
    """The subject's name and figures, above or below it, on the side where there is more room."""
    x, y = scale.x(dot.contacts), scale.y(PER * dot.findings / dot.contacts)
    sides = [(x + 12, "start"), (x - 12, "end")]
    if x > (LEFT + RIGHT) / 2:
        sides.reverse()
    heights = [y - 24, y - 44, y - 64, y - 84, y + 24, y + 44, y + 64]
    lines = (words.subject, words.subject_figures)
    return [Words(at, high, anchor, lines) for high in heights for at, anchor in sides]


def limit_name(scale: Scale, pooled: float, words: str) -> list[Words]:
    """The name of the outer limit, written above it, on the right if there is room."""
    found = []
    for share in (0.72, 0.84, 0.6, 0.45, 0.3):
        at = scale.most * share
        y = scale.y(PER * upper_line(pooled * at) / at)
        found.append(Words(scale.x(at), y - 8, "start", ("", words)))
    return found


def axis_name(words: str) -> Markup:
    """What the lower axis counts."""
    return Markup('<text class="ax" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        (LEFT + RIGHT) / 2, HEIGHT - 6, words
    )


def bars(months: Sequence[Bar], flags: Sequence[Flag], title: str, description: str) -> Markup:
    """Findings month by month as bars, the contacts of the month printed below each."""
    width = (RIGHT + 14 - 12) / max(len(months), 1)
    most = max([month.findings for month in months] + [2])
    parts = [flag(one, 12 + width * one.place) for one in flags]
    for place, month in enumerate(months):
        parts.append(bar(month, 12 + width * place, width, 100 * month.findings / most))
    ground = Markup('<line x1="12" x2="850" y1="156" y2="156" stroke="{}"/>').format(INK)
    return svg(210, "months", title, description, [*parts, ground])


def bar(month: Bar, x: float, width: float, height: float) -> Markup:
    """One month; an empty one keeps a sliver, so that it is seen to be there."""
    high, fill = (height, BAD) if month.findings else (3.0, SOFT)
    middle = round(x + width / 2, 1)
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
        '<text class="halo" x="{}" y="{}" text-anchor="middle" font-weight="700">{}</text>'
        '<text x="{}" y="176" text-anchor="middle">{}</text>'
        '<text class="ax" x="{}" y="196" text-anchor="middle">{}</text>'
    ).format(
        round(x + width * 0.2, 1), round(156 - high, 1), round(width * 0.6, 1), round(high, 1), fill,
        middle, round(148 - high, 1), month.findings, middle, month.name, middle, month.contacts,
    )  # fmt: skip


def flag(one: Flag, x: float) -> Markup:
    """A dashed line with words where something happened."""
    anchor, shift = ("end", -6) if x > (LEFT + RIGHT) * 0.7 else ("start", 6)
    return Markup(
        '<line x1="{}" x2="{}" y1="20" y2="156" stroke="{}" stroke-dasharray="4 4"/>'
        '<text class="ax" x="{}" y="30" text-anchor="{}">{}</text>'
    ).format(round(x, 1), round(x, 1), INK, round(x + shift, 1), anchor, one.words)
