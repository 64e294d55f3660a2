"""`portal triage` and the regions of a place: their names, their days off, and one nobody knows."""

from tests.commands.test_triage import line, run


def test_a_region_is_known_by_its_code_and_by_its_names():
    told = [
        ("gb", "Scotland"),
        ("gb", "gb-sct"),
        ("us", "CA"),
        ("cn", "广东省"),
        ("gb", "scotland"),
    ]
    raw = b"".join(line(jurisdiction=place, region=region) for place, region in told)
    assert run(raw)[::2] == (0, [])


def test_an_unknown_region_is_answered_with_a_warning():
    code, answers, errors = run(line(region="Atlantis"))
    assert (code, len(answers)) == (0, 1)
    assert 'region "Atlantis" is not known in gb' in errors[0]["warning"]


def test_the_days_off_are_those_of_the_region():
    raw = b"".join(
        line(region=region, received_at="2026-11-23", allegations=["often"], narrative="")
        for region in ("England", "Scotland")
    )
    _code, answers, _errors = run(raw)
    assert [one["clocks"][0]["due"] for one in answers] == ["2026-11-30", "2026-12-01"]
