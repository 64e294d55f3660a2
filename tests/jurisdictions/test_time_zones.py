"""The time zones of the American states, held against a table written by hand: hours behind Greenwich."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.jurisdictions.load import installed
from portal.jurisdictions.regions import REGIONS

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
#: In winter and in summer; a state with two zones has both, most people's first.
EAST, MIDDLE, MOUNTAIN, WEST = ((5, 4),), ((6, 5),), ((7, 6),), ((8, 7),)
EASTERN = "ct dc de ga ma md me nc nh nj ny oh pa ri sc va vt wv"
HOURS = {
    **dict.fromkeys(EASTERN.split(), EAST),
    **dict.fromkeys(("al", "ar", "ia", "il", "la", "mn", "mo", "ms", "ok", "wi"), MIDDLE),
    **dict.fromkeys(("co", "mt", "nm", "ut", "wy"), MOUNTAIN),
    **dict.fromkeys(("ca", "wa"), WEST),
    "ak": ((9, 8),), "hi": ((10, 10),), "pr": ((4, 4),), "az": ((7, 7), (7, 6)),
    **dict.fromkeys(("fl", "in", "ky", "mi"), EAST + MIDDLE), "tn": MIDDLE + EAST,
    **dict.fromkeys(("ks", "nd", "ne", "sd", "tx"), MIDDLE + MOUNTAIN),
    "id": MOUNTAIN + WEST, "nv": WEST + MOUNTAIN, "or": WEST + MOUNTAIN,
}  # fmt: skip


def behind(zone, at):
    return -int(at.astimezone(ZoneInfo(zone)).utcoffset().total_seconds()) // 3600


def test_every_state_stands_in_the_table():
    assert {f"us-{state}" for state in HOURS} == {one for one in REGIONS if one.startswith("us-")}


def test_the_clocks_of_each_state_are_as_far_behind_as_the_table_says():
    us = installed()["us"]
    found = {
        state: tuple(
            (behind(one, WINTER), behind(one, SUMMER)) for one in us.zones_of(f"us-{state}")
        )
        for state in HOURS
    }
    assert found == HOURS
