import dataclasses
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.receipt import check_digit, grouped, problem
from portal.vault.code import derive_code, lookup_hash, lookup_hashes, submission_hash
from portal.vault.keys import Keyring

RING = Keyring.new()
SUBMISSION = bytes(range(16))


@given(st.binary(min_size=16, max_size=16))
def test_every_derived_code_is_a_right_one(submission):
    assert problem(derive_code(RING, submission)) is None


def test_the_same_submission_shows_the_same_code():
    assert derive_code(RING, SUBMISSION) == derive_code(RING.rotate().rotate_peppers(), SUBMISSION)


def test_the_code_is_the_one_that_is_written_down():
    fixed = dataclasses.replace(RING, k_code=b"k" * 32)
    number = int(hmac.new(b"k" * 32, SUBMISSION, hashlib.sha256).hexdigest(), 16) % 10**19
    digits = str(number).zfill(19)
    assert derive_code(fixed, SUBMISSION) == digits + check_digit(digits)


def test_ten_thousand_submissions_give_ten_thousand_codes():
    codes = {derive_code(RING, number.to_bytes(16)) for number in range(10_000)}
    assert len(codes) == 10_000


def test_the_digits_of_codes_are_evenly_spread():
    rounds = 4000
    text = "".join(derive_code(RING, number.to_bytes(16))[1:19] for number in range(rounds))
    expected = len(text) / 10
    chi = sum((text.count(digit) - expected) ** 2 / expected for digit in "0123456789")
    # 9 degrees of freedom: an even spread goes beyond 45 about once in a million runs.
    assert chi < 45


@pytest.mark.parametrize("submission", [b"", b"x" * 15, b"x" * 17])
def test_a_submission_of_another_length_is_refused(submission):
    with pytest.raises(ValueError, match="16 bytes"):
        derive_code(RING, submission)
    with pytest.raises(ValueError, match="16 bytes"):
        submission_hash(submission)


def test_a_code_is_found_however_it_is_typed():
    code = derive_code(RING, SUBMISSION)
    assert lookup_hash(RING, grouped(code)) == lookup_hash(RING, code)


def test_a_receipt_code_does_not_open_a_draft():
    code = derive_code(RING, SUBMISSION)
    assert lookup_hash(RING, code, "save") != lookup_hash(RING, code, "receipt")


def test_both_purposes_differ_even_under_one_pepper():
    same = dataclasses.replace(RING, save_peppers=RING.receipt_peppers)
    code = derive_code(RING, SUBMISSION)
    assert lookup_hash(same, code, "save") != lookup_hash(same, code, "receipt")


def test_after_a_change_of_pepper_the_one_before_still_opens():
    code = derive_code(RING, SUBMISSION)
    newer = RING.rotate_peppers()
    assert lookup_hashes(newer, code) == [lookup_hash(newer, code), lookup_hash(RING, code)]


def test_the_pepper_before_the_last_no_longer_opens():
    code = derive_code(RING, SUBMISSION)
    assert lookup_hash(RING, code) not in lookup_hashes(
        RING.rotate_peppers().rotate_peppers(), code
    )


@pytest.mark.parametrize("typed", ["", "123", "RC-2026-000001", "1" * 100])
def test_what_is_no_code_is_never_looked_up(typed):
    with pytest.raises(ValueError, match="well-formed"):
        lookup_hash(RING, typed)


def test_the_stored_form_of_a_submission_is_its_plain_hash():
    assert submission_hash(SUBMISSION) == hashlib.sha256(SUBMISSION).digest()
