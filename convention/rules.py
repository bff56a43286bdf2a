"""Changes to the rules of whose rights: what is written for a category of person, and what it inherits."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convention.cumulation import Applies, article_number, cumulation_of
from convention.exporting.about import document_of
from convention.importing.drafts import enter_rule
from convention.importing.layers import Layers, faults_of
from convention.models import Category, Edition
from convention.rendering import contents_of, enter_applies
from portal.kit.records import record

# A rule as a file of layers has it: {"category", "from", "mode", "articles"?, "changed"?, "excluded"?}.
Rule = dict[str, Any]
Change = tuple[int, Applies | None, Applies | None]


def rules_of(category: Category) -> list[Rule]:
    """The rules of a category, in their order. Two queries."""
    found = []
    for rule in category.rules.prefetch_related("exceptions"):
        exceptions = list(rule.exceptions.all())
        found.append(
            {
                "category": category.slug,
                "from": rule.source,
                "mode": "whole" if rule.whole else "only",
                "articles": list(rule.articles),
                "changed": [{"article": e.article, "by": e.changed_by} for e in exceptions if e.changed_by],
                "excluded": [e.article for e in exceptions if not e.changed_by],
            }
        )
    return found


def code_of(own: list[str], rules: list[Rule]) -> str:
    """A short code of rules, by which one can tell whether they are still those that somebody saw."""
    return hashlib.sha256(json.dumps([own, rules], sort_keys=True).encode()).hexdigest()[:20]


def check_rules(*, category: Category, own: list[str], rules: list[Rule]) -> None:
    """Raise ValidationError with every fault of the edition's rules if these were those of the category.

    The checks are those of a file of layers: places that the text does not have, an article that nobody reaches,
    categories that inherit from each other in a circle.
    """
    edition = category.edition
    layers = Layers(institutional=list(edition.institutional))
    for one in edition.categories.all():
        mine = one.pk == category.pk
        kept = own if mine else list(one.own)
        layers.categories.append({"slug": one.slug, "name": one.name, "one": one.one, "own": kept})
        layers.rules += rules if mine else rules_of(one)
    if faults := faults_of(layers, document_of(edition)):
        raise ValidationError(faults)


def what_changes(*, category: Category, own: list[str], rules: list[Rule]) -> list[Change]:
    """Each article that would apply otherwise to the category: its number, how it applies now, and how it would.

    Nothing is kept. The rules were checked before.
    """
    edition = category.edition
    edition.contents = contents_of(edition)  # for a draft, in memory alone
    before = cumulation_of(edition).tables[category.slug]
    with transaction.atomic():
        _enter(category, own, rules)
        after = cumulation_of(edition).tables[category.slug]
        transaction.set_rollback(True)
    category.refresh_from_db(fields=["own"])

    def how(table: dict[int, Applies], number: int) -> tuple[str, int | None]:
        found = table.get(number)
        return (str(found.relation), found.changed_by) if found else ("", None)

    numbers = sorted(before.keys() | after.keys())
    return [(n, before.get(n), after.get(n)) for n in numbers if how(before, n) != how(after, n)]


def keep_rules(*, pk: int, by: Any, own: list[str], rules: list[Rule], as_seen: str) -> Category:
    """Put these in the place of a category's rules; readers of its edition see it at once.

    `as_seen` is code_of what stood there when the change was shown. Raises ValidationError where something else
    stands there now, and where check_rules does. Files that were made of the edition hold no rules.
    """
    with transaction.atomic():
        category = Category.objects.select_related("edition__instrument").get(pk=pk)
        Edition.objects.select_for_update().get(pk=category.edition_id)
        category.refresh_from_db(fields=["own"])
        if code_of(category.own, rules_of(category)) != as_seen:
            raise ValidationError(_("Somebody changed these rules in the meantime. Look at what would change again."))
        check_rules(category=category, own=own, rules=rules)
        before = category.rules.count()
        _enter(category, own, rules)
        if category.edition.contents:
            enter_applies(category.edition)
        record(verb="category.rules", subject=category, by=by, detail={"before": before, "after": len(rules)})
    return category


def _enter(category: Category, own: list[str], rules: Iterable[Rule]) -> None:
    category.own = own
    category.save(update_fields=["own"])
    category.rules.all().delete()
    for place, rule in enumerate(rules, 1):
        enter_rule(category, place, rule)


def spans(eids: Iterable[str]) -> str:
    """Articles as people write them.

    >>> spans(["art_1", "art_2", "art_3", "art_7"])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(map(article_number, eids)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
