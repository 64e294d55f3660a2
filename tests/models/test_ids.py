"""Identifiers follow the clock, so that what is made together lies together; nobody guesses one."""

from portal.models.base import ID, new_id


def test_identifiers_follow_the_clock_and_are_never_the_same(monkeypatch):
    moments = iter(range(1_795_000_000_000_000_000, 1_795_000_001_000_000_000, 1_000_000))
    monkeypatch.setattr("time.time_ns", lambda: next(moments))
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert {len(one) for one in made} == {ID.length}


def test_at_one_moment_identifiers_differ_in_bits_nobody_guesses(monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 1_795_000_000_000_000_000)
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert len({one[:12] for one in made}) == 1
