"""Template tags for the small drawings of portal.kit.svg."""

from django import template

from portal.kit import svg

register = template.Library()
register.simple_tag(svg.ticks)
register.simple_tag(svg.emblem)
