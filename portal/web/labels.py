"""Words in a picture, each where it covers no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 860, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 836, 18, 348
#: How high a line of words is, and how wide a sign of a narrow or a wide script, in the picture.
LINE, NARROW, WIDE, LATIN = 17, 8, 13.5, 0x2E7F

#: Left, top, right and bottom.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the picture: where they begin or end, the first line bold, the second plain."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]

    def rows(self) -> list[tuple[float, str, bool]]:
        """Height, words and weight of each line that says something."""
        bold = [(self.y, self.lines[0], True)] if self.lines[0] else []
        first = self.y + LINE if self.lines[0] else self.y
        return bold + [(first, text, False) for text in self.lines[1:]]

    def box(self) -> Box:
        """Left, top, right and bottom, as far as can be told without drawing."""
        rows = self.rows()
        wide = max(sum(WIDE if ord(sign) > LATIN else NARROW for sign in row[1]) for row in rows)
        left = self.x - wide if self.anchor == "end" else self.x
        return left, rows[0][0] - 12, left + wide, rows[-1][0] + 3

    def fits(self, taken: Iterable[Box]) -> bool:
        """Whether it lies inside the picture and over none of these."""
        left, top, right, bottom = self.box()
        inside = left >= LEFT and right <= RIGHT + 1 and top >= 0 and bottom <= BOTTOM
        return inside and not any(
            left < one[2] and one[0] < right and top < one[3] and one[1] < bottom for one in taken
        )

    def drawn(self) -> Markup:
        """As the picture holds it."""
        return Markup("").join(
            Markup('<text class="{}" x="{}" y="{}" text-anchor="{}"{}>{}</text>').format(
                "halo" if bold else "ax halo", round(self.x, 1), round(high, 1), self.anchor,
                Markup(' font-weight="700"') if bold else "", text,
            )
            for high, text, bold in self.rows()
        )  # fmt: skip


def placed(wanted: Sequence[Sequence[Words]], drawn: Sequence[Box] = ()) -> list[Words]:
    """For each of the words the first place that is free; rather over what is drawn than over words."""
    found: list[Words] = []
    for places in wanted:
        words = [one.box() for one in found]
        tries = (
            (one for one in places if one.fits([*words, *drawn])),
            (one for one in places if one.fits(words)),
        )
        found.append(next((one for some in tries for one in some), places[0]))
    return found
