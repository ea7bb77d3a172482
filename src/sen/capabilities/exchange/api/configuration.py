"""Configuration management: GovStack Information Mediator, Configuration Management API 1.0.1.

Scopes: ``read:conf``, ``write:conf``, ``create:conf``, ``read:rights``, ``write:rights``.
"""

from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Status
from pydantic import ValidationError

from sen.capabilities.exchange.errors import ConfigurationUnreadable
from sen.capabilities.exchange.schemas import AllowPage, AllowQuery, ConfigurationBody, MemberBody, ServiceRights
from sen.capabilities.exchange.selectors.configuration import get_configuration, page_of_rights
from sen.capabilities.exchange.services.configuring import (
    WantedMember,
    WantedService,
    WantedSystem,
    allow_callers,
    apply_configuration,
    deny_callers,
)
from sen.kernel import clock
from sen.ui.api.answers import refusals
from sen.ui.api.frame import GUARDED_MARK, PERSONAL_MARK, ApiRequest, RegistryApi

configuration_api = RegistryApi(
    "cau-hinh-truc",
    title="Quản lý cấu hình trục",
    about=_("Đọc và đặt thành viên, hệ thống, dịch vụ và quyền của trục, theo giao diện quản lý cấu hình 1.0.1 của GovStack."),
    version="1.0.1",
    personal=True,
)
_CALLED: dict[str, Any] = {PERSONAL_MARK: False, GUARDED_MARK: True}
_TEXT = {"schema": {"$ref": "#/components/schemas/ConfigurationBody"}}
_WITH_BODY = {**_CALLED, "requestBody": {"required": True, "content": {"application/json": _TEXT, "text/yaml": _TEXT}}}
_MOST_DEPTH_BYTES = 2 * 1024 * 1024


class _PlainLoader(yaml.SafeLoader):
    """Reads YAML without references: a few lines of them could stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node; raises a YAML error for a reference."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def _said(*statuses: int) -> dict[int, Any]:
    return dict(refusals(403, *statuses))


@configuration_api.get(
    "/api/v1/config", response={200: ConfigurationBody, **_said()}, by_alias=True, openapi_extra=_CALLED, summary="Cấu hình hiện tại"
)
def get_config(request: ApiRequest) -> Any:
    """Members, subsystems, services and who may call them."""
    request.caller.require_scope("read:conf")
    return get_configuration()


@configuration_api.post("/api/v1/config", response={201: str, **_said(404, 409)}, openapi_extra=_WITH_BODY, summary="Thêm cấu hình")
def post_config(request: ApiRequest, init: bool = False) -> Any:
    """Add what is named; the rest stays.  The central server exists already: ``init`` changes nothing."""
    request.caller.require_scope("write:conf")
    return _apply(request, whole=False)


@configuration_api.patch(
    "/api/v1/config", response={201: str, **_said(404, 409)}, openapi_extra=_WITH_BODY, summary="Đổi một phần cấu hình"
)
def patch_config(request: ApiRequest) -> Any:
    """Change what is named; the rest stays."""
    request.caller.require_scope("write:conf")
    return _apply(request, whole=False)


@configuration_api.put("/api/v1/config", response={201: str, **_said(404, 409)}, openapi_extra=_WITH_BODY, summary="Đặt toàn bộ cấu hình")
def put_config(request: ApiRequest) -> Any:
    """Set the whole configuration; what is not named is switched off, with its history kept."""
    request.caller.require_scope("create:conf")
    return _apply(request, whole=True)


@configuration_api.get("/api/v1/status", response={200: str, **_said()}, openapi_extra=_CALLED, summary="Trung tâm điều khiển còn chạy")
def get_status(request: ApiRequest) -> Any:
    """Whether the control plane is up."""
    request.caller.require_scope("read:conf")
    return "up"


@configuration_api.get(
    "/api/v1/rights/allow",
    response={200: AllowPage, **_said()},
    by_alias=True,
    exclude_none=True,
    openapi_extra=_CALLED,
    summary="Ai được gọi dịch vụ nào",
)
def get_allow_list(request: ApiRequest, query: Query[AllowQuery]) -> Any:
    """Rights in force, a page at a time."""
    request.caller.require_scope("read:rights")
    wanted = {name: getattr(query, name) for name in ("memberClass", "memberCode", "applicationId", "serviceId")}
    allowed, following = page_of_rights(wanted, query.pageSize, int(query.nextPageToken or 0))
    return {"allowList": allowed, "nextPageToken": str(following) if following else None}


@configuration_api.patch("/api/v1/rights/allow", response={200: str, **_said(404)}, openapi_extra=_CALLED, summary="Cấp quyền")
def allow(request: ApiRequest, body: list[ServiceRights]) -> Any:
    """Let subsystems call services, under the live agreement of their members."""
    request.caller.require_scope("write:rights")
    for each in body:
        allow_callers(actor=request.caller.actor(), service=_service(each), callers=_callers(each), now=clock.now())
    return "allowed"


@configuration_api.patch("/api/v1/rights/deny", response={200: str, **_said(404)}, openapi_extra=_CALLED, summary="Thu quyền")
def deny(request: ApiRequest, body: list[ServiceRights]) -> Any:
    """End rights."""
    request.caller.require_scope("write:rights")
    for each in body:
        deny_callers(actor=request.caller.actor(), service=_service(each), callers=_callers(each), now=clock.now())
    return "denied"


def _apply(request: ApiRequest, *, whole: bool) -> Any:
    wanted = _read(request)
    members = [_member(member) for member in wanted.members]
    apply_configuration(actor=request.caller.actor(), instance=wanted.instance, wanted=members, whole=whole, now=clock.now())
    return Status(201, "applied")


def _read(request: ApiRequest) -> ConfigurationBody:
    """The configuration in the body, JSON or YAML (of which JSON is a part); raises ConfigurationUnreadable."""
    if len(request.body) > _MOST_DEPTH_BYTES:
        raise ConfigurationUnreadable(reason="dài quá 2 MB")
    try:
        text = request.body.decode()
        return ConfigurationBody.model_validate(yaml.load(text, _PlainLoader))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationUnreadable(reason="không phải JSON hoặc YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ConfigurationUnreadable(reason=f"{place}: {first['msg']}"[:200]) from error


def _member(body: MemberBody) -> WantedMember:
    systems = [
        WantedSystem(
            system.id,
            [
                WantedService(service.id, service.service_url, [(right.member, right.application) for right in service.rights])
                for service in system.services
            ],
        )
        for system in body.applications
    ]
    return WantedMember(body.member_class, body.code, body.name, systems)


def _service(body: ServiceRights) -> str:
    return "/".join((settings.AXIS_INSTANCE, body.member_class, body.member_code, body.application_id, body.service_id))


def _callers(body: ServiceRights) -> list[str]:
    return ["/".join((settings.AXIS_INSTANCE, each.member_class, each.member_code, each.application_id)) for each in body.rights]
