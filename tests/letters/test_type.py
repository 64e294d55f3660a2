"""How letters are set: what a typeface does that no text shows."""

import json
import re
from collections import Counter

import pytest

from portal.letters.pdf import _compiler, typeset


def pace(language: str) -> float:
    """How far apart two quotation marks stand in a letter of this language."""
    letter = {**typeset(language), "subject": "-", "organisation": "-", "paragraphs": ["’" * 9]}
    drawn = _compiler().compile(format="svg", sys_inputs={"letter": json.dumps(letter)})
    placed = re.findall(r'-1 ([\d.]+) [\d.]+\)"><use xlink:href="#(\w+)"', drawn.decode())
    mark = Counter(glyph for _x, glyph in placed).most_common(1)[0][0]
    first, second, *_rest = sorted(float(x) for x, glyph in placed if glyph == mark)
    return second - first


@pytest.mark.parametrize(("language", "widest"), [("en", 4), ("zh_Hans_CN", 11)])
def test_quotation_marks_are_as_wide_as_the_language_wants_them(language, widest):
    assert widest - 2 < pace(language) <= widest
