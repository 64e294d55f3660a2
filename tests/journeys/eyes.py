"""Looking at a page as people with different eyes, hands and screens do: axe, and what it misses."""

from pathlib import Path
from typing import Any

from tests.journeys.shown import Shown

LOOKS = Path(__file__).with_name("looks.js").read_text("utf-8")
#: WCAG 1.4.12: whoever needs wider text must lose nothing.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A page has at most so many stops of Tab in its first part that this looks at.
STOPS = 40


def ready(page: Any) -> None:
    """Bring the eyes into the page, once."""
    if not page.evaluate("() => Boolean(window.eyes && window.axe)"):
        from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 - an extra package

        page.evaluate(AXE_SCRIPT)
        page.evaluate(LOOKS)


def faults_of(page: Any) -> list[str]:
    """What is wrong at this width."""
    ready(page)
    # What happens to stand under the bar that stays on top is no fault of the page.
    page.evaluate("() => window.scrollTo(0, 0)")
    seen = page.evaluate(
        "(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] }).then((r) =>"
        " r.violations.map((v) => `${v.id}: ${v.help}: ` +"
        " v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(' | ')))",
        RULES,
    )
    own = page.evaluate("() => [...eyes.wide(), ...eyes.small(), ...eyes.words()]")
    return [*seen, *own]


def spaced(page: Any) -> list[str]:
    """What is wrong once the text is wider."""
    page.evaluate(
        "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [s]; }",
        SPACING,
    )
    found: list[str] = page.evaluate("() => [...eyes.wide(), ...eyes.cut()]")
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    return found


def focus_faults(page: Any) -> list[str]:
    """Walk through the page with Tab: every stop is marked, in sight, and after the one before."""
    ready(page)
    page.set_viewport_size({"width": 390, "height": 844})
    faults, last = [], -1
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("() => eyes.focus()")
        if stop is None or stop["place"] < last:
            break
        last = stop["place"]
        if not stop["marked"]:
            faults.append(f"the focus cannot be seen: {stop['at']}")
        if stop["hidden"]:
            faults.append(f"the focus is covered: {stop['at']}")
    if last < 0:
        faults.append("nothing can be reached with Tab")
    return faults


def summary_faults(page: Any, shown: Shown) -> list[str]:
    """Whether the summary of errors has the focus, its links lead to fields, and the title says so."""
    if shown.template.startswith("security/"):
        return []  # The library's pages say one sentence above the form.
    links = page.locator(".errsum a")
    if not links.count():
        return [f"no error summary: {page.locator('main').inner_text()[:200]}"]
    found = []
    if page.evaluate("() => document.activeElement.id") != "errsum":
        found.append("the summary of errors does not have the focus")
    if not page.title().startswith(("Error: ", "错误：", "錯誤：")):
        found.append(f"the title does not begin with the error: {page.title()}")
    said = " ".join(page.locator(".err").all_inner_texts())
    found += [fault for link in links.all() for fault in link_faults(page, link, said)]
    if not found:
        links.first.click()
        target = (links.first.get_attribute("href") or "").removeprefix("#")
        if page.evaluate("() => document.activeElement.id") != target:
            found.append(f"the first link of the summary does not bring the focus to {target}")
    return found


def link_faults(page: Any, link: Any, said: str) -> list[str]:
    """Whether one link of the summary leads to a field that says the same."""
    target = link.get_attribute("href") or ""
    if not target.startswith("#") or page.locator(f"[id='{target[1:]}']").count() != 1:
        return [f"a link of the summary leads nowhere: {target}"]
    words = link.inner_text().strip()
    return [] if words in said else [f"the field does not say what the summary says: {words}"]
