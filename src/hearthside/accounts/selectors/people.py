"""Who has an account, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import query
from hearthside.access.permissions import Permission, Role
from hearthside.accounts.domain.authority import may_manage, roles_to_give
from hearthside.accounts.domain.states import AccountState, state_of
from hearthside.accounts.models import Invitation, RoleHeld, User

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the list shows it."""

    id: int
    name: str
    email: str
    kind: ActorKind
    roles: tuple[Role, ...]
    roles_to_add: tuple[Role, ...]
    state: AccountState
    last_sign_in: datetime | None
    invited_at: datetime | None
    has_second_step: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """One page of accounts."""

    rows: tuple[AccountRow, ...]
    total: int
    page: int
    pages: int

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """A staff account, to be chosen for a staff profile."""

    user_id: int
    name: str
    email: str


@query(Permission.USER_INVITE)
def accounts(*, actor: Actor, search: str = "", kind: ActorKind | None = None, page: int = 1) -> AccountsPage:
    """Accounts by name, a page at a time."""
    found = User.objects.all()
    if kind is not None:
        found = found.filter(kind=kind.value)
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    users = _with_facts(found)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return AccountsPage(tuple(_row(actor, user) for user in users), total, page, pages)


@query(Permission.USER_INVITE)
def account(*, actor: Actor, user_id: int) -> AccountRow | None:
    """One account."""
    user = _with_facts(User.objects.filter(pk=user_id)).first()
    return _row(actor, user) if user else None


@query(Permission.USER_INVITE)
def staff_accounts(*, actor: Actor) -> tuple[StaffAccount, ...]:  # noqa: ARG001
    """Every staff account, by name."""
    users = User.objects.filter(kind=ActorKind.STAFF.value).order_by("name", "pk")
    return tuple(StaffAccount(user.pk, user.name, user.email) for user in users)


@query(Permission.USER_INVITE)
def roles_i_may_give(*, actor: Actor) -> tuple[Role, ...]:
    """The roles that whoever asks may give."""
    return roles_to_give(actor.permissions)


def _with_facts(users: QuerySet[User]) -> QuerySet[User]:
    invitations = Invitation.objects.filter(user=OuterRef("pk")).order_by("-sent_at")
    waiting = invitations.filter(accepted_at=None, withdrawn_at=None)
    return (
        users.annotate(
            invited_at=Subquery(waiting.values("sent_at")[:1]),
            invitation_expires_at=Subquery(waiting.values("expires_at")[:1]),
            invited=Exists(invitations),
            answered=Exists(invitations.exclude(accepted_at=None)),
            second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)),
        )
        .prefetch_related("roles_held")
        .order_by("name", "pk")
    )


def _row(actor: Actor, user: User) -> AccountRow:
    held: list[RoleHeld] = list(user.roles_held.all())
    roles = tuple(role for role in Role if any(h.role == role.value and h.until is None for h in held))
    opened = user.answered or user.last_login is not None or not user.invited  # type: ignore[attr-defined]
    state = state_of(
        is_active=user.is_active, opened=opened, invitation_expires_at=user.invitation_expires_at,  # type: ignore[attr-defined]
        now=timezone.now(),
    )  # fmt: skip
    may_change = may_manage(actor.permissions, roles)
    to_give = roles_to_give(actor.permissions) if may_change and user.kind == ActorKind.STAFF else ()
    return AccountRow(
        user.pk, user.name, user.email, ActorKind(user.kind), roles, tuple(r for r in to_give if r not in roles), state,
        user.last_login, user.invited_at, user.second_step, may_change,  # type: ignore[attr-defined]
    )  # fmt: skip
