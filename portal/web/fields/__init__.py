"""The fields of the questions: each says its own error, and nothing typed is changed or lost."""

from portal.web.fields.choice import AnyOf, OneOf, Options, Pick, chosen_from
from portal.web.fields.date import RoughDate, Times, wrong_with
from portal.web.fields.number import Count, PhoneNumbers, phone_digits
from portal.web.fields.text import (
    EmailText,
    LongText,
    Text,
    Words,
    address_problem,
    figure,
    too_long,
)

__all__ = [
    "AnyOf",
    "Count",
    "EmailText",
    "LongText",
    "OneOf",
    "Options",
    "PhoneNumbers",
    "Pick",
    "RoughDate",
    "Text",
    "Times",
    "Words",
    "address_problem",
    "chosen_from",
    "figure",
    "phone_digits",
    "too_long",
    "wrong_with",
]
