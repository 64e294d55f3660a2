"""Signs are data that lawyers and translators write; a slip is named with its file and its sign."""

import shutil

import pytest

from portal.domain.rulepack import PackError
from portal.jurisdictions import signs
from portal.jurisdictions.load import check_pack
from portal.paths import JURISDICTIONS

GOOD = """
[[sign]]
id = "own.flag"
conduct = "insult_obscene"
find = "waved a red flag"
example = "He waved a red flag."
not = "He waved."
"""


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "gb"
    shutil.copytree(JURISDICTIONS / "gb", folder)
    return folder


def write(pack, text):
    (pack / "story.toml").write_text(text, encoding="utf-8")


def test_every_shared_sign_finds_its_examples_and_nothing_it_must_not():
    assert signs.unkept(signs.SHARED) == []


def test_every_shared_sign_says_what_it_must_not_find_or_is_a_hint():
    shelf = signs.shelf_of(signs.SHARED)
    silent = {one.sign for one in shelf.examples if not one.found}
    for name, sign in shelf.signs.items():
        whole = sign.points >= 1 and all(about.value != "hint" for about, _ in sign.targets)
        assert name in silent or not whole, name


def test_a_pack_may_add_a_sign_of_its_own(pack):
    write(pack, GOOD)
    assert check_pack(pack) == []
    found = signs.reader_of(pack).read("She waved a red flag at us.")
    assert found.conduct["insult_obscene"][0].text == "waved a red flag"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("waved a red flag", "waved a ( flag", "own.flag: is not a pattern"),
        ("waved a red flag", "waved.* flag", "own.flag: has a repetition without end"),
        (
            "waved a red flag",
            "waved {nobody}",
            "own.flag: asks for an unknown list of words nobody",
        ),
        (
            'conduct = "insult_obscene"',
            'need = "money"',
            "own.flag: points to an unknown need money",
        ),
        ('conduct = "insult_obscene"', 'conduct = "x"', "own.flag: points to an unknown conduct x"),
        ('conduct = "insult_obscene"', "", "own.flag: points to nothing"),
        ('id = "own.flag"', 'id = "en.noname"', "en.noname: is used twice"),
        ("find =", "finds =", "own.flag: has an unknown key finds"),
        ('example = "He waved a red flag."', "", "own.flag: has no example"),
        ("He waved a red flag.", "He waved.", "own.flag: does not find its example"),
        ("He waved.", "A waved a red flag.", "own.flag: finds what it must not"),
        ("[[sign]]", "[[sign]", "story.toml: file:"),
        ("find =", 'beside = "nothing"\nfind =', "own.flag: waits for an unknown hint nothing"),
        ("find =", 'free_of = "nothing"\nfind =', "own.flag: names an unknown guard en.nothing"),
    ],
)
def test_a_bad_sign_fails_the_check_with_its_file_and_name(pack, old, new, said):
    write(pack, GOOD.replace(old, new, 1))
    assert any(said in problem and "story" in problem for problem in check_pack(pack))


def test_a_pack_with_a_bad_sign_cannot_be_loaded(pack):
    write(pack, GOOD.replace("waved a red flag", "[", 1))
    with pytest.raises(PackError):
        signs.reader_of(pack)


WEIGHED = """
[[weigh]]
id = "own.weigh"
about = "conduct"
codes = ["insult_obscene"]
start = -1.0
found = 1.0
[weigh.signs]
"own.flag" = 0.5
"""


def test_a_pack_may_weigh_its_own_signs(pack):
    write(pack, GOOD + WEIGHED)
    assert check_pack(pack) == []


@pytest.mark.parametrize(("sure", "suggested"), [("true", True), ("false", False)])
def test_only_a_sign_that_is_sure_is_believed_against_the_weights(pack, sure, suggested):
    doubting = WEIGHED.replace("start = -1.0", "start = -9.0")
    write(pack, GOOD.replace("example =", f"sure = {sure}\nexample =") + doubting)
    found = signs.reader_of(pack).read("He waved a red flag. " + "We had tea by the window. " * 12)
    assert ("insult_obscene" in found.conduct) is suggested


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"own.flag" = 0.5', '"own.sail" = 0.5', "own.weigh: weighs an unknown sign own.sail"),
        ('"own.flag" = 0.5', '"own.flag" = "a lot"', "has a weight that is no number: own.flag"),
        ("start = -1.0", "start = -40", "own.weigh: has a weight beyond 10: start"),
        ("start = -1.0", "begin = -1.0", "own.weigh: has an unknown key begin"),
        ("found = 1.0", "", "own.weigh: has no found"),
        ("insult_obscene", "violence_threat", "weighs what is never weighed: violence_threat"),
        ('about = "conduct"', 'about = "danger"', "weighs what is never weighed: danger"),
    ],
)
def test_a_slip_in_the_weights_is_named(pack, old, new, said):
    write(pack, GOOD + WEIGHED.replace(old, new))
    assert any(said in line for line in check_pack(pack))
