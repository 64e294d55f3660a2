"""What the house tests share: where the tree is, and the application without a database."""

from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.config import Settings
from portal.vault.keys import Keyring


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for tests that only look at its pages and never ask the database."""
    settings = Settings(home=tmp_path_factory.mktemp("house"), second_factor=False)
    return create_app(settings, Keyring.new())
