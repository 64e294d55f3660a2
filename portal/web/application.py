"""The application as the library knows it, without what it would make anew for every request."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class OneSigner(SecureCookieSessionInterface):
    """Signed cookies as ever, by a signer that is made once for a key."""

    def __init__(self) -> None:
        self._made: tuple[Any, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of this application; a new one after its key was changed."""
        keys = app.secret_key, app.config.get("SECRET_KEY_FALLBACKS")
        known, signer = self._made
        if signer is None or known != keys:
            signer = super().get_signing_serializer(app)
            self._made = keys, signer
        return signer


class Portal(Flask):
    """The portal. None of its functions is asynchronous, so nothing is asked whether it is."""

    def __init__(self, *words: Any, **options: Any) -> None:  # noqa: ANN401 - the library's own
        super().__init__(*words, **options)
        self.session_interface = OneSigner()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func
