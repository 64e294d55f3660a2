"""How signs are read: exact places, guards, company, and cost that only grows with the text."""

import pytest

from portal.domain.sentences import LONGEST_SENTENCE, sentences
from portal.domain.story import About, Guard, Reader, Sign
from portal.jurisdictions.signs import shared_reader


def sign(name, find, code="insult_obscene", **given):
    return Sign(id=name, targets=((About.CONDUCT, code),), find=find.encode(), **given)


def cues(reader, text, code="insult_obscene"):
    return [(cue.start, cue.end, cue.text) for cue in reader.read(text).conduct.get(code, ())]


@pytest.mark.parametrize(
    "before", ["", "😀😀 ", "ＡＢＣ　", "ﬁne. ", "a\r\n\r\nb ", "\u200b\u200b", "你好。", "\ud800 "]
)
def test_the_exact_words_are_marked_whatever_stands_before_them(before):
    reader = Reader([sign("one", "shouted at me")])
    text = f"{before}He SHOUTED  at me twice"
    assert cues(reader, text) == [
        (len(before) + 3, len(before) + 17, "SHOUTED  at me"),
    ]


def test_a_guard_in_the_same_clause_takes_a_sign_away_and_a_later_clause_does_not():
    guard = Guard(id="no", find=b"never ", where="clause")
    reader = Reader([sign("one", "shouted", guards=("no",))], [guard])
    assert not cues(reader, "He never once shouted.")
    assert cues(reader, "He never called, he shouted.")


def test_a_negation_of_one_phrase_reaches_no_phrase_in_which_somebody_else_acts():
    guard = Guard(id="no", find=b"not ", where="phrase")
    reader = Reader([sign("one", "shout", guards=("no",))], [guard])
    assert not cues(reader, "They did not shout.")
    assert cues(reader, "I do not know why they shout.")


def test_a_short_form_with_a_full_stop_ends_no_sentence():
    text = "they rang at 7 a.m. on a sunday. mr. day answered."
    assert [one.data for one in sentences(text)] == [
        b"they rang at 7 a.m. on a sunday. ", b"mr. day answered.",
    ]  # fmt: skip


def test_words_that_excuse_a_sentence_excuse_no_other():
    reader = Reader([sign("one", "shouted", unless=b"in the film")])
    assert cues(reader, "They shouted in the film. They shouted.") == [(31, 38, "shouted")]


def test_a_sign_that_needs_company_is_silent_without_it_and_too_far_from_it():
    hint = Sign(id="hint", targets=((About.HINT, "asked"),), find=b"asked")
    reader = Reader([hint, sign("one", "again", beside=(("asked",),), within=1)])
    assert not cues(reader, "Again.")
    assert cues(reader, "I asked. Again.")
    assert not cues(reader, "I asked. Well. Well. Again.")


def test_a_sign_that_must_stand_alone_is_silent_in_company():
    hint = Sign(id="hint", targets=((About.HINT, "film"),), find=b"film")
    reader = Reader([hint, sign("one", "shouted", without=("film",))])
    assert cues(reader, "They shouted.")
    assert not cues(reader, "They shouted. It was a film.")


def test_two_weak_signs_together_are_enough_and_one_is_not():
    reader = Reader([sign("one", "rude", points=0.5), sign("two", "loud", points=0.5)])
    assert not cues(reader, "He was rude and rude again.")
    assert len(cues(reader, "He was rude and loud.")) == 2


@pytest.mark.parametrize(
    "text", ["", " ", "\ud800\udfff", "\x00\x01", "😀" * 50, "。。。", "\n\n\n"]
)
def test_any_odd_text_is_read_without_complaint(text):
    assert shared_reader().read(text).conduct == {}


@pytest.mark.parametrize(
    "piece", ["word ", "字", "x", "I told him to stop. He called again. ", "\ud800"]
)
def test_a_million_characters_are_cut_into_bounded_sentences_that_lose_nothing(piece):
    text = (piece * (1_000_000 // len(piece))).replace("\ud800", "\ufffd")
    stretches = list(sentences(text))
    assert max(len(one.data) for one in stretches) <= LONGEST_SENTENCE
    assert "".join(one.data.decode() for one in stretches) == text
    assert stretches[-1].start == len(text) - len(stretches[-1].data.decode())


def test_twice_the_text_is_twice_the_sentences_and_no_more_cues():
    once = "I told them to stop calling. They called my mother again. " * 200
    assert len(list(sentences(once * 2))) == 2 * len(list(sentences(once)))
    reader = shared_reader()
    assert reader.read(once).conduct.keys() == reader.read(once * 2).conduct.keys()
    assert all(len(cues) <= 5 for cues in reader.read(once * 2).conduct.values())
