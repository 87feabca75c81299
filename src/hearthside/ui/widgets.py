"""Controls and fields of forms as HTML, written in Python: as templates they took half the time of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hearthside.ui.icons import icon

Widget = Mapping[str, Any]


class Controls(DjangoTemplates):
    """Writes the usual controls exactly as Django's templates do; what is not usual is left to those."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a control."""
        write = _WRITERS.get(template_name.removeprefix("django/forms/widgets/").removesuffix(".html"))
        plain = write is not None and not context["widget"].get("wrap_label")
        return write(context["widget"]) if write and plain else super().render(template_name, context, request)


def is_group(field: BoundField) -> bool:
    """Whether a field is a group of choices with a legend."""
    return isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple))


def field_html(field: BoundField, layout: str = "", classes: str = "") -> SafeString:
    """A field as people read it: label, hint, what is wrong with it, control."""
    if field.is_hidden:
        return field.as_widget()
    css = " ".join(filter(None, ("field", "field-invalid" if field.errors else "", classes)))
    if is_group(field):
        return _group(field, css, layout)
    if getattr(field.field.widget, "input_type", "") == "checkbox":
        return format_html(
            '<div class="{}"><label class="choice" for="{}">{}<span>{}</span></label>{}</div>',
            css, field.id_for_label, field, field.label, field_words(field),
        )  # fmt: skip
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}</div>',
        css, field.id_for_label, field.label, _optional(field), field_words(field), field,
    )  # fmt: skip


def _group(field: BoundField, css: str, layout: str) -> SafeString:
    described = field.aria_describedby
    options = format_html_join(
        "", '<label class="choice" for="{}">{}<span>{}</span></label>',
        ((option.id_for_label, option.tag(), option.choice_label) for option in field),
    )  # fmt: skip
    return format_html(
        '<div role="group" aria-labelledby="{id}_label" class="{css}"{described}>'
        '<span class="field-label" id="{id}_label">{label}{optional}</span>{words}'
        '<div class="choices{row}">{options}</div></div>',
        id=field.auto_id, css=css, label=field.label, optional=_optional(field),
        words=field_words(field), options=options,
        described=format_html(' aria-describedby="{}"', described) if described else "",
        row=" choices-row" if layout == "row" else "",
    )  # fmt: skip


def _optional(field: BoundField) -> str:
    return "" if field.field.required else format_html(' <span class="field-optional">{}</span>', _("(optional)"))


def field_words(field: BoundField) -> SafeString:
    """The hint of a field, and what is wrong with it."""
    hint = format_html('<p class="field-hint" id="{}_helptext">{}</p>', field.auto_id, field.help_text)
    wrong = format_html_join(
        "", '<p class="field-error">{}<span>{}</span></p>',
        ((icon("exclamation-circle", 18), error) for error in field.errors),
    )  # fmt: skip
    return format_html(
        "{}{}", hint if field.help_text else "",
        format_html('<div id="{}_error">{}</div>', field.auto_id, wrong) if wrong else "",
    )  # fmt: skip


def _attributes(widget: Widget) -> str:
    kept = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in kept)


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    return _safe(
        f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{value}{_attributes(widget)}>'
    )


def _textarea(widget: Widget) -> SafeString:
    value = conditional_escape(widget["value"] or "")
    return _safe(f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>')


def _select(widget: Widget) -> SafeString:
    groups = "".join(_options(name, choices) for name, choices, _index in widget["optgroups"])
    return _safe(f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>{groups}</select>')


def _options(group: str | None, choices: list[Widget]) -> str:
    options = "".join(
        f'<option value="{conditional_escape(one["value"])}"{_attributes(one)}>'
        f"{conditional_escape(one['label'])}</option>"
        for one in choices
    )
    return f'<optgroup label="{conditional_escape(group)}">{options}</optgroup>' if group else options


def _safe(html: str) -> SafeString:
    # every part was escaped where it was put in
    return mark_safe(html)  # noqa: S308 # nosec B308 B703


_INPUTS = (
    "text", "number", "email", "url", "password", "hidden", "date", "time", "datetime", "checkbox", "search", "tel",
    "file", "radio_option", "checkbox_option",
)  # fmt: skip
_WRITERS: dict[str, Callable[[Widget], SafeString]] = dict.fromkeys(_INPUTS, _input) | {
    "select": _select, "textarea": _textarea,
}  # fmt: skip
