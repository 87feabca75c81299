"""Parses an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hearthside.interop.domain.reports import ImportReport
from hearthside.interop.templatetags.import_words import UNREADABLE
from hearthside.ui.forms import FileField, HearthForm


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(FileField):
    """Several files as a list."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"multiple": True, "accept": ".json,.ndjson,application/fhir+json"}
        super().__init__(widget=FilesInput(attrs=attributes), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Every file, each as Django checks one."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in sent or [None]]


class ImportForm(HearthForm):
    """Which files, to which site."""

    bundles = FilesField(
        label=_("FHIR files"),
        help_text=_("R4 bundles as JSON, one or several. Importing a file again changes nothing."),
        error_messages={"required": _("Choose at least one file.")},
    )
    site = forms.TypedChoiceField(label=_("Site"), coerce=int)

    def __init__(self, *args: Any, sites: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(sites)
        field = self.fields["site"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0] if choices else None
        if len(choices) == 1:
            field.widget = forms.HiddenInput()

    def refuse_unreadable(self, reports: Sequence[ImportReport]) -> None:
        """Says beside the field what is wrong with the files, when nothing could be read at all."""
        if all(report.unreadable for report in reports):
            for report in reports:
                words = UNREADABLE[report.unreadable] if report.unreadable else ""
                self.add_error("bundles", f"{report.source_name}: {words}")
