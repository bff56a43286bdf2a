"""What people write to the site: remarks, and requests to correct or remove an entry."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from signatories.models.register import Hold, paired
from signatories.querysets import FeedbackQuerySet


class About(models.TextChoices):
    CONVENTION = "convention", _("the Convention")
    ARTICLE = "article", _("one article")
    SITE = "site", _("this site")


class FeedbackState(models.TextChoices):
    PENDING = "pending", _("waits for a moderator")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("read and closed")
    HIDDEN = "hidden", _("hidden")


class Feedback(models.Model):
    """A remark on the Convention, on an article or on the site. Public if its author and a moderator agreed."""

    about = models.CharField(_("about"), max_length=12, choices=About)
    article = models.PositiveSmallIntegerField(_("article"), null=True, blank=True)
    text = models.TextField(_("remark"), max_length=5000)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never public."))
    may_publish = models.BooleanField(_("may be published"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=FeedbackState, default=FeedbackState.PENDING)
    held = ArrayField(models.CharField(max_length=10, choices=Hold), default=list, blank=True)
    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)
    answer = models.TextField(_("answer"), max_length=5000, blank=True, help_text=_("Public, under the remark."))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    reply = models.TextField(_("reply"), max_length=5000, blank=True, help_text=_("By mail, to its author alone."))
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    replied_by = models.CharField(max_length=40, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("feedback")
        indexes = [
            models.Index(fields=["-id"], name="feedback_remarks", condition=Q(state="published")),
            models.Index(fields=["article", "-id"], name="feedback_of_article", condition=Q(state="published")),
        ]
        constraints = [
            paired("answered_at", "answered_by", model="feedback"),
            paired("replied_at", "replied_by", model="feedback"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="feedback_answer_has_date",
            ),
            models.CheckConstraint(
                # "is not null" has to be said: a check that comes out as NULL lets the row pass.
                condition=Q(about=About.ARTICLE, article__isnull=False, article__gte=1)
                | (~Q(about=About.ARTICLE) & Q(article__isnull=True)),
                name="feedback_names_article",
            ),
            models.CheckConstraint(condition=Q(about__in=About.values), name="feedback_about_known"),
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_has_text"),
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.PUBLISHED) | Q(may_publish=True), name="feedback_public_by_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} · {self.created_at:%Y-%m-%d}"


class Wish(models.TextChoices):
    CORRECT = "correct", _("correct an entry")
    REMOVE = "remove", _("remove an entry")


class CorrectionState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")


class CorrectionRequest(models.Model):
    """A wish to correct or remove an entry of the register, mostly of the founding rows, which have no address."""

    wish = models.CharField(_("wish"), max_length=10, choices=Wish)
    entry_name = models.CharField(_("name as it stands in the register"), max_length=200)
    text = models.TextField(_("what is to be changed"), max_length=2000)
    email = models.EmailField(_("e-mail for the answer"), help_text=_("Never public."))
    state = models.CharField(_("state"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("request to correct or remove")
        verbose_name_plural = _("requests to correct or remove")
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="correction_wish_known"),
            models.CheckConstraint(condition=Q(state__in=CorrectionState.values), name="correction_state_known"),
            models.CheckConstraint(condition=~Q(entry_name=""), name="correction_names_entry"),
            models.CheckConstraint(condition=~Q(email=""), name="correction_has_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_wish_display()} · {self.created_at:%Y-%m-%d}"
