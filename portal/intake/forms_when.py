"""When and how it happened, this time and other times."""

from typing import ClassVar

from portal.intake.forms_base import Page
from portal.web.fields import AnyOf, Count, LongText, OneOf, PhoneNumbers, RoughDate, Times, Words
from portal.web.locale import later as _l


class When(Page):
    """When and how it happened."""

    heading: ClassVar[Words] = _l("When and how did it happen?")
    timing = OneOf(
        _l("When did it happen?"),
        {
            "once": _l("Once"),
            "several": _l("Several times"),
            "ongoing": _l("It is still happening"),
            "unsure": _l("I do not know"),
        },
        _l("Select when it happened, or ‘I do not know’"),
    )
    date = RoughDate(
        _l("Date of the most recent time"),
        description=_l("For example 27 3 2026. Leave the day empty if unsure."),
    )
    time_of_day = OneOf(
        _l("About what time?"),
        {
            "before_8": _l("Before 8am"),
            "8_18": _l("8am to 6pm"),
            "18_21": _l("6pm to 9pm"),
            "21_22": _l("9pm to 10pm"),
            "after_22": _l("After 10pm"),
            "unsure": _l("I do not know"),
        },
    )
    channel = AnyOf(
        _l("How did they contact you?"),
        {
            "phone": _l("Phone"),
            "text": _l("Text message"),
            "app": _l("WeChat, WhatsApp or other app"),
            "email": _l("Email"),
            "letter": _l("Letter"),
            "home": _l("At my home"),
            "work": _l("At my work"),
            "others": _l("Through someone else"),
            "social": _l("Social media"),
        },
        _l("Select how they contacted you"),
        description=_l("Select all that apply."),
    )
    from_number = PhoneNumbers(
        _l("What number called you?"),
        description=_l("Look in your call list. Add more than one if needed."),
    )
    to_whom = AnyOf(
        _l("Who did they reach?"),
        {
            "me": _l("Me"),
            "family": _l("Family"),
            "friend": _l("Friend"),
            "neighbour": _l("Neighbour"),
            "work": _l("My work"),
            "other": _l("Someone else"),
        },
    )
    count_week = Count(
        _l("In the worst 7 days, how many times?"), description=_l("A guess is fine.")
    )
    count_day = Count(_l("On the worst day, how many times?"), description=_l("A guess is fine."))
    story = LongText(_l("Anything else about what happened?"), 4000)


class OtherTimes(Page):
    """Other times it happened, each with as much of its date as is remembered."""

    heading: ClassVar[Words] = _l("Do you remember other times?")
    lead: ClassVar[Words] = _l("You can skip this page. A year, or a month and a year, is enough.")
    times = Times(_l("Other times it happened"))
