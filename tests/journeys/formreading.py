"""Reads the forms of a page the way a browser does: fields, what stands in them, what pressing the button sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "search", "email", "tel", "url", "password", "date", "number", "textarea", "hidden"}


@dataclass
class Field:
    """One field as it stands on the page."""

    name: str
    kind: str
    values: list[str]


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def sends(self) -> dict[str, list[str]]:
        """What the browser would send if the button were pressed now."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            sent.setdefault(one.name, []).extend(one.values)
        return sent

    def texts(self) -> list[str]:
        """The names of fields in which anything at all can be sent."""
        return sorted({one.name for one in self.fields if one.kind in TEXT and one.name != "csrfmiddlewaretoken"})

    def value(self, name: str) -> str | None:
        """What stands in a field."""
        return next((one.values[0] for one in self.fields if one.name == name and one.values), None)


def forms_of(html: str) -> list[Form]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._choice: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            self._form = Form(at.get("action") or "", (at.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "option" and self._choice is not None:
            if "selected" in at or not self._choice.values:
                self._choice.values = [at.get("value") or ""]
        elif at.get("name") and "disabled" not in at:
            self._field(tag, str(at["name"]), at)

    def _field(self, tag: str, name: str, at: dict[str, str | None]) -> None:
        form = self._form
        assert form is not None
        if tag == "input":
            kind = at.get("type") or "text"
            if kind in {"checkbox", "radio"}:
                form.fields.append(Field(name, kind, [at.get("value") or "on"] if "checked" in at else []))
            elif kind not in {"submit", "file", "button"}:
                form.fields.append(Field(name, kind, [at.get("value") or ""]))
        elif tag == "button" and not any(one.kind == "button" for one in form.fields):
            form.fields.append(Field(name, "button", [at.get("value") or ""]))
        elif tag == "select":
            self._choice = Field(name, "select", [])
            form.fields.append(self._choice)
        elif tag == "textarea":
            self._text = Field(name, "textarea", [""])
            form.fields.append(self._text)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._text.values[0] = self._text.values[0].removeprefix("\r\n").removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._choice = None
        elif tag == "form":
            self._form = None
