"""The form on which a signer changes the words of an entry; a moderator reads them before they stand."""

from typing import Any

from signatories import checks
from signatories.forms import SignForm
from signatories.models import Kind, Statement

# Of an entry what its signer wrote, in the order in which it is shown.
WORDS = (
    *("name", "affiliation", "representative", "representative_role", "country"),
    *("statement", "statement_text", "statement_articles"),
)
NOT_OF = {Kind.PERSON: ("representative", "representative_role"), Kind.ORGANISATION: ("affiliation",)}


class AmendForm(SignForm):
    """The words that may change. Who signs, and from which address, stays as it was."""

    nonce = subject = opened = None  # against programs: none comes as far as here

    def __init__(self, *args: Any, kind: str, **kwargs: Any):
        only = [name for name in (*WORDS, "provisions") if name not in NOT_OF[Kind(kind)]]
        super().__init__(*args, only=only, **kwargs)

    def words(self) -> dict[str, Any]:
        """What was typed, by the names of the model's fields."""
        data = self.cleaned_data
        return {name: data[name] for name in WORDS if name in self.fields} | {
            "statement": Statement.NONE if data["statement"] == "none" else data["statement"],
            "statement_articles": data["provisions"],
        }

    def holds(self) -> list[str]:
        """Why a moderator should look twice."""
        data = self.cleaned_data
        others = ("affiliation", "representative", "representative_role")
        return checks.holds(name=data["name"], others=tuple(data[name] for name in others if name in data))
