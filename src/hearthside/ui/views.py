"""The gallery: every component in every state, for whoever builds the next page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hearthside.ui.forms import ClockField, DateField, FileField, HearthForm, WeekdaysField

CHOICES = (("one", "In person"), ("two", "Online"), ("three", "Either is fine"))


class SampleForm(HearthForm):
    """Every kind of field."""

    text = forms.CharField(label="Name", help_text="As you want to be called.", max_length=40)
    email = forms.EmailField(label="E-mail", required=False)
    number = forms.IntegerField(label="Minutes", min_value=0)
    select = forms.ChoiceField(label="Where", choices=CHOICES)
    radio = forms.ChoiceField(label="How to come", choices=CHOICES, widget=forms.RadioSelect)
    weekdays = WeekdaysField(label="Days", help_text="All days that work.")
    day = DateField(label="From")
    clock = ClockField(label="At", help_text="Such as 17:30 or 5:30 pm.")
    letter = forms.CharField(label="Anything else", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = FileField(label="Calendar file", accept=".ics", required=False)
    agree = forms.BooleanField(label="Remember this on this device", required=False)
    locked = forms.CharField(label="Cannot be changed", disabled=True, required=False, initial="MRN 0042")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Shows the components to staff."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.kind != "staff":
        raise Http404
    typed = {
        "text": "x" * 60,
        "email": "nobody",
        "number": "soon",
        "day": "2026-11-24",
        "clock": "25:71",
        "weekdays": ["0", "2"],
    }
    context = {
        "themes": ("light", "dark"),
        "forms": {
            theme: {
                "empty": SampleForm(auto_id=f"{theme}_%s"),
                "wrong": SampleForm(typed, {"file": SimpleUploadedFile("a.ics", b"")}, auto_id=f"{theme}_wrong_%s"),
            }
            for theme in ("light", "dark")
        },
        "page": Paginator(range(163), 25).page(3),
        "born": date(1990, 5, 4),
        "moment": datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
        "now": datetime(2026, 11, 23, 16, 0, tzinfo=UTC),
        "minutes": (0, 45, 540, 570),
    }
    return render(request, "ui/gallery.html", context)
