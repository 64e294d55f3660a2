"""Links: the same number, collector or words, never merged, and only what the reader may know of."""

from datetime import timedelta

from sqlalchemy import select

from portal.models import Setting, Ticket, TicketMark, TicketPrint
from portal.search.index import MARK, follow, unread
from portal.search.links import CAMPAIGN, copies, linked
from tests import factories
from tests.domain.test_prints import STORY


def filed(session, keyring, settings, **pages):
    ticket = factories.ticket(session, keyring, settings, **pages)
    session.flush()
    follow(session, keyring, unread(session, factories.NOW + timedelta(minutes=5)))
    return ticket


def when(*numbers, story=""):
    return {"timing": "several", "channel": ["phone"], "from_number": list(numbers), "story": story}


def kinds(session, person, ticket):
    return {one.kind: [t.id for t in one.tickets] for one in linked(session, person, ticket)}


def test_the_same_number_in_another_spelling_links(session, keyring, settings):
    free = factories.staff(session)
    one = filed(session, keyring, settings, when=when("020 7946 0123"))
    other = filed(session, keyring, settings, when=when("07700 900123", "+44 20 7946-0123"))
    third = filed(session, keyring, settings, when=when("020 7946 0124"))
    assert kinds(session, free, one) == {"phone": [other.id]}
    assert kinds(session, free, other) == {"phone": [one.id]}
    assert kinds(session, free, third) == {}


def test_the_number_a_collector_gave_links_as_well(session, keyring, settings):
    free = factories.staff(session)
    one = filed(session, keyring, settings, when=when("020 7946 0123"))
    other = filed(session, keyring, settings, collector={"c_phone": "02079460123"})
    assert kinds(session, free, one) == {"phone": [other.id]}


def test_the_same_collector_links(session, keyring, settings):
    free, about = factories.staff(session), factories.collector(session)
    one, other = (filed(session, keyring, settings, about=about) for _ in range(2))
    assert kinds(session, free, one) == {"collector": [other.id]}


def test_nearly_the_same_words_link_and_many_are_a_campaign(session, keyring, settings):
    free = factories.staff(session)
    first = filed(session, keyring, settings, when=when(story=STORY))
    filed(session, keyring, settings, when=when(story=STORY.replace("nine", "ten")))
    link = linked(session, free, first)[0]
    assert (link.kind, link.count, link.is_campaign) == ("words", 1, False)
    filed(session, keyring, settings, when=when(story=STORY.replace("sister", "brother")))
    link = linked(session, free, first)[0]
    assert link.count + 1 == CAMPAIGN
    assert link.is_campaign


def test_a_story_read_twice_keeps_one_print(session, keyring, settings):
    factories.staff(session)
    ticket = filed(session, keyring, settings, when=when(story=STORY))
    session.delete(session.get_one(Setting, MARK))
    session.flush()
    follow(session, keyring, unread(session, factories.NOW + timedelta(minutes=5)))
    prints = session.scalars(select(TicketPrint)).all()
    assert [one.group_id for one in prints] == [ticket.id]


def copied(session, person):
    return set(session.scalars(copies(person)))


def test_the_same_words_about_the_same_account_are_a_likely_second_copy(session, keyring, settings):
    free, about = factories.staff(session), {"account_tail": "4821"}
    told = {"when": when(story=STORY), "collector": about}
    filed(session, keyring, settings, **told)
    again = filed(session, keyring, settings, **told)
    other = filed(session, keyring, settings, when=when(story=STORY))
    assert copied(session, free) == {again.id}
    assert other.id not in copied(session, free)


def test_a_likely_second_copy_tells_of_no_ticket_its_reader_may_not_know_of(
    session, keyring, settings
):
    one = factories.collector(session)
    free, tied = factories.staff(session), factories.staff(session)
    about = {"account_tail": "4821", "c_agency": one.agency.name, "c_badge": one.number}
    filed(session, keyring, settings, when=when(story=STORY), collector=about)
    again = filed(
        session, keyring, settings, when=when(story=STORY), collector={"account_tail": "4821"}
    )
    tied.team_id = one.team_id
    session.flush()
    assert copied(session, free) == {again.id}
    assert copied(session, tied) == set()


def test_linked_tickets_stay_their_own(session, keyring, settings):
    factories.staff(session)
    one, other = (filed(session, keyring, settings, when=when(story=STORY)) for _ in range(2))
    assert one.id != other.id
    assert one.number != other.number
    assert len(session.scalars(select(TicketPrint)).all()) == 2


def test_a_link_never_tells_of_a_ticket_that_is_hidden(session, keyring, settings):
    about = factories.collector(session)
    boss, free = factories.staff(session), factories.staff(session)
    factories.manages(session, boss, about)
    told = when("020 7946 0123", story=STORY)
    open_one = filed(session, keyring, settings, when=told)
    hidden = [filed(session, keyring, settings, about=about, when=told) for _ in range(3)]
    assert kinds(session, boss, open_one) == {}
    assert set(kinds(session, free, open_one)) == {"phone", "words"}
    assert {link.count for link in linked(session, free, open_one)} == {len(hidden)}


def test_nothing_readable_is_kept_beside_the_vault(session, keyring, settings):
    factories.staff(session)
    filed(
        session, keyring, settings, when=when("020 7946 0123", story=STORY),
        collector={"account_tail": "4821"},
    )  # fmt: skip
    raw = b"".join(session.scalars(select(TicketMark.value)))
    raw += b"".join(session.scalars(select(TicketPrint.signature)))
    for word in (b"7946", b"0123", b"4821", b"sister", b"Monday"):
        assert word not in raw


def test_the_newest_are_listed_and_the_rest_is_counted(session, keyring, settings):
    free, about = factories.staff(session), factories.collector(session)
    tickets = [filed(session, keyring, settings, about=about) for _ in range(8)]
    link = linked(session, free, tickets[0])[0]
    assert (len(link.tickets), link.count) == (5, 7)
    assert session.get_one(Ticket, tickets[0].id) not in link.tickets
