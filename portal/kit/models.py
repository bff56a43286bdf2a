"""The record of what was done: one row for each change of state that a verb made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VerbEvent(models.Model):
    """Who did what to which row, when and why. Written by `portal.kit.records.record`, never changed nor deleted.

    No foreign keys, so that nothing here can block an erasure; no names, addresses or texts, so that none has to
    be erased here. A trigger of the database refuses every UPDATE and DELETE.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    by = models.CharField(
        _("by"), max_length=40, help_text=_("“user:” and an account's number, or a part of the site")
    )
    verb = models.CharField(_("verb"), max_length=60)
    subject = models.CharField(
        _("subject"), max_length=60, help_text=_("app and model, such as signatories.signature")
    )
    subject_id = models.BigIntegerField(_("number of the subject"))
    before = models.CharField(_("state before"), max_length=30, blank=True)
    after = models.CharField(_("state after"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=60, blank=True, help_text=_("a code, never free text"))
    detail = models.JSONField(_("detail"), default=dict, blank=True, help_text=_("counts and codes alone"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("entry on record")
        verbose_name_plural = _("on record")
        indexes = [models.Index(fields=["subject", "subject_id", "at"], name="verbevent_subject")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(by=""), name="verbevent_names_who"),
            models.CheckConstraint(condition=~models.Q(verb=""), name="verbevent_names_what"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.subject_id}"
