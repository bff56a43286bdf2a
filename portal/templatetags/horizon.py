"""Template tag for the drawing of the home page."""

from django import template

from portal import drawings

register = template.Library()
register.simple_tag(drawings.horizon)
