"""Every decision has a number of its own, and its page says the same number."""

import re


def test_no_two_decisions_share_a_number(root):
    seen = {}
    for path in sorted((root / "docs/decisions").glob("*.md")):
        number = path.name[:4]
        assert number not in seen, (
            f"{path.name}: {seen[number]} has this number; take the next free one"
        )
        seen[number] = path.name
        title = path.read_text(encoding="utf-8").partition("\n")[0]
        assert re.match(rf"# {int(number)}\. \S", title), (
            f"{path.name}: begin with # {int(number)}. "
        )
