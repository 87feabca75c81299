"""The words of the consent that people sign, by version and language; a signed version never changes."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.permissions import ConsentCategory

CURRENT = "2026-11"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of the consent in one language; {names} in braces are filled in when it is shown."""

    version: str
    language: str
    covers: dict[ConsentCategory, str]
    paragraphs: tuple[str, ...]
    notice: str


_ENGLISH = ConsentText(
    version="2026-11",
    language="en",
    covers={
        ConsentCategory.SCHEDULE: "the days, times and places of my sessions",
        ConsentCategory.ATTENDANCE: "which sessions I came to, and for how long",
    },
    paragraphs=(
        "I, {participant}, let {clinic} show {recipient} {covers}. Nothing else is shown.",
        "The reason is: {purpose}.",
        "This ends on {expires}, or on the day I take it back. I can take it back at any time with one tap on this "
        "page, or by telling or writing to {clinic}. What was seen before that day cannot be made unseen.",
        "I do not have to agree. My care stays the same if I say no or take this back.",
        "{recipient} will be told that federal rules protect what they see, and that they may not pass it on.",
    ),
    notice="42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
)
_SPANISH = ConsentText(
    version="2026-11",
    language="es",
    covers={
        ConsentCategory.SCHEDULE: "los días, las horas y los lugares de mis sesiones",
        ConsentCategory.ATTENDANCE: "a qué sesiones asistí y por cuánto tiempo",
    },
    paragraphs=(
        "Yo, {participant}, permito que {clinic} muestre a {recipient} {covers}. No se muestra nada más.",
        "El motivo es: {purpose}.",
        "Este permiso termina el {expires}, o el día en que yo lo retire. Puedo retirarlo en cualquier momento con un "
        "toque en esta página, o diciéndolo o escribiéndolo a {clinic}. Lo que ya se vio antes de ese día no se puede "
        "deshacer.",
        "No estoy obligado ni obligada a aceptar. Mi atención sigue igual si digo que no o si retiro este permiso.",
        "A {recipient} se le dirá que las normas federales protegen lo que ve y que no puede compartirlo.",
    ),
    notice="La norma federal 42 CFR parte 2 prohíbe usar o divulgar estos registros sin autorización.",
)
_ALL = {(text.version, text.language): text for text in (_ENGLISH, _SPANISH)}


def text_of(version: str, language: str) -> ConsentText:
    """The words that somebody signed, or is about to sign."""
    return _ALL.get((version, language)) or _ALL[version, "en"]
