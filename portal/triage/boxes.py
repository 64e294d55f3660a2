"""The boxes above the queue, written out once for as long as they look the same."""

from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from portal.jurisdictions.load import installed
from portal.triage.service import Filters
from portal.web.locale import choose


def codes() -> list[str]:
    """Every code of conduct that some pack knows."""
    return sorted({code for pack in installed().values() for code in pack.conduct})


def plain(view: str, agencies: dict[str, str]) -> Markup:
    """The boxes of a view while nothing is asked in them."""
    packs = tuple((pack.id, pack.version) for pack in installed().values())
    return _plain(choose(), view, tuple(agencies.items()), packs)


@lru_cache(maxsize=256)
def _plain(
    _language: str,
    view: str,
    agencies: tuple[tuple[str, str], ...],
    _packs: tuple[tuple[str, str], ...],
) -> Markup:
    # What the boxes say depends on nothing else, so old ones are never shown for new ones.
    boxes = current_app.jinja_env.get_template("triage/filters.html").module
    made: Markup = boxes.filters(Filters(view=view), {}, {}, dict(agencies), codes())  # type: ignore[attr-defined] # a macro
    return made
