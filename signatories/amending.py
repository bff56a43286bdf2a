"""The form on which a signer changes the words of an entry; a moderator reads them before they stand."""

from typing import Any

from signatories.forms import SignForm
from signatories.models import Kind
from signatories.verbs import WORDS

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
        return {name: data[name] for name in WORDS if name in self.fields} | self.statement_to_store()
