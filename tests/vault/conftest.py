import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.models.keys import TicketKey
from portal.vault.keys import Keyring

# A busy machine is slow now and then; that is no fault of the rule under test.
settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")


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
