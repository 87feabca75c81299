"""The request that views receive: it knows who is asking."""

from django.http import HttpRequest

from hearthside.access.actor import Actor


class ActorRequest(HttpRequest):
    """A request with its actor, put there by the middleware."""

    actor: Actor
