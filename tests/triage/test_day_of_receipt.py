"""A report came on the day it was where the person lives; its dates and letters say that day."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.jurisdictions.load import installed
from portal.models import Clock, Letter
from portal.vault.box import box_for
from tests import factories

#: Half past midnight in New York, half past seven the evening before in Hawaii; four in Shanghai.
HAWAII = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
SHANGHAI = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "at", "day"),
    [
        ({"place": "us", "region": "us-hi"}, HAWAII, "23 November 2026"),
        ({"place": "us", "region": "us-ny"}, HAWAII, "24 November 2026"),
        ({"place": "us", "region": ""}, HAWAII, "24 November 2026"),
        ({"place": "us", "region": "us-tx"}, HAWAII, "23 November 2026"),
        ({"place": "cn", "region": "cn-bj"}, SHANGHAI, "23 November 2026"),
    ],
)
def test_the_day_of_receipt_is_the_day_where_the_person_lives(
    session, keyring, settings, place, at, day
):
    factories.staff(session)
    ticket = factories.ticket(session, keyring, settings, at, jurisdiction={"lang": "en", **place})
    started = session.scalars(select(Clock.started_on).where(Clock.ticket_id == ticket.id)).all()
    letter = session.scalars(select(Letter).where(Letter.ticket_id == ticket.id)).one()
    box = box_for(session, keyring, ticket.id)
    assert {f"{one:%-d %B %Y}" for one in started} == {day}
    assert day in box.open("letters", "words", letter.id, letter.words)


def test_of_nobody_known_every_zone_of_the_place_is_possible():
    us = installed()["us"]
    assert us.zone_of("us-tx") == "America/Chicago"
    assert us.zones_of("us-wy") == ("America/Denver",)
    assert {"Pacific/Honolulu", "America/New_York"} <= set(us.zones_of(""))
    assert installed()["cn"].zones_of("") == ("Asia/Shanghai",)
