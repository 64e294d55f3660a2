"""What a form brought, to be shown back to whoever typed it when the form could not be taken."""

from flask import request

#: Never shown back, whoever asks.
SECRET_FIELDS = frozenset({"csrf_token", "password", "code", "receipt_code"})


def typed_here() -> list[tuple[str, str]]:
    """Everything this form brought that may be shown back."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name not in SECRET_FIELDS]
