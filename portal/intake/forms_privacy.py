"""The last pages: how private the report is, who the person is, and the last look before sending."""

from typing import ClassVar

from flask_babel import gettext
from wtforms import HiddenField
from wtforms.validators import ValidationError

from portal.intake.forms_base import Page
from portal.web.fields import AnyOf, OneOf, Text, Words
from portal.web.locale import later as _l
from portal.web.locale import later_in as _p

CONFID: dict[str, Words] = {
    "confidential": _l("Confidential (recommended)"),
    "open": _p("privacy", "Open"),
    "anonymous": _l("Anonymous"),
}
#: What each choice means, and in the same breath what it costs.
CONFID_MEANS: dict[str, Words] = {
    "confidential": _l(
        "The investigating team knows who I am. The agency and the collector do not, "
        "unless I agree later. The story itself can still show who you are."
    ),
    "open": _l(
        "You may tell the collector’s company who I am, so that they can find the calls. "
        "They will then know that you reported."
    ),
    "anonymous": _l(
        "I give no name. You reply only with the code. We may not be able to find your calls."
    ),
}


class Privacy(Page):
    """Who may know who the person is."""

    heading: ClassVar[Words] = _l("How private should this be?")
    means: ClassVar[dict[str, Words]] = CONFID_MEANS
    confid = OneOf(heading, CONFID, _l("Select how private this should be"))
    training = AnyOf(
        _l("May we also use it like this?"),
        {
            "yes": _l(
                "You may use my report for training, with everything that shows who I am taken out"
            )
        },
    )


class AboutYou(Page):
    """The name, asked last and only of those who did not choose to stay anonymous."""

    heading: ClassVar[Words] = _l("About you")
    name = Text(
        _l("Your name"), 120, _l("Enter your name, or go back and choose Anonymous"),
        description=_l("Any name you use. We check who you are only if the answer would show account details."),
    )  # fmt: skip
    relationship = Text(
        _l("What is your connection with the account?"),
        100,
        description=_l("For example: it is mine, it is my parent’s."),
    )

    joint_name = Text(
        _l("Name of anyone who sends this together with you"),
        120,
        description=_l("For example the other holder of the account. We answer you both."),
    )
    joint_agrees = AnyOf(
        _l("Their agreement"), {"yes": _l("They know what is sent here and agree to it")}
    )

    def prepare(self) -> None:
        """Ask for the person’s own name, also where somebody else writes for them."""
        if self.saved.get("who", {}).get("who") == "represent":
            self.name.label.text = _l("Name of the person you help")
            self.name.missing = _l("Enter their name, or go back and choose Anonymous")

    def validate_joint_agrees(self, field: AnyOf) -> None:
        """Nobody complains without knowing."""
        if self.joint_name.data and not field.data:
            raise ValidationError(str(gettext("Confirm that they know about this and agree")))

    def validate_joint_name(self, field: Text) -> None:
        """An agreement belongs to somebody."""
        if self.joint_agrees.data and not field.data:
            raise ValidationError(str(gettext("Enter the name of the person who agrees")))


class Check(Page):
    """The last look before sending; carries the one-time id the receipt code is made from."""

    heading: ClassVar[Words] = _l("Check your answers")
    # Nobody sees it; without a word of its own the library would read its translations for one.
    submission_id = HiddenField("")
