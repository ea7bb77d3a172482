"""PostgreSQL.  The second barrier's role is created by the prepare_database command."""

from sen.config.settings import environment

_CONNECTION = environment.database()
# Statements that bind on the server are planned once per connection after their third use.
_OPTIONS = {"prepare_threshold": 3, **_CONNECTION.pop("OPTIONS", {})}

DATABASES = {
    "default": {
        **_CONNECTION,
        "OPTIONS": _OPTIONS,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.text("SEN_TEST_DB_NAME", "test_sen")},
    },
}
SCOPED_ROLE = "sen_app"
APPEND_ONLY_TABLES = ("dossiers_dossierevent", "history_recordevent", "audit_auditentry", "parties_personchange", "parties_businesschange")
