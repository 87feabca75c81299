"""What is said and not translated is found, wherever it is said; what is translated is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.core.management import CommandError, call_command

from hearthside.config import catalogues

TEMPLATE = """{% load i18n %}<h1>{% translate "Good morning" %}</h1>
{% blocktranslate count n=rows|length %}{{ n }} person{% plural %}{{ n }} people{% endblocktranslate %}
{% translate "May" context "month" %}{# Good night #}"""
CODE = """from django.utils.translation import gettext as _, ngettext, pgettext
A = _("See you")
B = ngettext("%d day", "%d days", 2)
C = pgettext("verb", "May")
D = "never said"
"""
SAID = {
    ("", "Good morning", ""), ("", "%(n)s person", "%(n)s people"), ("month", "May", ""), ("", "See you", ""),
    ("", "%d day", "%d days"), ("verb", "May", ""),
}  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one context that says six things, none of them translated."""
    context = tmp_path / "greetings"
    (context / "templates" / "greetings").mkdir(parents=True)
    (context / "migrations").mkdir()
    (context / "__init__.py").touch()
    (context / "views.py").write_text(CODE)
    (context / "migrations" / "first.py").write_text('A = _("not said to people")')
    (context / "templates" / "greetings" / "page.html").write_text(TEMPLATE)
    (context / "templates" / "greetings" / "notes.md").write_text('{% translate "nor this" %}')
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    return context


def test_what_is_said_and_not_translated_is_found(tree: Path) -> None:
    assert {(m.context, m.text, m.plural) for m in catalogues.missing()} == SAID
    assert {m.place for m in catalogues.missing() if m.text == "See you"} == {"greetings/views.py:2"}


def test_what_is_added_waits_to_be_translated_and_is_added_once(tree: Path) -> None:
    assert catalogues.add_missing() == len(SAID)
    before = catalogues.catalogue_path(tree).read_text()
    assert len(catalogues.missing()) == len(SAID)
    catalogues.add_missing()
    assert catalogues.catalogue_path(tree).read_text() == before


def test_a_fuzzy_or_half_translated_message_counts_as_missing(tree: Path) -> None:
    catalogues.add_missing()
    path = catalogues.catalogue_path(tree)
    text = path.read_text().replace('msgid "See you"\nmsgstr ""', '#, fuzzy\nmsgid "See you"\nmsgstr "Hasta luego"')
    text = text.replace('msgstr[0] ""', 'msgstr[0] "una"').replace(
        'msgid "Good morning"\nmsgstr ""', 'msgid "Good morning"\nmsgstr "Buenos días"'
    )
    path.write_text(text)
    assert "Good morning" not in {m.text for m in catalogues.missing()}
    assert {"See you", "%d day"} <= {m.text for m in catalogues.missing()}


def test_compiled_catalogues_hold_what_was_translated(tree: Path) -> None:
    assert catalogues.compile_all() == 0
    catalogues.add_missing()
    path = catalogues.catalogue_path(tree)
    path.write_text(path.read_text().replace('msgid "See you"\nmsgstr ""', 'msgid "See you"\nmsgstr "Hasta luego"'))
    assert catalogues.compile_all() == 1
    with path.with_suffix(".mo").open("rb") as file:
        assert read_mo(file)["See you"].string == "Hasta luego"


def test_the_command_names_what_is_missing(tree: Path) -> None:
    with pytest.raises(CommandError, match=r"6 messages are not translated:(?s:.*)greetings/views.py:2: 'See you'"):
        call_command("messages", "--check")


def test_everything_the_clinic_says_is_translated() -> None:
    assert catalogues.missing() == []
