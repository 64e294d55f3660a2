"""What the pages of this stage show beside questions: the check page, sums of money, who to call."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, gettext

from portal.domain.masking import hide_secrets
from portal.intake import money
from portal.intake.answers import check_rows
from portal.intake.forms import FORMS, Page
from portal.intake.forms_help import INTERVALS
from portal.intake.forms_money import EVERY, Budget, BudgetMore, BudgetPage
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.web.exact import money as exact_money

#: The signs people know; people of one place read one currency, so no country letter is needed.
SIGNS = {"GBP": "£", "USD": "$", "CNY": "¥"}

Saved = Mapping[str, Mapping[str, Any]]


def sections(
    door: str, saved: Saved, today: date, places: tuple[str, ...], place: str
) -> list[dict[str, Any]]:
    """The answers page by page with the questions as they were asked, and the way back to each."""
    shown = []
    for name, _rows in check_rows(door, saved):
        # Shown and not sent from here: it needs no token, and nothing of this request is its answer.
        form = FORMS[name](saved, name, today, places, formdata=None, meta={"csrf": False})
        asked = [(str(field.label.text), said(field, place), field) for field in form.asked()]
        rows = [(label, lines) for label, lines, _field in asked]
        typed = {label for label, _lines, field in asked if is_own_words(field)}
        if isinstance(form, BudgetPage):
            rows = [*(row for row in rows if row[1]), *blank(rows)]
        shown.append({"page": name, "heading": form.heading, "rows": rows, "typed": typed})
    return shown


def blank(rows: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The questions about money that were left blank, in one row: there are many."""
    labels = [label for label, lines in rows if not lines]
    return [(gettext("Not given"), [" · ".join(labels)])] if labels else []


def told_report(
    door: str, saved: Saved, today: date, places: tuple[str, ...], place: str
) -> list[tuple[str, list[tuple[str, list[str], bool]]]]:
    """A report that was sent, as headings with questions and answers; what was left blank is left out.

    Each answer comes with whether it is in the person's own words, or in those of the page.
    """
    # Sealing put two pairs of pages together; the questions of each stand apart again.
    apart = {"helper": saved.get("who", {}), "reach": saved.get("contact", {})}
    parts = sections(door, {**apart, **saved}, today, places, place)
    left = gettext("Not given")
    told = [
        (
            str(part["heading"]),
            [
                (label, lines, label in part["typed"])
                for label, lines in part["rows"]
                if lines and label != left
            ],
        )
        for part in parts
    ]
    return [(heading, rows) for heading, rows in told if rows]


def is_own_words(field: Any) -> bool:  # noqa: ANN401 - any field of a page
    """Whether an answer was typed, hence in the language the person writes; a choice has the page's."""
    return not hasattr(field, "known") and field.type not in ("RoughDate", "MoneyLine", "Amount")


def said(field: Any, place: str = "") -> list[str]:  # noqa: ANN401 - any field of a page
    """An answer in words, as lines; nothing when it was left blank."""
    if hasattr(field, "known"):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return [str(label) for value, label in field.known.items() if value and value in chosen]
    if field.type == "Times":
        return [f"{in_words(row[:3])} {hide_secrets(row[3])}".strip() for row in field.data]
    if field.type == "RoughDate":
        return [in_words(field.data)] if any(field.data) else []
    if field.type in ("MoneyLine", "Amount"):
        return in_money(field.data, place)
    if isinstance(field.data, list):
        return [one for one in field.data if one]
    return [hide_secrets(str(field.data))] if field.data else []


def in_words(boxes: list[str]) -> str:
    """A rough date as this language writes it, as far as it is known."""
    typed = dict(zip("dmy", boxes, strict=True))
    if not typed["y"]:
        return ""
    language = LANGUAGES[str(get_locale())]
    parts = [form.format(typed[part]) for part, form in language.rough_date if typed[part]]
    return language.rough_join.join(parts)


def typed_lines(form: Page) -> list[tuple[str, list[str]]]:
    """What was just typed on a page that can no longer be kept, so that it can be copied."""
    rows = [(str(field.label.text), said(field)) for field in form.asked()]
    return [(label, lines) for label, lines in rows if lines]


def bodies_of(place: str, language: str, kinds: frozenset[str]) -> list[dict[str, Any]]:
    """Bodies of these kinds in a place: name, what they do, numbers to tap; checked entries only."""
    pack = installed().get(place)
    if pack is None:
        return []
    return [
        {
            "name": pack.words(language, "body", body.id),
            "what": pack.words(language, "body", body.id, "what"),
            "phones": body.phones,
            "url": body.url,
            "kind": body.kind,
            "second_hand": body.second_hand(),
        }
        for body in pack.bodies
        if body.kind in kinds and body.may_show()
    ]


def symbol(place: str) -> str:
    """The sign before an amount of money in this place."""
    pack = installed().get(place)
    return SIGNS.get(pack.currency, pack.currency + " ") if pack else ""


