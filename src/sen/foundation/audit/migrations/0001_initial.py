"""The partitioned trail, and the two database functions that other partitioned, append-only tables reuse."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

FUNCTIONS = """
-- Makes monthly partitions of a table partitioned by range of an instant, for every month that touches
-- [from_date, to_date].  Rows waiting in the default partition move into their month.  Returns how many were made.
CREATE FUNCTION sen_ensure_partitions(parent regclass, from_date date, to_date date) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    zone text := 'Asia/Ho_Chi_Minh';
    month date := date_trunc('month', from_date)::date;
    schema_name text;
    table_name text;
    key text;
    child text;
    spare text;
    starts timestamptz;
    ends timestamptz;
    made integer := 0;
BEGIN
    SELECT n.nspname, c.relname INTO schema_name, table_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent;
    SELECT a.attname INTO key
      FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
     WHERE p.partrelid = parent;
    SELECT p.partdefid::regclass::text INTO spare FROM pg_partitioned_table p WHERE p.partrelid = parent AND p.partdefid <> 0;
    PERFORM pg_advisory_xact_lock(hashtext('sen_ensure_partitions'), parent::oid::integer);
    WHILE month <= to_date LOOP
        child := format('%I.%I', schema_name, table_name || to_char(month, '_YYYYMM'));
        starts := month::timestamp AT TIME ZONE zone;
        ends := (month + interval '1 month')::timestamp AT TIME ZONE zone;
        IF to_regclass(child) IS NULL THEN
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
            IF spare IS NOT NULL THEN
                PERFORM set_config('sen.moving_rows', 'on', true);
                EXECUTE format('WITH moved AS (DELETE FROM %s WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %s SELECT * FROM moved',
                               spare, key, starts, key, ends, child);
                PERFORM set_config('sen.moving_rows', 'off', true);
            END IF;
            EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', parent, child, starts, ends);
            made := made + 1;
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
    RETURN made;
END $$;

-- Trigger body of tables whose rows are only ever added.
CREATE FUNCTION sen_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('sen.moving_rows', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

TABLE = """
CREATE SEQUENCE audit_auditentry_id_seq AS bigint;
CREATE TABLE audit_auditentry (
    id bigint NOT NULL DEFAULT nextval('audit_auditentry_id_seq'),
    recorded_at timestamptz NOT NULL,
    kind varchar(8) NOT NULL,
    action varchar(60) NOT NULL,
    actor_id bigint,
    actor_name varchar(120) NOT NULL,
    agency_id bigint,
    subject_type varchar(40) NOT NULL,
    subject_id bigint NOT NULL,
    person_id bigint,
    purpose varchar(200) NOT NULL DEFAULT '',
    detail jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (recorded_at, id),
    CONSTRAINT audit_entry_purpose CHECK (kind <> 'read' OR purpose <> '')
) PARTITION BY RANGE (recorded_at);
ALTER SEQUENCE audit_auditentry_id_seq OWNED BY audit_auditentry.id;
CREATE INDEX audit_entry_subject ON audit_auditentry (subject_type, subject_id, recorded_at DESC);
CREATE INDEX audit_entry_person ON audit_auditentry (person_id, recorded_at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX audit_entry_actor ON audit_auditentry (actor_id, recorded_at DESC);
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_change();
CREATE TABLE audit_auditentry_default PARTITION OF audit_auditentry DEFAULT;
SELECT sen_ensure_partitions('audit_auditentry', (now() - interval '1 month')::date, (now() + interval '6 months')::date);
"""

DROP_TABLE = "DROP TABLE audit_auditentry;"
DROP_FUNCTIONS = "DROP FUNCTION sen_refuse_change(); DROP FUNCTION sen_ensure_partitions(regclass, date, date);"


class Migration(migrations.Migration):
    """Create the trail."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, DROP_TABLE)],
            state_operations=[
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("change", "Thay đổi"), ("read", "Xem dữ liệu cá nhân"), ("sign_in", "Đăng nhập")], max_length=8
                            ),
                        ),
                        ("action", models.CharField(max_length=60)),
                        ("actor_id", models.BigIntegerField(null=True)),
                        ("actor_name", models.CharField(max_length=120)),
                        ("agency_id", models.BigIntegerField(null=True)),
                        ("subject_type", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("person_id", models.BigIntegerField(help_text="Whose data was read, when known.", null=True)),
                        ("purpose", models.CharField(blank=True, max_length=200)),
                        ("detail", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject_type", "subject_id", "-recorded_at"], name="audit_entry_subject"),
                            models.Index(
                                condition=models.Q(("person_id__isnull", False)),
                                fields=["person_id", "-recorded_at"],
                                name="audit_entry_person",
                            ),
                            models.Index(fields=["actor_id", "-recorded_at"], name="audit_entry_actor"),
                        ],
                    },
                ),
            ],
        ),
    ]
