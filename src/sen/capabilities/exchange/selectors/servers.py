"""Gateways: one by its identifier, all with what they last fetched, trials of their connection."""

from django.db.models import QuerySet

from sen.capabilities.exchange.models import ConnectionTest, Server


def server_by_identifier(identifier: str) -> Server | None:
    """The active server of the identifier, of an active member; None when there is none."""
    return Server.objects.filter(identifier=identifier, is_active=True, owner__is_active=True).first()


def all_servers() -> QuerySet[Server]:
    """Every server with its owner, by identifier."""
    return Server.objects.select_related("owner").order_by("identifier")


def tests_of(server_id: int) -> QuerySet[ConnectionTest]:
    """Trials of the server's connection, the latest first."""
    return ConnectionTest.objects.filter(server=server_id).order_by("-made_at", "-pk")
