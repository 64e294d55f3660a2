import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.chain import GENESIS, Entry, canonical, entry_hash, verify

# A busy machine is slow now and then; that is no fault of the rule under test.
settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")

VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=12))
CONTENTS = st.dictionaries(st.sampled_from(["actor", "action", "note", "at"]), VALUES)
HISTORIES = st.lists(CONTENTS, min_size=1, max_size=8)


def history(contents):
    previous, entries = GENESIS, []
    for seq, content in enumerate(contents, start=1):
        fields = {**content, "seq": seq, "ticket": "t1"}
        digest = entry_hash(previous, fields)
        entries.append(Entry(seq, previous, fields, digest))
        previous = digest
    return entries


def test_the_way_of_hashing_never_changes_unnoticed():
    fixed = entry_hash(GENESIS, {"seq": 1, "action": "filed", "actor": None})
    assert fixed.hex() == "a66376b45340951c649ab624d55ddf9ee83a48967190ce3bf41068eadf7f1f54"


@given(HISTORIES)
def test_an_untouched_history_is_whole(contents):
    entries = history(contents)
    assert verify(entries) is None
    assert verify(entries, head=entries[-1].hash) is None


def test_no_history_is_a_whole_history():
    assert verify([]) is None


@given(HISTORIES, st.data())
def test_every_changed_field_is_found_where_it_was_changed(contents, data):
    entries = history(contents)
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(["actor", "action", "note", "at", "ticket", "new"]))
    old = entries[place].fields.get(name, "absent")
    value = data.draw(VALUES.filter(lambda new: new != old))
    entries[place] = dataclasses.replace(
        entries[place], fields={**entries[place].fields, name: value}
    )
    assert verify(entries) == place + 1


@given(HISTORIES, st.data())
def test_every_changed_bit_of_a_hash_is_found(contents, data):
    entries = history(contents)
    place = data.draw(st.integers(0, len(entries) - 1))
    column = data.draw(st.sampled_from(["hash", "previous"]))
    wrong = bytearray(getattr(entries[place], column))
    wrong[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    entries[place] = dataclasses.replace(entries[place], **{column: bytes(wrong)})
    assert verify(entries) == place + 1


@given(HISTORIES, st.data())
def test_every_dropped_entry_is_found(contents, data):
    entries = history(contents)
    head = entries[-1].hash
    place = data.draw(st.integers(0, len(entries) - 1))
    del entries[place]
    assert verify(entries, head=head) == place + 1


@given(st.lists(CONTENTS, min_size=2, max_size=8), st.data())
def test_every_swap_is_found_at_the_earlier_place(contents, data):
    entries = history(contents)
    first = data.draw(st.integers(0, len(entries) - 2))
    second = data.draw(st.integers(first + 1, len(entries) - 1))
    entries[first], entries[second] = entries[second], entries[first]
    assert verify(entries) == first + 1


@given(HISTORIES, st.data())
def test_an_entry_put_in_between_is_found(contents, data):
    entries = history(contents)
    place = data.draw(st.integers(0, len(entries) - 1))
    entries.insert(place, entries[place])
    assert verify(entries) == place + 2


def test_a_renumbered_entry_is_found_even_with_a_fitting_hash():
    entry = history([{"action": "filed"}, {"action": "closed"}])[0]
    fields = {**entry.fields, "seq": 2}
    forged = Entry(1, GENESIS, fields, entry_hash(GENESIS, fields))
    assert verify([forged]) == 1


def test_a_history_that_begins_in_the_middle_is_broken():
    assert verify(history([{"action": "filed"}, {"action": "closed"}])[1:]) == 1


def test_the_order_of_fields_does_not_matter():
    assert canonical({"a": 1, "b": None}) == canonical({"b": None, "a": 1})


def test_a_number_and_its_text_differ():
    assert entry_hash(GENESIS, {"a": 1}) != entry_hash(GENESIS, {"a": "1"})


def test_nothing_and_no_such_field_differ():
    assert entry_hash(GENESIS, {"a": None}) != entry_hash(GENESIS, {})


@pytest.mark.parametrize("value", [True, 1.5, b"x", ["x"]])
def test_what_a_database_may_hand_back_differently_is_refused(value):
    with pytest.raises(TypeError, match="flag"):
        entry_hash(GENESIS, {"flag": value})


def test_a_predecessor_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        entry_hash(b"short", {})
