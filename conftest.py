"""Test set-up shared by every app: the test database gets the bound role and its grants, as a running instance does."""

from typing import Any

import pytest
from django.core.management import call_command

pytest_plugins = ["tests.fixtures", "tests.browsing"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Grant the bound role after the migrations of the test database."""
    with django_db_blocker.unblock():
        call_command("prepare_database", verbosity=0)
