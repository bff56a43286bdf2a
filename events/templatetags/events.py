"""Filters of the events' templates."""

from django import template

from events import words
from portal.kit.svg import num as svg_number

register = template.Library()


@register.filter
def num(value):
    """A coordinate as SVG wants it."""
    return svg_number(value)


@register.filter
def days(event):
    """The event's days with the year."""
    return words.days(event)


@register.filter
def days_of_year(event):
    """The event's days under the heading of its year."""
    return words.days(event, year=False)


@register.filter
def hours(event):
    """The event's local times, or nothing."""
    return words.hours(event)


@register.filter
def degrees(value, sides):
    """A latitude or longitude to two decimals with the letter of its side: 35.68° N. sides: "NS" or "EW"."""
    return f"{abs(value):.2f}° {sides[0] if value >= 0 else sides[1]}"
