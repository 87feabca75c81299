"""What the forms about people share: choices in words, refusals beside their field, a comparison after a stale tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hearthside.participants.domain.refusals import ParticipantRefused
from hearthside.participants.templatetags.people_words import REFUSALS, Words
from hearthside.ui.forms import HearthForm


class PersonForm(HearthForm):
    """A form about a person; a refusal of the use case lands beside the field it concerns."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    saved_now: Sequence[tuple[Words, Any]] = ()

    def refuse(self, refused: ParticipantRefused) -> None:
        """Shows why the use case refused."""
        fields = (name for name in (refused.field, f"{refused.field}_id") if name in self.fields)
        self.add_error(next(fields, None), str(REFUSALS[refused.reason]))

    def overtaken(self, version: int, saved: Mapping[str, Any]) -> None:
        """Keeps what was typed, remembers what is saved now, and lets the next press of the button decide."""
        newer = QueryDict(mutable=True)
        newer.update(self.data)
        newer["version"] = str(version)
        self.data = newer
        differing = [name for name in self.fields if name in saved and self._differs(name, saved[name])]
        self.saved_now = [(self.fields[name].label or "", self._shown(name, saved[name])) for name in differing]

    def _differs(self, name: str, saved: Any) -> bool:
        typed = self.cleaned_data.get(name)
        if name == "version":
            return False
        if isinstance(saved, list | tuple):
            return {str(item) for item in typed or ()} != {str(item) for item in saved}
        return str(typed or "") != str(saved or "")

    def _shown(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        words = {str(key): text for key, text in getattr(field, "choices", ())}
        if isinstance(value, list | tuple):
            return ", ".join(str(words.get(str(item), item)) for item in value) or "–"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return words.get(str(value), field.prepare_value(value)) or "–"


def offered(words: Mapping[Any, Words], *, empty: Words | None = None) -> list[tuple[Any, Words]]:
    """Choices of a field, perhaps with a first line for none."""
    return [*([("", empty)] if empty is not None else []), *words.items()]
