"""Where templates, static files and migrations lie: beside portal/ in a checkout, inside it once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _place(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


TEMPLATES = _place("templates")
STATIC = _place("static")
MIGRATIONS = _place("migrations")
TRANSLATIONS = _PACKAGE / "translations"
JURISDICTIONS = _PACKAGE / "jurisdictions"
