"""What every page of questions shares: its heading, its answers, and what was answered before."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, NoReturn

from wtforms.fields.core import Flags, Label

from portal.intake.pages import unfinished
from portal.web.fields import Count, PhoneNumbers, RoughDate, Words
from portal.web.forms import PortalForm

#: What a field has of the form it stands on.
_OF_A_FORM = frozenset({"meta", "_form", "_translations", "label"})

Saved = Mapping[str, Mapping[str, Any]]


class FixedFlags(Flags):  # type: ignore[misc] # the library has no types
    """Marks of a field that all forms of its page share, so that none of them may change one."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise TypeError("marks of a question are the same for everybody")


class Made(NamedTuple):
    """A field as the library makes it, without anything of a request: what each form begins with."""

    kept: dict[str, Any]
    label: tuple[str, Any]


class Page(PortalForm):
    """A page of questions. What was answered on other pages decides what is asked here."""

    class Meta(PortalForm.Meta):
        """How fields of questions are bound: made once, and for each form a field of its own."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's signature
            """A fresh field; nothing one page changes on it can reach another."""
            made: Made | None = getattr(unbound_field, "made", None)
            if made is None or options.get("prefix"):
                field = super().bind_field(form, unbound_field, options)
                unbound_field.made = None if options.get("prefix") else made_of(field)
                return field
            field = object.__new__(unbound_field.field_class)
            field.__dict__.update(made.kept, meta=form.meta, _form=form)
            field.label = Label(*made.label)
            if options.get("translations") is not None:
                field.__dict__["_translations"] = options["translations"]
            return field

    #: The heading of the page; a page of one question has that question as its heading.
    heading: ClassVar[Words] = ""
    #: A sentence below the heading.
    lead: ClassVar[Words] = ""

    def __init__(
        self,
        saved: Saved,
        page: str,
        today: date,
        places: tuple[str, ...] = (),
        **options: Any,  # noqa: ANN401 - the library's own, for doors without a browser
    ) -> None:
        self.saved, self.today, self.places = saved, today, places
        # What was saved half written is shown again, and is no answer yet.
        before = saved.get(page) or saved.get(unfinished(page), {})
        super().__init__(data=_boxes(before), **options)
        self.prepare()

    def prepare(self) -> None:
        """Take out what this person is not asked."""

    def asked(self) -> list[Any]:
        """The fields of this page in their order, without the ones nobody sees."""
        return [field for field in self if field.name != "csrf_token"]

    def answers(self) -> dict[str, Any]:
        """What was answered, ready to be kept: text, lists and whole numbers."""
        kept: dict[str, Any] = {}
        for field in self.asked():
            if isinstance(field, RoughDate):
                kept.update(
                    {
                        f"{field.name}_{part}": box
                        for part, box in zip("dmy", field.data, strict=True)
                    }
                )
            elif isinstance(field, Count):
                kept[field.name] = field.number
            elif isinstance(field, PhoneNumbers):
                kept[field.name] = field.given
            else:
                kept[field.name] = field.data
        return kept


def made_of(field: Any) -> Made:  # noqa: ANN401 - any field
    """What the next forms begin with. They share it, so nothing in it can be changed in place."""
    kept = {name: fixed(value) for name, value in vars(field).items() if name not in _OF_A_FORM}
    return Made(kept, (field.label.field_id, field.label.text))


def fixed(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """The same, to be read only."""
    if isinstance(value, Flags):
        flags = FixedFlags()
        vars(flags).update(vars(value))
        return flags
    if isinstance(value, list | set):
        return tuple(value)
    return MappingProxyType(value) if isinstance(value, dict) else value


def _boxes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as the boxes show them again."""
    shown = {name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
             for name, value in values.items()}  # fmt: skip
    if "date_y" in values:
        shown["date"] = [values.get(f"date_{part}") or "" for part in "dmy"]
    return shown
