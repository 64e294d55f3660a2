"""Sealed files in a bucket of an S3 service, for installations of several machines."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from portal.config import BadSetting, Settings


class Bucket:
    """Files in a bucket; the service sees sealed bytes and random names only."""

    def __init__(self, store: S3Store) -> None:
        self.store = store

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The bucket that was set; keys left blank are looked for where the machine keeps its own."""
        bucket, _, prefix = settings.evidence_store.removeprefix("s3://").partition("/")
        if not bucket:
            raise BadSetting("evidence_store must be a folder or s3://bucket/prefix.")
        given = {
            "region": settings.evidence_s3_region,
            "endpoint": settings.evidence_s3_endpoint,
            "access_key_id": settings.evidence_s3_key_id,
            "secret_access_key": settings.evidence_s3_secret,
        }
        return cls(
            S3Store(
                bucket,
                prefix=prefix.strip("/") or None,
                config={name: value for name, value in given.items() if value},
                client_options={
                    "allow_http": settings.evidence_s3_endpoint.startswith("http://"),
                    "timeout": "60s",
                    "connect_timeout": "5s",
                },
                retry_config={"max_retries": 2},
            )
        )

    def keep(self, part: Path, name: str) -> None:
        """Hand a finished file to the service; only then is it gone from here."""
        try:
            obstore.put(self.store, name, part)
        except BaseError as problem:
            raise OSError(
                f"the store of files does not answer: {type(problem).__name__}"
            ) from problem
        part.unlink()

    def read(self, name: str) -> Iterator[bytes]:
        """The sealed bytes, a piece at a time."""
        try:
            for piece in obstore.get(self.store, name).stream():
                yield bytes(piece)
        except FileNotFoundError:
            raise
        except BaseError as problem:
            raise OSError(
                f"the store of files does not answer: {type(problem).__name__}"
            ) from problem

    def remove(self, name: str) -> None:
        """Destroy a file."""
        try:
            obstore.delete(self.store, name)
        except FileNotFoundError:
            return
        except BaseError as problem:
            raise OSError(
                f"the store of files does not answer: {type(problem).__name__}"
            ) from problem

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every file with the moment it was put there."""
        for some in obstore.list(self.store):
            for one in some:
                yield one["path"], one["last_modified"]

    def trouble(self) -> str:
        """What an operator must mend."""
        try:
            next(iter(obstore.list(self.store)), None)
        except (BaseError, OSError) as problem:
            return f"the store of files does not answer: {type(problem).__name__}"
        return ""
