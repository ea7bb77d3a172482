"""PostgreSQL.  The second barrier's role is created by the prepare_database command."""

from sen.config.settings import environment

DATABASES = {
    "default": {
        **environment.database(),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.text("SEN_TEST_DB_NAME", "test_sen")},
    },
}
SCOPED_ROLE = "sen_app"
APPEND_ONLY_TABLES = ("dossiers_dossierevent", "audit_auditentry")
