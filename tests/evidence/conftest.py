"""A person who adds files, and a worker who looks at them."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from portal.jobs import files
from portal.models import EvidenceFile
from portal.web.db import db
from tests.intake.conftest import Person

#: Where files are added to a report.
PAGE = "/report/evidence"


class Sender(Person):
    """Somebody who filled in the pages up to the files, and adds some."""

    def begin(self):
        self.has("evidence")
        return self

    def add(self, *given, path="/report/evidence", upload="1", **more):
        data = {**more, "_end": "1"}
        if upload:
            data["upload"] = upload
        sent = [FileStorage(io.BytesIO(content), name, "files") for name, content in given]
        boundary, body = encode_multipart(MultiDict({**data, "files": sent}))
        return self.client.post(
            path, data=body, content_type=f"multipart/form-data; boundary={boundary}"
        )


@pytest.fixture
def sender(app):
    return Sender(app).begin()


@pytest.fixture(params=["en", "zh-CN"])
def both(app, request):
    return Sender(app, request.param).begin()


@pytest.fixture
def work(app, settings, keyring, clock):
    """One round of the worker; gives how many files it looked at."""

    def go(clamd=""):
        room = files.Room.of(settings)
        room = files.Room(room.store, room.folder, clamd)
        with app.app_context():
            return files.look_at_due(sessionmaker(db.engine), keyring, room, clock())

    return go


@pytest.fixture
def rows(app):
    """All rows of files, the oldest first."""

    def read():
        with app.app_context():
            query = select(EvidenceFile).order_by(EvidenceFile.added_at, EvidenceFile.id)
            found = list(db.session.scalars(query))
            db.session.expunge_all()
            return found

    return read


@pytest.fixture
def stored(settings):
    """The names of all files in the store, and of those still arriving."""

    def read():
        folder = settings.evidence_folder
        return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())

    return read
