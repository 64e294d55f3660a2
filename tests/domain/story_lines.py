"""Sentences of stories with brackets around the words that must be marked, and who reads them."""

import re

from portal.jurisdictions.signs import shared_reader

READER = shared_reader()


def marked(line):
    """The sentence without its brackets, and the places of the bracketed words."""
    text, places = "", []
    for piece in re.split(r"(\[[^]]+\])", line):
        if piece.startswith("["):
            places.append((len(text), len(text) + len(piece) - 2))
            text += piece[1:-1]
        else:
            text += piece
    return text, places


def covered(cues, start, end):
    return any(cue.start <= start and end <= cue.end for cue in cues)


def require_marked(code, line):
    """Fail unless this conduct is suggested, its cues are words of the line, and one is in the brackets."""
    text, places = marked(line)
    cues = READER.read(text).conduct.get(code, ())
    assert all(text[cue.start : cue.end] == cue.text for cue in cues)
    assert any(covered(cues, *place) for place in places), (text, cues)
