"""Fields of choice: one of several, one of a long list, any number; only what the page offered is taken."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.web.fields.text import Words

Options = dict[str, Words]


class OneOf(RadioField):
    """One choice of several, with nothing chosen beforehand."""

    def __init__(
        self,
        label: Words,
        options: Options,
        missing: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, choices=chosen_from(options), validate_choice=False, **kwargs)
        self.missing = missing
        #: What may be chosen; the words of the choices are made when the page shows them.
        self.known: Options = options

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A form that was sent without this answer has no answer, whatever was kept before."""
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        if self.data in self.known:
            return
        if self.data or self.missing:
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        self.data = ""

    def offer(self, options: Options) -> None:
        """Offer these choices on this page instead of all of them."""
        self.choices, self.known = chosen_from(options), options


class Pick(OneOf, SelectField):
    """One choice of a long list, the first of it empty."""

    widget = SelectField.widget
    option_widget = SelectField.option_widget

    def offer_groups(self, groups: Mapping[Words, Options]) -> None:
        """Offer these choices under headings, after an empty one."""
        self.choices = lambda: (
            [SelectChoice(value="", label="")]
            + [
                SelectChoice(value=value, label=str(label), optgroup=str(heading))
                for heading, options in groups.items()
                for value, label in options.items()
            ]
        )
        self.known = {"": ""} | {
            value: label for options in groups.values() for value, label in options.items()
        }


class AnyOf(SelectMultipleField):
    """Any number of choices, ticked one by one."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: Words,
        options: Options,
        missing: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, choices=chosen_from(options), validate_choice=False, **kwargs)
        self.missing = missing
        #: What may be chosen; the words of the choices are made when the page shows them.
        self.known: Options = options

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        if not all(one in self.known for one in self.data or ()):
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        if self.missing and not self.data:
            raise ValidationError(str(self.missing))

    def offer(self, options: Options) -> None:
        """Offer these choices on this page instead of all of them."""
        self.choices, self.known = chosen_from(options), options


def chosen_from(options: Options) -> Any:  # noqa: ANN401 - the library wants a list or a callable
    """The options as the library wants them, translated when the page is made."""
    return lambda: [SelectChoice(value=value, label=str(label)) for value, label in options.items()]
