"""What the house says when it must refuse: one family of named errors, each with a message key.

The key is the English sentence with its blanks named, as in "A {before} ticket cannot be {after}.";
the one place that turns errors into pages translates it and fills the blanks.
"""


class PortalError(Exception):
    """A refusal that a person can be told about: a message key, and what fills its blanks."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        """Show the key alone: the blanks may hold a debtor's words, and errors end up in logs."""
        return self.message


class NotAllowed(PortalError):  # noqa: N818 - read as a sentence: "raise NotAllowed"
    """The rules, or this person's role, do not permit this step now."""


class NotFound(PortalError):  # noqa: N818 - read as a sentence
    """There is no such thing, or none that this person may know of; the two must look alike."""


class Stale(PortalError):  # noqa: N818 - read as a sentence
    """Someone else changed this in the meantime; nothing was overwritten."""


class Incomplete(PortalError):  # noqa: N818 - read as a sentence
    """Something that must be there before this step is missing."""


class Conflicted(PortalError):  # noqa: N818 - read as a sentence
    """The person is too close to the matter (named in it, or decided it before) to act in it."""
