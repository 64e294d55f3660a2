"""Every file can be proved to be the one that came, and every harm done to one is named."""

import pytest

from portal.commands.evidence import verify
from portal.evidence.store import original, working_copy
from portal.vault.keys import Keyring
from tests.evidence import samples


@pytest.fixture
def keyring(tmp_path):
    """The command reads its keys from the home folder."""
    return Keyring.create(tmp_path / "keys.json")


@pytest.fixture
def kept(sender, work, rows):
    sender.has()
    sender.add(("a.png", samples.png()))
    sender.submit()
    work()
    return rows()[0]


def test_files_that_are_whole_pass(kept, settings, capsys):
    assert verify(settings) == 0
    assert "1 files checked, 0 broken." in capsys.readouterr().out


@pytest.mark.parametrize("name", [original, working_copy])
@pytest.mark.parametrize("harm", ["altered", "cut", "gone", "another"])
def test_a_harmed_file_is_named(kept, settings, capsys, name, harm):
    place = settings.evidence_folder / name(kept.id)
    whole = place.read_bytes()
    if harm == "gone":
        place.unlink()
    else:
        other = working_copy if name is original else original
        place.write_bytes(
            {
                "altered": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
                "cut": whole[:-20],
                "another": (settings.evidence_folder / other(kept.id)).read_bytes(),
            }[harm]
        )
    assert verify(settings) == 1
    assert kept.id in capsys.readouterr().out
