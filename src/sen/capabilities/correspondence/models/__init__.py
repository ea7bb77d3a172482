"""What the registers keep."""

from sen.capabilities.correspondence.models.books import BookRight, NumberBook, TakenNumber
from sen.capabilities.correspondence.models.changes import ChangeAnswer, ChangeRequest
from sen.capabilities.correspondence.models.contents import Content, ContentFile, ContentReply
from sen.capabilities.correspondence.models.groups import RecipientGroup, RecipientGroupMember
from sen.capabilities.correspondence.models.incoming import IncomingDocument, IncomingPass
from sen.capabilities.correspondence.models.kinds import DocumentKind
from sen.capabilities.correspondence.models.outgoing import Delivery, OutgoingDocument
from sen.capabilities.correspondence.models.registers import CopyUse, SecretLine
from sen.capabilities.correspondence.models.rights import DocumentGrant

__all__ = [
    "BookRight",
    "ChangeAnswer",
    "ChangeRequest",
    "Content",
    "ContentFile",
    "ContentReply",
    "CopyUse",
    "Delivery",
    "DocumentGrant",
    "DocumentKind",
    "IncomingDocument",
    "IncomingPass",
    "NumberBook",
    "OutgoingDocument",
    "RecipientGroup",
    "RecipientGroupMember",
    "SecretLine",
    "TakenNumber",
]
