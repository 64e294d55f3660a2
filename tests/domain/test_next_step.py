"""What a person may do next: worked out from dates and law, the same whichever pack it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.next_step import Promise, Standing, Way, next_step
from portal.domain.ticket import State
from portal.jurisdictions.load import installed

RECEIVED = date(2026, 11, 23)
REPLY = Promise("acknowledge", date(2026, 11, 30))
FINAL = Promise("final_response", date(2027, 1, 18))
WAITING = Standing(State.ASSIGNED, RECEIVED, promises=(FINAL, REPLY))


def step(at, today, place="gb"):
    return next_step(at, installed()[place], today)


def named(found):
    return [one.body.id for one in found.outside]


def test_while_there_is_time_it_says_when_the_way_outside_opens():
    found = step(WAITING, RECEIVED)
    assert (found.way, found.on) == (Way.WAIT, REPLY.due_on)
    assert named(found) == ["fos"]
    assert found.outside[0].opens_on == FINAL.due_on + timedelta(days=1)


def test_the_last_day_itself_is_not_late():
    assert step(WAITING, REPLY.due_on).way is Way.WAIT
    assert step(WAITING, REPLY.due_on + timedelta(days=1)).way is Way.LATE


def test_a_late_first_reply_says_by_how_much_and_opens_no_body_too_early():
    found = step(WAITING, REPLY.due_on + timedelta(days=3))
    assert (found.way, found.on, found.days_late) == (Way.LATE, REPLY.due_on, 3)
    assert found.outside[0].opens_on == FINAL.due_on + timedelta(days=1)


def test_a_late_final_answer_opens_the_ombudsman_at_once():
    kept = replace(REPLY, running=False)
    found = step(replace(WAITING, promises=(FINAL, kept)), FINAL.due_on + timedelta(days=1))
    assert (found.way, found.days_late) == (Way.LATE, 1)
    assert named(found) == ["fos"]
    assert found.outside[0].opens_on is None


def test_a_promise_that_was_kept_makes_nobody_late():
    kept = replace(REPLY, running=False)
    found = step(replace(WAITING, promises=(kept, FINAL)), REPLY.due_on + timedelta(days=9))
    assert (found.way, found.on) == (Way.WAIT, FINAL.due_on)


def test_after_the_answer_the_ombudsman_is_open_for_six_months():
    found = step(Standing(State.CLOSED, RECEIVED, answered_on=date(2026, 12, 7)), date(2026, 12, 8))
    assert found.way is Way.ANSWERED
    assert [(one.body.id, one.until) for one in found.outside] == [("fos", date(2027, 6, 7))]


def test_a_body_whose_contact_is_too_old_is_not_suggested():
    pack = installed()["gb"]
    checked = pack.body("fos")
    long_after = checked.verified_on + timedelta(days=checked.stale_after_days + 1)
    found = step(Standing(State.CLOSED, RECEIVED, answered_on=long_after), long_after)
    assert not found.outside


def test_a_time_of_an_unread_law_is_not_told():
    pack = installed()["gb"]
    clocks = tuple(
        replace(one, rule=replace(one.rule, mark="U")) if one.whose == "person" else one
        for one in pack.clocks
    )
    at = Standing(State.CLOSED, RECEIVED, answered_on=RECEIVED)
    found = next_step(at, replace(pack, clocks=clocks), RECEIVED)
    assert [one.until for one in found.outside] == [None]


def test_when_nobody_here_is_free_the_way_outside_is_open_at_once():
    found = step(replace(WAITING, state=State.QUEUED, waits_outside=True), RECEIVED)
    assert found.way is Way.OUTSIDE
    assert found.outside


@pytest.mark.parametrize(
    ("state", "way"), [(State.WITHDRAWN, Way.ENDED), (State.REFERRED, Way.REFERRED)]
)
def test_what_ended_promises_nothing(state, way):
    assert step(replace(WAITING, state=state), RECEIVED).way is way


@pytest.mark.parametrize("place", ["cn", "gb", "us"])
def test_every_pack_starts_a_date_when_somebody_disagrees_or_asks_for_a_copy(place):
    clocks = {one.id: one for one in installed()[place].on(RECEIVED).clocks}
    assert clocks["answer_recheck"].rule.length > 0
    assert clocks["data_access"].rule.length > 0


def test_while_we_look_again_what_the_first_answer_opened_stays_open_until_the_law_ends_it():
    again = Promise("answer_recheck", date(2026, 12, 21))
    at = replace(WAITING, promises=(again,), answered_before=date(2026, 12, 7))
    found = step(at, date(2026, 12, 10))
    assert (found.way, found.on, named(found)) == (Way.WAIT, again.due_on, ["fos"])
    assert (found.outside[0].opens_on, found.outside[0].until) == (None, date(2027, 6, 7))
    late = step(at, date(2026, 12, 24))
    assert (late.way, late.days_late, named(late)) == (Way.LATE, 3, ["fos"])
    assert named(step(replace(at, answered_before=date(2026, 5, 1)), date(2026, 12, 10))) == []
