"""The outbox and the inbox of packets: every document and every status that goes to the document axis or comes from it."""

import uuid

from django.db import models
from django.db.models import Q

from sen.capabilities.edocs.states import Direction, PacketState
from sen.capabilities.edocs.types import MessageType


class Packet(models.Model):
    """One packet, outwards or inwards.  The state column is a cache of the last line of its history.

    An outgoing packet is written anew from its document at every attempt and always gives the same bytes; an incoming one
    is kept as it came.  ``key`` makes the same packet be made once, ``axis_id`` the same packet be taken once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=6)
    state = models.CharField(max_length=11)
    key = models.CharField(max_length=120, blank=True, help_text="Outwards: what the packet is for; the same is queued once.")
    axis_id = models.CharField(max_length=100, blank=True, help_text="The axis's own id of the packet; not the document's.")
    document_id = models.CharField(max_length=160, blank=True, help_text="OrganId,yyyy/MM/dd,number/sign of the document it is about.")
    business = models.PositiveSmallIntegerField(default=0, help_text="0 new, 1 recall, 2 update, 3 replace.")
    status_code = models.CharField(max_length=2, blank=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", help_text="Our side of it.")
    sender_code = models.CharField(max_length=35, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict, help_text="What the packet says besides the document itself.")
    outgoing = models.ForeignKey("correspondence.OutgoingDocument", models.PROTECT, null=True, blank=True, related_name="+")
    incoming = models.ForeignKey("correspondence.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="+")
    raw = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", help_text="As it came.")
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    sha256 = models.CharField(max_length=64, blank=True)
    variants = models.JSONField(default=list, help_text="What the reader had to tolerate.")
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    axis_at = models.DateTimeField(null=True, blank=True, help_text="When the axis got it.")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent, taken, refused or turned away.")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="Inwards: when the axis was told what became of it.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="edocs_packet_state", condition=Q(state__in=[s.value for s in PacketState])),
            models.CheckConstraint(name="edocs_packet_direction", condition=Q(direction__in=[d.value for d in Direction])),
            models.CheckConstraint(name="edocs_packet_kind", condition=Q(kind__in=[k.value for k in MessageType])),
            models.CheckConstraint(name="edocs_packet_sent", condition=~Q(state="sent") | ~Q(axis_id="")),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="edocs_packet_key"),
            models.UniqueConstraint(fields=["axis_id"], condition=Q(direction="in"), name="edocs_packet_axis"),
        )
        indexes = (
            models.Index(fields=["-created_at", "-id"], name="edocs_packet_newest"),
            models.Index(fields=["agency", "-created_at", "-id"], name="edocs_packet_agency"),
            models.Index(fields=["state", "-created_at", "-id"], name="edocs_packet_by_state"),
            models.Index(fields=["next_attempt_at"], condition=Q(state__in=["waiting", "offered"]), name="edocs_packet_due"),
            models.Index(fields=["settled_at"], condition=Q(direction="in", confirmed_at__isnull=True), name="edocs_packet_unconfirmed"),
            models.Index(fields=["document_id", "id"], name="edocs_packet_document"),
        )

    def __str__(self) -> str:
        return self.title or self.document_id or str(self.public_id)


class PacketParty(models.Model):
    """One receiver of a packet: outwards an outside agency and its delivery, inwards one of ours and what arrived there."""

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="parties")
    organ_code = models.CharField(max_length=35)
    organ_name = models.CharField(max_length=200, blank=True)
    delivery = models.ForeignKey("correspondence.Delivery", models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    incoming = models.ForeignKey("correspondence.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="+")
    repeated = models.BooleanField(default=False, help_text="The document was already there when the packet came.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["packet", "organ_code"], name="edocs_party_once"),)
        indexes = (
            models.Index(fields=["agency", "packet"], name="edocs_party_agency"),
            models.Index(fields=["incoming"], name="edocs_party_incoming"),
            models.Index(fields=["delivery"], name="edocs_party_delivery"),
        )

    def __str__(self) -> str:
        return f"{self.packet_id} {self.organ_code}"
