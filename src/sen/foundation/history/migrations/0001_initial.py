"""Events, partitioned by month and only ever added, and the heads of their chains."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

EVENTS = """
CREATE SEQUENCE history_recordevent_id_seq AS bigint;
CREATE TABLE history_recordevent (
    id bigint NOT NULL DEFAULT nextval('history_recordevent_id_seq'),
    kind varchar(20) NOT NULL,
    record_id bigint NOT NULL,
    sequence integer NOT NULL CHECK (sequence > 0),
    action varchar(24) NOT NULL,
    from_state varchar(20) NOT NULL,
    to_state varchar(20) NOT NULL,
    actor_id bigint,
    actor_name varchar(120) NOT NULL,
    agency_id bigint,
    reason text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    previous_hash varchar(64) NOT NULL,
    hash varchar(64) NOT NULL,
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
ALTER SEQUENCE history_recordevent_id_seq OWNED BY history_recordevent.id;
CREATE INDEX history_event_record ON history_recordevent (kind, record_id, sequence);
CREATE TRIGGER history_event_append_only BEFORE UPDATE OR DELETE ON history_recordevent
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_change();
CREATE TABLE history_recordevent_default PARTITION OF history_recordevent DEFAULT;
SELECT sen_ensure_partitions('history_recordevent', (now() - interval '1 month')::date, (now() + interval '6 months')::date);
"""


class Migration(migrations.Migration):
    """Create the history."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = [("audit", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(EVENTS, "DROP TABLE history_recordevent")],
            state_operations=[
                migrations.CreateModel(
                    name="RecordEvent",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=20)),
                        ("record_id", models.BigIntegerField()),
                        ("sequence", models.PositiveIntegerField()),
                        ("action", models.CharField(max_length=24)),
                        ("from_state", models.CharField(blank=True, max_length=20)),
                        ("to_state", models.CharField(blank=True, max_length=20)),
                        ("actor_id", models.BigIntegerField(null=True)),
                        ("actor_name", models.CharField(max_length=120)),
                        ("agency_id", models.BigIntegerField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("payload", models.JSONField(default=dict)),
                        ("occurred_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("previous_hash", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ("sequence",),
                        "indexes": [models.Index(fields=["kind", "record_id", "sequence"], name="history_event_record")],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "record_id"), name="history_chainhead_record")],
            },
        ),
    ]