def amount(value: int, place: str) -> str:
    """A whole amount with its sign."""
    return f"{'−' if value < 0 else ''}{symbol(place)}{abs(value):,}"


def typed_amount(typed: str, place: str) -> str:
    """An amount as it was typed, written as all amounts are."""
    value = exact_money(typed)
    if value is None:
        return typed
    return f"{symbol(place)}{value:,.{0 if value == value.to_integral_value() else 2}f}"


def each_time(line: Mapping[str, Any], place: str) -> str:
    """An amount and how often it comes or goes."""
    every = EVERY.get(str(line.get("every")), "")
    shown = typed_amount(str(line["amount"]), place)
    return str(gettext("%(amount)s %(every)s", amount=shown, every=every))


def in_money(data: Mapping[str, Any] | str | None, place: str) -> list[str]:
    """An answer about money; nothing when it was left blank."""
    if isinstance(data, Mapping):
        return [each_time(data, place)] if data["amount"] else []
    return [typed_amount(data, place)] if data else []


def with_money(saved: Saved, place: str) -> dict[str, Any]:
    """What the pages about money show: the sums so far, the suggestion, and how far an offer is over."""
    kept = money.budget_of(saved)
    return {
        "sign": symbol(place),
        "budget": kept,
        "sums": {
            "income": amount(kept.income, place),
            "must": amount(kept.must_pay, place),
            "left": amount(kept.left, place),
            "offer": amount(money.suggestion_of(saved), place),
        },
        "suggestion": money.suggestion_of(saved),
        "over": money.over_by(saved),
        "over_words": amount(money.over_by(saved), place),
        "counted": money.was_counted(saved),
    }


def proposal_of(
    saved: Saved, place: str, today: date
) -> tuple[str, list[tuple[str, list[tuple[str, str]], str]]]:
    """A repayment proposal of one page: what comes in, what must be paid, what is left, the offer."""
    kept = money.budget_of(saved)
    month = [
        (gettext("Coming in"), amount(kept.income, place)),
        (gettext("What I must pay to live"), amount(kept.essential, place)),
        (gettext("Debts that come first"), amount(kept.priority, place)),
        (gettext("Other spending"), amount(kept.other, place)),
        (gettext("Left each month"), amount(kept.left, place)),
    ]
    name = str(saved.get("about-you", {}).get("name") or "")
    who = [(gettext("Name"), name)] if name else []
    form = LANGUAGES[str(get_locale())].long_date
    who.append((gettext("Date"), format_date(today, form, locale=get_locale())))
    blocks = [("", who, ""), (gettext("My month"), [*told_lines(saved, place), *month], "")]
    blocks.append((gettext("What I offer"), offer_rows(saved, place), closing(saved, place)))
    return gettext("Repayment proposal"), blocks


def told_lines(saved: Saved, place: str) -> list[tuple[str, str]]:
    """The lines of the budget that were answered, as they were told."""
    rows = []
    for form in (Budget, BudgetMore):
        for _title, names in form.groups.values():
            for name in names:
                kept = saved.get(form.page, {}).get(name) or {}
                if kept.get("amount"):
                    label = getattr(form, name).args[0]
                    rows.append((str(label), each_time(kept, place)))
    return rows


def closing(saved: Saved, place: str) -> str:
    """The closing sentence of a proposal. It says of the offer what is true of it, since creditors reckon."""
    if money.offer_of(saved) is None:
        if suggested(saved):
            return gettext(
                "This is what my budget leaves, less a little for surprises. I ask you to tell me in writing "
                "whether you agree."
            )
        return gettext(
            "I cannot pay now. I ask for a pause, and to stop interest and charges meanwhile."
        )
    asked = gettext(
        "I ask you to confirm it in writing, and stop interest and charges while I keep to it."
    )
    over = money.over_by(saved)
    if not over:
        return asked
    more = gettext(
        "This is %(amount)s more a month than my budget leaves.", amount=amount(over, place)
    )
    return f"{more}{LANGUAGES[str(get_locale())].gap}{asked}"


def suggested(saved: Saved) -> int:
    """What could be paid where no offer was made; nothing where the person says that nothing can."""
    if saved.get("offer", {}).get("offer_kind") == "cannot":
        return 0
    return money.suggestion_of(saved)


def offer_rows(saved: Saved, place: str) -> list[tuple[str, str]]:
    """The offer in rows; what is suggested where none was made."""
    page, line = saved.get("offer", {}), money.offer_of(saved)
    if line is None:
        left = suggested(saved)
        words = (
            gettext("%(amount)s a month", amount=amount(left, place))
            if left
            else gettext("None now")
        )
        return [(gettext("Amount"), words)]
    every = dict(INTERVALS).get(line.every.value, "")
    rows = [(gettext("Amount"), f"{symbol(place)}{line.amount:,} · {every}")]
    if page.get("offer_day"):
        rows.append((gettext("Day of the month"), str(page["offer_day"])))
    if page.get("offer_months"):
        rows.append((gettext("Number of months"), str(page["offer_months"])))
    return rows
