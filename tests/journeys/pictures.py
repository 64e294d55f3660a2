"""Pictures of every page, for looking at: `python -m tests.journeys.pictures FOLDER [NAME ...]`.

Each page of the catalogue is opened as its reader would, in every language, on a telephone and on a
desk. Names of the catalogue choose some of the pages; errors are shown where a page has them.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portal.languages import TAGS
from tests.journeys.catalogue import PAGES
from tests.journeys.conftest import running, started
from tests.journeys.installation import Installation
from tests.journeys.looking import empty_and_send, open_page
from tests.journeys.people import Crowd
from tests.journeys.reached import Reached
from tests.journeys.shown import Shown

WIDTHS = (390, 1280)
#: A page that looks like a colour print in so many colours still reads well and weighs a third.
COLOURS = 96
#: Whole books of law are drawn down to here; a browser takes minutes over a picture of all of them.
LONGEST = 9_000


def main(folder: str, *names: str) -> int:
    """Draw the pages asked for, or all of them."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in PAGES if not names or one.name in names]
    if not wanted:
        print(f"No page has such a name. There are: {', '.join(one.name for one in PAGES)}")
        return 2
    with TemporaryDirectory() as home:
        for portal in running(Installation(Path(home), tickets=300)):
            for browser in started():
                draw_all(browser, portal, place, wanted)
    print(f"The pictures are in {place}.")
    return 0


def draw_all(browser: Any, portal: Installation, place: Path, wanted: Iterable[Shown]) -> None:
    """Draw every page in every language."""
    prepared = Reached(Crowd(browser, portal, "en"))
    for shown in wanted:
        for language in TAGS:
            crowd = replace(prepared.crowd, language=language, contexts=[])
            draw(prepared.seen_by(crowd), shown, place, TAGS[language])
            crowd.go_home()


def draw(reached: Reached, shown: Shown, place: Path, tag: str) -> None:
    """Draw one page in one language at each width, and again with its errors."""
    page = open_page(reached, shown)
    take(page, place, f"{shown.name}.{tag}")
    if shown.wrong is not None:
        empty_and_send(page, reached.address(shown.form), shown.wrong)
        take(page, place, f"{shown.name}.wrong.{tag}")


def take(page: Any, place: Path, name: str) -> None:
    """One picture for each width, in few colours."""
    from PIL import Image  # noqa: PLC0415 - only who draws needs it

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        path = place / f"{name}.{width}.png"
        height = min(page.evaluate("() => document.documentElement.scrollHeight"), LONGEST)
        seen = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=path, full_page=True, clip=seen, timeout=120_000)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
