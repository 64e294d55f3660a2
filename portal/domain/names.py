"""Names and numbers as they are compared: without regard to capitals, width and spaces, on every database alike."""

import unicodedata

#: A name is longer than this only where somebody means harm; compared it is by its beginning.
LONGEST = 200


def folded(value: object) -> str:
    """How a name or number is compared with others: É is é, ＡＢＣ is abc. Databases do not agree on that."""
    text = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return " ".join(text.split())[:LONGEST]
