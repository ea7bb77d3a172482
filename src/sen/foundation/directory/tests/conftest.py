"""A SCIM client with a credential."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sen.foundation.directory.models import ScimClient
from sen.foundation.directory.selectors.systems import token_digest
from tests.factories import MONDAY

Ask = Callable[..., Any]


def asking(token: str) -> Ask:
    """Requests with a credential, answers with ``.body``."""
    client = Client()

    def ask(method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = json.dumps(body) if body is not None else ""
        extra = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        response = client.generic(
            method, f"/scim/v2{path}", content, content_type="application/scim+json", HTTP_AUTHORIZATION=f"Bearer {token}", **extra
        )
        response.body = json.loads(response.content) if response.content else {}  # type: ignore[attr-defined]
        return response

    return ask


@pytest.fixture
def writer(db: None) -> Ask:
    ScimClient.objects.create(name="Quản lý cán bộ", right="write", digest=token_digest("bi-mat-ghi"), created_at=MONDAY)
    return asking("bi-mat-ghi")


@pytest.fixture
def reader(db: None) -> Ask:
    ScimClient.objects.create(name="Danh bạ", right="read", digest=token_digest("bi-mat-doc"), created_at=MONDAY)
    return asking("bi-mat-doc")
