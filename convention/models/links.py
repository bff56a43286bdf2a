"""Layers of links: what the words of a provision refer to, which terms are defined where, and where they are used.

Made from the words when a text comes in (convention/links.py), and made again when the list of exclusions changes.
`start` and `end` are places in the plain words of the provision's text, without its marks.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convention.models.text import Edition, Instrument


class Reference(models.Model):
    """A reference to a provision of the same text (with `until`, to all from the one to the other), or to another."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="references", verbose_name=_("edition"))
    eid = models.CharField(_("in"), max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    target = models.CharField(_("to"), max_length=120, blank=True)
    until = models.CharField(_("up to"), max_length=120, blank=True)
    instrument = models.CharField(_("other instrument"), max_length=200, blank=True)

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(fields=["edition", "eid", "start"], name="reference_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="reference_has_words"),
            models.CheckConstraint(
                condition=(Q(target="") & ~Q(instrument="") & Q(until="")) | (~Q(target="") & Q(instrument="")),
                name="reference_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.eid} → {self.target or self.instrument}"


class Term(models.Model):
    """A defined term: its words, where they are defined, and the part of the text for which the definition holds."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="terms", verbose_name=_("edition"))
    slug = models.SlugField(_("slug"), max_length=80)
    words = models.CharField(_("words"), max_length=80)
    eid = models.CharField(_("defined in"), max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    scope = models.CharField(_("holds in"), max_length=120, blank=True, help_text=_("eId; empty for the whole text"))

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("defined term")
        verbose_name_plural = _("defined terms")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="term_slug_unique"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="term_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class TermUse(models.Model):
    """A place where a term is used."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="uses", verbose_name=_("term"))
    eid = models.CharField(_("in"), max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["term", "pk"]
        verbose_name = _("use of a term")
        verbose_name_plural = _("uses of terms")
        constraints = [
            models.UniqueConstraint(fields=["term", "eid", "start"], name="term_use_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="term_use_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id}: {self.eid}"


class TermExclusion(models.Model):
    """Words in which no term is meant, such as "of course" where "course" is defined. One that is off counts not."""

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="term_exclusions", verbose_name=_("instrument")
    )
    words = models.CharField(_("words"), max_length=120, help_text=_("A term itself, or words around it."))
    eid = models.CharField(
        _("only in"), max_length=120, blank=True, help_text=_("eId of a provision, such as art_12; empty everywhere")
    )
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["instrument", "words", "eid"]
        verbose_name = _("words that are no term")
        verbose_name_plural = _("words that are no terms")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "words", "eid"], name="term_exclusion_once"),
            models.CheckConstraint(condition=~Q(words=""), name="term_exclusion_has_words"),
        ]

    def __str__(self) -> str:
        return self.words
