"""Shapes of the GovStack interfaces: publish and subscribe, and configuration management."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from sen.capabilities.exchange.models import NoticeSubscription, NoticeType

CODE = r"^[A-Za-z0-9'()+,.=?-]{1,60}$"
Code = Annotated[str, Field(pattern=CODE)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Shape(Schema):
    """A shape with the names of the published interface; unknown parts are refused."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")


class PartyBody(Shape):
    """The four codes of a subsystem."""

    instance_id: Code = Field(alias="instanceId")
    member_class: Code = Field(alias="memberClass")
    member_code: Code = Field(alias="memberCode")
    application_code: Code = Field(alias="applicationCode")

    @property
    def identifier(self) -> str:
        """The identifier of the subsystem."""
        return "/".join((self.instance_id, self.member_class, self.member_code, self.application_code))

    @classmethod
    def of(cls, identifier: str) -> dict[str, str]:
        """The four codes of an identifier, under their published names."""
        return dict(zip(("instanceId", "memberClass", "memberCode", "applicationCode"), identifier.split("/"), strict=False))


class EventTypeBody(Shape):
    """A type of event and the JSON schema its events fit."""

    event_type: Code = Field(alias="eventType")
    schema_: dict[str, Any] = Field(alias="schema")


class EventBody(Shape):
    """An event to publish."""

    event_type: Code = Field(alias="eventType")
    event: dict[str, Any]


class EventId(Shape):
    """The number of an accepted event."""

    id: UUID


class EventItem(Shape):
    """A published event."""

    id: UUID
    sequence: int
    publisher_id: PartyBody = Field(alias="publisherId")
    event_type: str = Field(alias="eventType")
    event: dict[str, Any]


class OptionsBody(Shape):
    """Seconds an event is kept for a subscriber, whether the order holds, and where a PUSH goes (our addition)."""

    ttl: int = Field(3600, alias="TTL", ge=60, le=30 * 24 * 3600)
    fifo: bool = Field(False, alias="FIFO")
    url: Annotated[str, Field(max_length=500)] = ""


class SubscriptionItem(Shape):
    """Who gets which events and how."""

    id: UUID | None = None
    subscriber_id: PartyBody | None = Field(None, alias="subscriberId")
    event_type: Code = Field(alias="eventType")
    delivery: Literal["PUSH", "PULL"] = "PUSH"
    options: OptionsBody = OptionsBody(TTL=3600, FIFO=False)


class RightBody(Shape):
    """Who may call."""

    member: Code
    application: Code


class ServiceBody(Shape):
    """A service; ``specUrl`` is where its description is published."""

    id: Code
    spec_url: Annotated[str, Field(max_length=500)] = Field(alias="specUrl")
    service_url: Text = Field(alias="serviceUrl")
    rights: list[RightBody] = Field(default_factory=list, max_length=1000)


class ApplicationBody(Shape):
    """A subsystem with its services."""

    id: Code
    connection: Literal["http", "https", "https-noauth"] = "https"
    services: list[ServiceBody] = Field(default_factory=list, max_length=1000)


class MemberBody(Shape):
    """A member with its subsystems."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    member_class: Code = Field(alias="class")
    code: Code
    applications: list[ApplicationBody] = Field(default_factory=list, max_length=1000)


class ConfigurationBody(Shape):
    """The configuration of an Information Mediator."""

    domain: Annotated[str, Field(max_length=200)]
    instance: Code
    members: list[MemberBody] = Field(default_factory=list, max_length=1000)


class AllowedParty(Shape):
    """One subsystem that may call; our own answers name all three codes."""

    member_class: Code = Field(alias="memberClass")
    member_code: Code = Field(alias="memberCode")
    application_id: Code = Field(alias="applicationId")


class ServiceRights(Shape):
    """A service and who may call it."""

    member_class: Code = Field(alias="memberClass")
    member_code: Code = Field(alias="memberCode")
    application_id: Code = Field(alias="applicationId")
    service_id: Code = Field(alias="serviceId")
    rights: list[AllowedParty] = Field(max_length=1000)


class AllowPage(Shape):
    """A page of rights; ask again with the token while there is one."""

    next_page_token: str | None = Field(None, alias="nextPageToken")
    allow_list: list[ServiceRights] = Field(alias="allowList")


class AllowQuery(Schema):
    """Which rights."""

    memberClass: Annotated[str, Field(max_length=60)] = ""  # noqa: N815 - the published name
    memberCode: Annotated[str, Field(max_length=60)] = ""  # noqa: N815 - the published name
    applicationId: Annotated[str, Field(max_length=60)] = ""  # noqa: N815 - the published name
    serviceId: Annotated[str, Field(max_length=60)] = ""  # noqa: N815 - the published name
    pageSize: int = Field(100, ge=1, le=1000)  # noqa: N815 - the published name
    nextPageToken: Annotated[str, Field(max_length=17, pattern=r"^[0-9]*$")] = ""  # noqa: N815 - the published name


def event_type_answer(kind: NoticeType) -> dict[str, Any]:
    """A type as the interface says it."""
    return {"eventType": kind.code, "schema": kind.schema}


def subscription_answer(found: NoticeSubscription, code: str) -> dict[str, Any]:
    """A subscription as the interface says it."""
    return {
        "id": found.public_id,
        "subscriberId": PartyBody.of(found.subscriber),
        "eventType": code,
        "delivery": found.delivery,
        "options": {"TTL": found.ttl_seconds, "FIFO": found.fifo, "url": found.target},
    }
