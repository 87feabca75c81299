"""Attendance of one session: a row for each person, saved as you go."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.care import selectors, services
from hearthside.care.domain.marks import ABSENT, TIMED, Status
from hearthside.care.forms import MarkForm
from hearthside.care.selectors import AttendanceRow, SessionAttendance
from hearthside.care.services import MarkRefused
from hearthside.kernel.numbers import number


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page: the person, the status that stands or was just chosen, and the fields that go with it."""

    row: AttendanceRow
    chosen: str
    form: MarkForm

    @property
    def timed(self) -> bool:
        """Whether time in and out are asked for."""
        return self.chosen in TIMED

    @property
    def times(self) -> list[BoundField]:
        """The fields of time in and out."""
        return [self.form["arrived"], self.form["left"]]

    @property
    def noted(self) -> bool:
        """Whether a note is asked for."""
        return self.chosen in TIMED | ABSENT


@require_GET
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """The attendance of a session."""
    return _page(request, selectors.session_attendance(actor=_actor(request), session_id=session_id))


@require_POST
def mark(request: HttpRequest, session_id: int, participant_id: int) -> HttpResponse:
    """Marks one person; answers with their row, or with the page where there is no script."""
    actor, form = _actor(request), MarkForm(request.POST)
    before = selectors.session_attendance(actor=actor, session_id=session_id)
    if form.is_valid():
        arrived, left = form.times(before.card)
        try:
            services.mark_attendance(
                actor=actor, session_id=session_id, participant_id=participant_id, arrived=arrived, left=left,
                status=form.cleaned_data["status"], reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except MarkRefused as refused:
            form.refuse(refused)
    if form.errors:
        return _answer(request, before, participant_id, form)
    return _answer(request, selectors.session_attendance(actor=actor, session_id=session_id), participant_id)


@require_POST
def all_present(request: HttpRequest, session_id: int) -> HttpResponse:
    """Marks everybody without a mark as present."""
    try:
        made = services.mark_all_present(actor=_actor(request), session_id=session_id)
    except MarkRefused:
        made = ()
    address = reverse("care:session", args=[session_id])
    return redirect(f"{address}?made={'-'.join(map(str, made))}" if made else address)


@require_POST
def undo(request: HttpRequest, session_id: int) -> HttpResponse:
    """Takes marks back."""
    numbers = [mark for part in request.POST.get("marks", "").split("-") if (mark := number(part)) is not None]
    services.undo_mark(actor=_actor(request), session_id=session_id, mark_ids=numbers)
    person = number(request.POST.get("person"))
    if request.htmx and person is not None:  # type: ignore[attr-defined]
        attendance = selectors.session_attendance(actor=_actor(request), session_id=session_id)
        return _answer(request, attendance, person)
    return redirect("care:session", session_id)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _line(row: AttendanceRow) -> Line:
    standing = row.mark
    if standing is None:
        return Line(row, "", MarkForm(auto_id=f"seat-{row.seat.seat_id}-%s"))
    initial: dict[str, object] = {"reason": standing.reason}
    for name, at in (("arrived", standing.arrived), ("left", standing.left)):
        initial[name] = at.hour * 60 + at.minute if at else None
    return Line(row, standing.status.value, MarkForm(initial=initial, auto_id=f"seat-{row.seat.seat_id}-%s"))


def _lines(attendance: SessionAttendance, participant_id: int | None, form: MarkForm | None) -> list[Line]:
    lines = []
    for row in attendance.rows:
        if form is not None and row.seat.participant_id == participant_id:
            form.auto_id = f"seat-{row.seat.seat_id}-%s"
            status = str(form.data.get("status", ""))
            lines.append(Line(row, status if status in set(Status) else "", form))
        else:
            lines.append(_line(row))
    return lines


def _page(
    request: HttpRequest, attendance: SessionAttendance, participant_id: int | None = None, form: MarkForm | None = None
) -> HttpResponse:
    made = request.GET.get("made", "")
    context = {
        "attendance": attendance, "card": attendance.card, "lines": _lines(attendance, participant_id, form),
        "made": made if made.replace("-", "").isdecimal() else "", "made_count": made.count("-") + 1,
        "zone": attendance.card.starts.tzinfo, "place": "desk:today",
        "about": selectors.session_topic(actor=_actor(request), session_id=attendance.card.id),
    }  # fmt: skip
    return render(request, "care/session.html", context, status=422 if form else 200)


def _answer(
    request: HttpRequest, attendance: SessionAttendance, participant_id: int, form: MarkForm | None = None
) -> HttpResponse:
    lines = _lines(attendance, participant_id, form)
    line = next((one for one in lines if one.row.seat.participant_id == participant_id), None)
    if line is None:
        raise NotFound("seat")
    if not request.htmx:  # type: ignore[attr-defined]
        if form:
            return _page(request, attendance, participant_id, form)
        return redirect(f"{reverse('care:session', args=[attendance.card.id])}#seat-{line.row.seat.seat_id}")
    context = {"line": line, "card": attendance.card, "attendance": attendance, "zone": attendance.card.starts.tzinfo}
    return render(request, "care/session.html#row", context | {"fragment": True}, status=422 if form else 200)
