"""Message catalogues: what the templates and the code say, and what each catalogue translates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "es"
PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
STRING = r"""(u?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))"""
CALLS = (
    ("npgettext", re.compile(rf"\bnpgettext\({STRING},\s*{STRING},\s*{STRING}")),
    ("ngettext", re.compile(rf"\bngettext\({STRING},\s*{STRING}")),
    ("pgettext", re.compile(rf"\bpgettext\({STRING},\s*{STRING}")),
    ("gettext", re.compile(rf"(?:\bgettext|\b_)\({STRING}")),
)


@dataclass(frozen=True, slots=True)
class Message:
    """Something said: its text, its plural and context where it has one, and where it stands."""

    text: str
    plural: str
    context: str
    place: str


def contexts() -> list[Path]:
    """Folders that keep their own catalogue."""
    return sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def catalogue_path(folder: Path) -> Path:
    """The Spanish catalogue of a context."""
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def said_in(folder: Path) -> list[Message]:
    """Every message of a context's code and templates."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = _from_python(path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            messages = _from_template(path)
        else:
            continue
        for message in messages:
            if message.text:
                found.setdefault((message.context, message.text), message)
    return list(found.values())


def _from_python(path: Path) -> Iterator[Message]:
    for line, said, _comments, context in extract_from_file("python", str(path), KEYWORDS):
        texts = said if isinstance(said, tuple) else (said,)
        plural = texts[1] if len(texts) > 1 else ""
        yield Message(texts[0] or "", plural, context or "", f"{path.relative_to(PACKAGE)}:{line}")


def _from_template(path: Path) -> Iterator[Message]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    place = str(path.relative_to(PACKAGE))
    for name, pattern in CALLS:
        for match in pattern.finditer(source):
            words = [str(ast.literal_eval(group)) for group in match.groups()]
            context = words.pop(0) if name in ("npgettext", "pgettext") else ""
            yield Message(words[0], words[1] if len(words) > 1 else "", context, place)


def read(folder: Path) -> Catalog:
    """The catalogue of a context, empty where there is none yet."""
    path = catalogue_path(folder)
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="Hearthside", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def compile_all() -> int:
    """Writes the compiled catalogue beside each source; returns how many."""
    count = 0
    for folder in contexts():
        path = catalogue_path(folder)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(folder))
            count += 1
    return count


def missing() -> list[Message]:
    """Messages that no catalogue of ours translates into Spanish."""
    translated = {
        (message.context or "", message.id[0] if isinstance(message.id, tuple) else message.id)
        for folder in contexts()
        for message in read(folder)
        if message.id and not message.fuzzy and _translated(message.string)
    }
    return [m for folder in contexts() for m in said_in(folder) if (m.context, m.text) not in translated]


def _translated(words: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)


def add_missing() -> int:
    """Puts every message without a translation into its context's catalogue, to be translated; returns how many."""
    places = {(m.context, m.text) for m in missing()}
    count = 0
    for folder in contexts():
        wanted = [m for m in said_in(folder) if (m.context, m.text) in places]
        if not wanted:
            continue
        catalogue = read(folder)
        for message in wanted:
            key = (message.text, message.plural) if message.plural else message.text
            catalogue.add(key, context=message.context or None)
            count += 1
        path = catalogue_path(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, no_location=True, sort_output=True)
    return count
