"""Who is acting."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from hearthside.access.permissions import Permission, Role, permissions_of


class ActorKind(StrEnum):
    """The kinds of people and programs that act here."""

    STAFF = "staff"
    PARTICIPANT = "participant"
    SUPPORT = "support"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, or the background job, on whose behalf a use case runs."""

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = field(default=frozenset())
    participant_id: int | None = None
    staff_id: int | None = None
    language: str = "en"

    @classmethod
    def staff(cls, *, user_id: int, staff_id: int | None, name: str, roles: frozenset[Role]) -> Actor:
        """A member of staff with the permissions of their roles."""
        return cls(ActorKind.STAFF, user_id, name, roles, permissions_of(roles), staff_id=staff_id)

    @classmethod
    def participant(cls, *, user_id: int, participant_id: int, name: str) -> Actor:
        """A participant, who reaches what is their own."""
        return cls(ActorKind.PARTICIPANT, user_id, name, participant_id=participant_id)

    @classmethod
    def support(cls, *, user_id: int, name: str) -> Actor:
        """A support person, who reaches what a consent gives."""
        return cls(ActorKind.SUPPORT, user_id, name)

    @classmethod
    def system(cls, name: str) -> Actor:
        """A background job or a command run by the clinic's operator."""
        return cls(ActorKind.SYSTEM, None, name, permissions=frozenset(Permission))

    @classmethod
    def anonymous(cls) -> Actor:
        """Somebody who has not signed in."""
        return cls(ActorKind.ANONYMOUS)

    def may(self, permission: Permission) -> bool:
        """Whether a role gives this permission at all (the gate decides about a particular person)."""
        return permission in self.permissions
