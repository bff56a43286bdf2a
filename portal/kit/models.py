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


class Letter(models.Model):
    """A mail that is to be sent, or was sent. What it says is made when it is sent, from the row that it is about.

    So neither this table nor the queue of jobs holds a name, an address or a text (see portal/kit/letters.py).
    """

    kind = models.CharField(_("kind"), max_length=40, help_text=_("app and letter, such as signatories.confirm"))
    subject_id = models.BigIntegerField(_("number of what it is about"))
    to_key = models.CharField(max_length=64, blank=True, editable=False, help_text=_("code of the address"))
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    due_at = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["kind", "subject_id"], name="letter_subject"),
            models.Index(fields=["due_at"], name="letter_waits", condition=models.Q(sent_at=None)),
            models.Index(fields=["to_key", "created_at"], name="letter_address", condition=~models.Q(to_key="")),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(kind=""), name="letter_has_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
