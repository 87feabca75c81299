"""E-mails of sign-in, sent in the background so that every address takes the same time."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor
from hearthside.accounts import services

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="accounts.send_link", queue="mail", retry=AGAIN)
def send_link(email: str, next_page: str) -> None:
    """Sends a sign-in link, if the address has an account."""
    services.send_link(email=email, next_page=next_page)


@app.task(name="accounts.send_invitation", queue="mail", retry=AGAIN)
def send_invitation(invitation_id: int) -> None:
    """Sends an invitation."""
    services.deliver_invitation(actor=Actor.system("mail"), invitation_id=invitation_id)
