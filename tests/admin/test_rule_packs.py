"""The pages of the rule packs: how each provision was read, in both languages, and what was refused."""

import shutil

import pytest

from portal.jurisdictions.load import use_folder
from portal.models import Role
from portal.paths import JURISDICTIONS


@pytest.fixture
def broken(tmp_path):
    folder = tmp_path / "packs"
    shutil.copytree(JURISDICTIONS / "gb", folder / "gb")
    path = folder / "gb/clocks.toml"
    path.write_text(path.read_text("utf-8").replace("length = 56", "length = 55"), "utf-8")
    use_folder(folder)
    yield
    use_folder(None)


def test_the_list_counts_provisions_by_how_they_were_read(staff_client):
    page = staff_client(Role.ADMINISTRATOR).get("/admin/rule-packs").text
    assert "text read: " in page
    assert "unverified: " in page
    assert "Refused packs" not in page


def test_a_pack_that_failed_is_named_with_its_fault(staff_client, broken):
    page = staff_client(Role.ADMINISTRATOR).get("/admin/rule-packs").text
    assert "Refused packs" in page
    assert "final_response" in page


@pytest.mark.parametrize("place", ["cn", "us", "gb"])
def test_a_pack_is_read_in_both_languages_with_its_sources_and_cases(staff_client, place):
    page = staff_client(Role.ADMINISTRATOR).get(f"/admin/rule-packs/{place}").text
    assert 'class="sub" lang="zh-CN"' in page
    assert 'class="sub" lang="en"' in page
    assert 'id="law-' in page
    assert "Worked cases" in page


def test_what_a_pack_does_not_hold_is_said_on_both_pages(staff_client):
    client = staff_client(Role.ADMINISTRATOR)
    for address in ("/admin/rule-packs", "/admin/rule-packs/us"):
        assert "No rule of a single state" in client.get(address).text
