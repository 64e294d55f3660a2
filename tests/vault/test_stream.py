import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vault.errors import SealError
from portal.vault.stream import PIECE, open_pieces, seal_pieces

KEY = b"f" * 32
HEAD = 17
SEALED_PIECE = PIECE + 16


def sealed(content, file_id="f1"):
    return b"".join(seal_pieces(KEY, file_id, [content]))


def opened(content, file_id="f1", key=KEY):
    return b"".join(open_pieces(key, file_id, [content]))


def content_of(length):
    return (bytes(range(251)) * (length // 251 + 1))[:length]


@pytest.mark.parametrize(
    "length", [0, 1, 100, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1, 3 * PIECE + 7]
)
def test_a_file_of_any_length_comes_back_the_same(length):
    content = content_of(length)
    assert opened(sealed(content)) == content


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, PIECE + 50), max_size=5), st.integers(1, SEALED_PIECE + 50))
def test_it_does_not_matter_in_what_portions_a_file_arrives(lengths, portion):
    portions = [content_of(length) for length in lengths]
    flow = b"".join(seal_pieces(KEY, "f1", portions))
    arriving = [flow[:5], flow[5:20], flow[20 : 20 + portion], flow[20 + portion :]]
    assert b"".join(open_pieces(KEY, "f1", arriving)) == b"".join(portions)


@pytest.mark.parametrize("length", [0, 10, PIECE, 2 * PIECE, 2 * PIECE + 9])
def test_a_file_cut_at_a_piece_is_refused(length):
    flow = sealed(content_of(length))
    for end in range(HEAD, len(flow), SEALED_PIECE):
        with pytest.raises(SealError):
            opened(flow[:end])


def test_a_file_cut_anywhere_is_refused():
    flow = sealed(b"short content")
    for end in range(len(flow)):
        with pytest.raises(SealError):
            opened(flow[:end])


def test_a_file_with_something_added_is_refused():
    for extra in (b"x", b"x" * 16, b"x" * SEALED_PIECE):
        with pytest.raises(SealError):
            opened(sealed(content_of(PIECE)) + extra)


def test_swapped_pieces_are_refused():
    flow = sealed(content_of(3 * PIECE))
    one, two = flow[HEAD : HEAD + SEALED_PIECE], flow[HEAD + SEALED_PIECE : HEAD + 2 * SEALED_PIECE]
    with pytest.raises(SealError):
        opened(flow[:HEAD] + two + one + flow[HEAD + 2 * SEALED_PIECE :])


def test_a_piece_left_out_is_refused():
    flow = sealed(content_of(3 * PIECE))
    with pytest.raises(SealError):
        opened(flow[: HEAD + SEALED_PIECE] + flow[HEAD + 2 * SEALED_PIECE :])


def test_a_piece_said_twice_is_refused():
    flow = sealed(content_of(2 * PIECE))
    with pytest.raises(SealError):
        opened(flow[: HEAD + SEALED_PIECE] + flow[HEAD:])


def test_the_last_piece_of_another_file_does_not_fit():
    one, other = sealed(content_of(2 * PIECE)), sealed(content_of(2 * PIECE))
    with pytest.raises(SealError):
        opened(one[: HEAD + SEALED_PIECE] + other[HEAD + SEALED_PIECE :])


def test_flipping_any_byte_is_refused():
    flow = sealed(b"a photograph of the letter")
    for place in range(len(flow)):
        flipped = bytearray(flow)
        flipped[place] ^= 1
        with pytest.raises(SealError):
            opened(bytes(flipped))


def test_a_file_put_in_the_place_of_another_is_refused():
    with pytest.raises(SealError):
        opened(sealed(b"x", "f1"), "f2")


def test_a_file_does_not_open_with_the_key_of_another_ticket():
    with pytest.raises(SealError):
        opened(sealed(b"x"), key=b"g" * 32)


def test_the_same_file_sealed_twice_looks_different():
    assert sealed(b"x" * 100)[HEAD:] != sealed(b"x" * 100)[HEAD:]


def test_a_file_is_never_held_whole():
    taken = []

    def arriving():
        for number in range(40):
            taken.append(number)
            yield bytes(PIECE)

    flow = seal_pieces(KEY, "f1", arriving())
    for _ in range(3):
        next(flow)
    assert len(taken) < 6


def test_a_file_of_whole_pieces_carries_no_empty_piece():
    assert len(sealed(content_of(2 * PIECE))) == HEAD + 2 * SEALED_PIECE
