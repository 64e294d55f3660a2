import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.models.keys import TicketKey
from portal.vault.keys import Keyring


@pytest.fixture(scope="session")
def ring():
    return Keyring.new()


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    TicketKey.metadata.create_all(engine, tables=[TicketKey.__table__])
    with Session(engine) as opened:
        yield opened
    engine.dispose()
