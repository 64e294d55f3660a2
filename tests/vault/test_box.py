import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.models.keys import TicketKey
from portal.vault.box import Box, box_for, destroy_key, new_box, rewrap, wrapped_by
from portal.vault.errors import KeyDestroyedError, KeyringError, SealError

BOX = Box(b"a" * 32)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(NAMES, NAMES, NAMES, TEXTS)
def test_what_was_sealed_opens_at_its_place(table, column, row, text):
    assert BOX.open(table, column, row, BOX.seal(table, column, row, text)) == text


@given(st.tuples(NAMES, NAMES, NAMES), st.tuples(NAMES, NAMES, NAMES))
def test_a_text_opens_at_no_other_place(place, other):
    sealed = BOX.seal(*place, "words")
    if place == other:
        assert BOX.open(*other, sealed) == "words"
    else:
        with pytest.raises(SealError):
            BOX.open(*other, sealed)


@pytest.mark.parametrize(
    "place",
    [
        ("reports", "text", "2"),
        ("reports", "name", "1"),
        ("notes", "text", "1"),
        ("report", "stext", "1"),
    ],
)
def test_a_text_moved_to_another_row_column_or_table_is_refused(place):
    with pytest.raises(SealError):
        BOX.open(*place, BOX.seal("reports", "text", "1", "words"))


@pytest.mark.parametrize("text", ["", "no", "他们说会打电话给我的单位", "x" * 300])
def test_flipping_any_bit_of_any_byte_is_refused(text):
    sealed = BOX.seal("t", "c", "r", text)
    for place in range(len(sealed)):
        for bit in range(8):
            flipped = bytearray(sealed)
            flipped[place] ^= 1 << bit
            with pytest.raises(SealError):
                BOX.open("t", "c", "r", bytes(flipped))


def test_a_text_cut_anywhere_is_refused():
    sealed = BOX.seal("t", "c", "r", "words")
    for length in range(len(sealed)):
        with pytest.raises(SealError):
            BOX.open("t", "c", "r", sealed[:length])


def test_the_same_text_sealed_twice_looks_different():
    assert BOX.seal("t", "c", "r", "words") != BOX.seal("t", "c", "r", "words")


def test_the_words_do_not_show_in_what_is_stored():
    assert b"words" not in BOX.seal("t", "c", "r", "words" * 50)


def test_the_length_of_a_short_answer_does_not_show():
    assert len(BOX.seal("t", "c", "r", "no")) == len(BOX.seal("t", "c", "r", "yes, every day"))


def test_the_length_of_a_story_shows_only_in_steps():
    sizes = {len(BOX.seal("t", "c", "r", "x" * length)) for length in range(256, 511)}
    assert len(sizes) == 1


def test_another_key_opens_nothing():
    with pytest.raises(SealError, match="another key"):
        Box(b"b" * 32).open("t", "c", "r", BOX.seal("t", "c", "r", "words"))


def test_an_older_key_still_opens_and_is_known_as_old():
    sealed = BOX.seal("t", "c", "r", "words")
    newer = Box(b"b" * 32, b"a" * 32)
    assert newer.open("t", "c", "r", sealed) == "words"
    assert not newer.is_current(sealed)
    assert newer.is_current(newer.seal("t", "c", "r", "words"))


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Box(b"short")


def test_a_draft_opens_after_the_master_key_was_rotated(ring):
    sealed = ring.box("drafts").seal("drafts", "sealed", "r", "words")
    assert ring.rotate().box("drafts").open("drafts", "sealed", "r", sealed) == "words"


def test_a_draft_is_not_opened_by_the_box_of_the_outbox(ring):
    sealed = ring.box("drafts").seal("t", "c", "r", "words")
    with pytest.raises(SealError):
        ring.box("outbox").open("t", "c", "r", sealed)


def fresh(session, ring, ticket_id):
    """The box of a ticket that is just being made."""
    box = new_box(session, ring, ticket_id)
    session.flush()
    return box


def test_the_box_of_a_ticket_is_the_same_each_time(session, ring):
    sealed = fresh(session, ring, "t1").seal("t", "c", "r", "words")
    session.commit()
    assert box_for(session, ring, "t1").open("t", "c", "r", sealed) == "words"


def test_one_ticket_does_not_open_the_words_of_another(session, ring):
    sealed = fresh(session, ring, "t1").seal("t", "c", "r", "words")
    with pytest.raises(SealError):
        fresh(session, ring, "t2").open("t", "c", "r", sealed)


def test_a_key_row_copied_to_another_ticket_is_refused(session, ring):
    fresh(session, ring, "t1")
    row = session.get(TicketKey, "t1")
    session.add(TicketKey(ticket_id="t2", master_key_id=row.master_key_id, wrapped=row.wrapped))
    session.flush()
    with pytest.raises(SealError):
        box_for(session, ring, "t2")


def test_destroying_the_key_destroys_the_words(session, ring):
    sealed = fresh(session, ring, "t1").seal("t", "c", "r", "words")
    assert destroy_key(session, "t1") is True
    with pytest.raises(KeyDestroyedError):
        box_for(session, ring, "t1")
    with pytest.raises(SealError):
        fresh(session, ring, "t1").open("t", "c", "r", sealed)


def test_destroying_a_key_that_is_not_there_says_so(session):
    assert destroy_key(session, "t1") is False


def test_rewrapping_moves_every_ticket_and_then_the_old_master_may_go(session, ring):
    sealed = {name: fresh(session, ring, name).seal("t", "c", "r", name) for name in "abc"}
    rotated = ring.rotate()
    assert wrapped_by(session, ring.current_master_id) == 3
    assert [rewrap(session, rotated, limit=2) for _ in range(3)] == [2, 1, 0]
    assert wrapped_by(session, ring.current_master_id) == 0
    retired = rotated.retire(ring.current_master_id)
    for name, words in sealed.items():
        assert box_for(session, retired, name).open("t", "c", "r", words) == name


def test_a_ticket_left_behind_by_a_retired_master_is_refused_by_name(session, ring):
    fresh(session, ring, "t1")
    with pytest.raises(KeyringError, match=ring.current_master_id):
        box_for(session, ring.rotate().retire(ring.current_master_id), "t1")
