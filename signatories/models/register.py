"""The register of signatures: who signed, with what beside the name, and where an entry stands in its life."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from convention.citing import article_of
from portal.kit.folding import fold, sort_key
from signatories.querysets import SignatureQuerySet, queue_order, waiting_since


class Group(models.TextChoices):
    """The three lists of the register, in the order in which they are shown."""

    COMMISSION = "commission", _("Commission")
    SELECTED = "selected", _("selected")
    PUBLIC = "public", _("public")


class Kind(models.TextChoices):
    PERSON = "person", _("a person")
    ORGANISATION = "organisation", _("an organisation")


class Source(models.TextChoices):
    FOUNDING = "founding", _("the Convention's page")
    SITE = "site", _("signed on this site")
    PAPER = "paper", _("signed on paper, entered by hand")


class Statement(models.TextChoices):
    """What a signatory may add to a signature, in the words of the law of treaties."""

    NONE = "", _("without reservation")
    RESERVATION = "reservation", _("a reservation")
    UNDERSTANDING = "understanding", _("an understanding")
    DECLARATION = "declaration", _("a declaration")
    # The four of the Commission: that one was made is known, its kind and its words are not.
    UNRECORDED = "unrecorded", _("a reservation, understanding or declaration, not on record here")


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("not confirmed")
    PENDING = "pending", _("waits for a moderator")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")


CONFIRMED = (State.PENDING, State.PUBLISHED)  # and not at its end
LIVE = (State.UNCONFIRMED, *CONFIRMED)
# Every column with words of the signer, or that leads to them: an erasure empties them.
ERASED = (
    *("name", "sort_name", "affiliation", "representative", "representative_role", "country"),
    *("email", "email_key", "network", "statement", "statement_text", "note"),
)


class Hold(models.TextChoices):
    """Why a moderator should look twice. A hold never refuses."""

    TRAP = "trap", _("the field that people do not see was filled in")
    LINK = "link", _("a link in a name or an affiliation")
    MARKUP = "markup", _("markup in a name or an affiliation")
    SYMBOLS = "symbols", _("pictures or symbols in a name")
    FAST = "fast", _("sent within three seconds, or not from our page")
    DOMAIN = "domain", _("an address at a blocked or throw-away domain")
    CAPTCHA = "captcha", _("the test against programs failed, or could not be asked")


def hold_labels(codes: list[str]) -> list[str]:
    """Why a row is held, in words."""
    labels = dict(Hold.choices)
    return [str(labels.get(code, code)) for code in codes]


class Reason(models.TextChoices):
    """Why a moderator decided so. Codes alone go on record, so that nothing there has to be erased later."""

    NOT_GENUINE = "not_genuine", _("no real person or organisation")
    NOT_OWN = "not_own", _("entered by someone else")
    DUPLICATE = "duplicate", _("stands here already")
    ABUSE = "abuse", _("insult, advertising or other misuse")
    UNCLEAR = "unclear", _("it cannot be told who signs")
    REQUEST = "request", _("the person or organisation asked for it")
    MISTAKE = "mistake", _("published by mistake")
    OWN_WISH = "own_wish", _("withdrawn by the signer")


def paired(at: str, by: str, model: str = "signature") -> models.CheckConstraint:
    """A date and who did it stand together or not at all."""
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, by: ""}) | (Q(**{f"{at}__isnull": False}) & ~Q(**{by: ""})),
        name=f"{model}_{at}_with_by",
    )


class Signature(models.Model):
    """One entry of the register: a person, an organisation, or (once) two people in one entry."""

    group = models.CharField(_("list"), max_length=12, choices=Group, default=Group.PUBLIC)
    kind = models.CharField(_("who signs"), max_length=12, choices=Kind, default=Kind.PERSON)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.SITE)
    page_entries = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("entries of the Convention's page"),
        default=list,
        blank=True,
        help_text=_("Numbers in its list on the page; two where one person stands there twice."),
    )
    people = models.PositiveSmallIntegerField(_("people in this entry"), default=1)

    name = models.CharField(_("name"), max_length=200, help_text=_("The person, or the organisation. Public."))
    sort_name = models.CharField(
        _("sort name"), max_length=200, help_text=_("The part of the name that it is filed under.")
    )
    affiliation = models.CharField(
        _("affiliation"), max_length=600, blank=True, help_text=_("For identification only. Public.")
    )
    representative = models.CharField(
        _("signed for it by"), max_length=200, blank=True, help_text=_("Of an organisation: who signs for it. Public.")
    )
    representative_role = models.CharField(
        _("role of the signer"), max_length=200, blank=True, help_text=_("Of an organisation. Public.")
    )
    country = CountryField(_("country"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never public."))
    # In place of the address where repetitions are told apart (signatories/keys.py).
    email_key = models.CharField(max_length=64, blank=True, editable=False)
    # The sender's network (signatories/keys.py), for thirty days.
    network = models.CharField(max_length=64, blank=True, editable=False)
    # Links in mails are good for one version of it (signatories/links.py).
    link_version = models.PositiveIntegerField(default=1, editable=False)

    statement = models.CharField(_("signs with"), max_length=14, choices=Statement, blank=True, default=Statement.NONE)
    statement_text = models.TextField(_("words of the statement"), max_length=2000, blank=True)
    statement_articles = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("provisions that the statement names"),
        default=list,
        blank=True,
        help_text=_("eIds, such as art_12"),
    )

    signed_at = models.DateTimeField(
        _("date of signing"), null=True, blank=True, help_text=_("Empty where it is not recorded. Nothing is guessed.")
    )
    publish_consent_at = models.DateTimeField(_("agreed to be published"), null=True, blank=True)
    wants_updates = models.BooleanField(_("wants news by mail"), default=False)
    edition_sha256 = models.CharField(
        _("edition signed"), max_length=64, blank=True, help_text=_("sha256 of its text")
    )

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    held = ArrayField(
        models.CharField(max_length=10, choices=Hold), verbose_name=_("held because of"), default=list, blank=True
    )
    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True)
    rejected_at = models.DateTimeField(_("rejected"), null=True, blank=True)
    rejected_by = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_by = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    erased_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("reason of the last decision"), max_length=20, choices=Reason, blank=True)
    note = models.TextField(
        _("private note"), max_length=1000, blank=True, help_text=_("For those who moderate. Never public.")
    )
    place = models.PositiveSmallIntegerField(
        _("place in the list"),
        null=True,
        blank=True,
        help_text=_("Of a selected public signatory who stands before the others, which follow by letter."),
    )

    # Derived on save; compared byte by byte, so that order and paging are the same on every server.
    sort_key = models.CharField(max_length=420, editable=False, db_collation="C")
    letter = models.CharField(max_length=2, editable=False, db_collation="C")
    search_text = models.TextField(editable=False)
    # The folded name, by which look-alikes are found.
    name_key = models.CharField(max_length=420, editable=False, db_collation="C", default="")
    # Numbers of the articles in statement_articles, so that what was said of one is found by an index.
    articles_named = ArrayField(models.PositiveSmallIntegerField(), default=list, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [
            models.Index(fields=["group", "sort_key", "id"], name="signature_list", condition=Q(state="published")),
            models.Index(fields=["sort_key", "id"], name="signature_register", condition=Q(state="published")),
            models.Index(*queue_order(), name="signature_queue", condition=Q(state="pending")),
            models.Index(waiting_since(), name="signature_oldest", condition=Q(state="pending")),
            models.Index(fields=["published_at"], name="signature_published", condition=Q(state="published")),
            models.Index(fields=["rejected_at"], name="signature_rejected", condition=Q(state="rejected")),
            models.Index(fields=["email_key"], name="signature_address", condition=~Q(email_key="")),
            models.Index(fields=["network"], name="signature_network", condition=~Q(network="")),
            models.Index(fields=["name_key"], name="signature_alike", condition=~Q(name_key="")),
            GinIndex(SearchVector("search_text", config="simple"), name="signature_words"),
            GinIndex(fields=["articles_named"], name="signature_articles", condition=Q(state="published")),
        ]
        constraints = [
            paired("confirmed_at", "confirmed_by"),
            paired("published_at", "published_by"),
            paired("rejected_at", "rejected_by"),
            paired("removed_at", "removed_by"),
            paired("withdrawn_at", "withdrawn_by"),
            paired("erased_at", "erased_by"),
            *(
                models.CheckConstraint(
                    condition=~Q(state=state) | Q(**{f"{state}_at__isnull": False}), name=f"signature_{state}_has_date"
                )
                for state in (State.PUBLISHED, State.REJECTED, State.REMOVED, State.WITHDRAWN)
            ),
            models.CheckConstraint(
                condition=(~Q(name="") & ~Q(sort_key="")) | Q(erased_at__isnull=False), name="signature_has_name"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | (Q(**dict.fromkeys(ERASED, "")) & ~Q(state__in=LIVE)),
                name="signature_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.SITE)
                | Q(state=State.UNCONFIRMED, confirmed_at__isnull=True)
                | (~Q(state=State.UNCONFIRMED) & Q(confirmed_at__isnull=False)),
                name="signature_site_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UNCONFIRMED) | (Q(source=Source.SITE) & ~Q(email_key="")),
                name="signature_unconfirmed_has_address",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="signature_has_people"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="signature_state_known"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="signature_group_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="signature_source_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.ORGANISATION) | Q(kind=Kind.PERSON, representative="", representative_role=""),
                name="signature_person_signs_for_self",
            ),
            models.CheckConstraint(
                condition=Q(
                    statement__in=[Statement.NONE, Statement.UNRECORDED], statement_text="", statement_articles=[]
                )
                | (
                    Q(statement__in=[Statement.RESERVATION, Statement.UNDERSTANDING, Statement.DECLARATION])
                    & ~Q(statement_text="")
                ),
                name="signature_statement_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.SITE)
                | Q(
                    publish_consent_at__isnull=False, signed_at__isnull=False, group__in=[Group.PUBLIC, Group.SELECTED]
                ),
                name="signature_site_has_consent",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.FOUNDING) | (Q(email="") & ~Q(page_entries=[])),
                name="signature_founding_from_page",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1, group=Group.SELECTED),
                name="signature_place_in_selected",
            ),
            # Checked when the transaction ends: an order is changed row by row.
            models.UniqueConstraint(
                fields=["place"], name="signature_place_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["email_key", "kind", "name"],
                condition=Q(state__in=LIVE) & ~Q(email_key=""),
                name="signature_lives_once",
            ),
        ]
        permissions = [
            ("enter_statement", _("Can enter and mend reservations, understandings and declarations")),
            ("export_public", _("Can export the public columns and statistics")),
            ("export_addresses", _("Can export the register with e-mail addresses")),
            ("erase_signature", _("Can erase what is stored with a signature")),
        ]

    def __str__(self) -> str:
        return self.name or str(_("erased entry %(number)s") % {"number": self.pk})

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the columns for order, index and search made anew from the words."""
        self.fill_derived()
        super().save(*args, **kwargs)

    def fill_derived(self) -> None:
        """Make the columns for order, index and search anew. Whoever writes many rows at once calls it for each."""
        # Folding can lengthen a text ("㎞" becomes "km"): cut, so that no name that fits its own column fails here.
        key = sort_key(self.sort_name, self.name) or self.name.casefold()
        self.letter = key[:1].upper()[:2]
        # "!" stands before every letter and figure: who has a place comes first, in every order by this column.
        placed = f"!{self.place:05} {key}" if self.place else key
        self.sort_key = placed[: self._meta.get_field("sort_key").max_length]
        self.name_key = fold(self.name)[: self._meta.get_field("name_key").max_length]
        self.articles_named = sorted({n for eid in self.statement_articles if (n := article_of(eid))})
        self.search_text = fold(
            " ".join([self.name, self.affiliation, self.representative, str(self.country.name or "")])
        )

    @property
    def with_statement(self) -> bool:
        """True where the mark of a reservation, understanding or declaration stands."""
        return bool(self.statement)

    @property
    def statement_url(self) -> str:
        """The address of this signatory's reservation, understanding or declaration."""
        return reverse("signatories:statement", args=[self.pk])
