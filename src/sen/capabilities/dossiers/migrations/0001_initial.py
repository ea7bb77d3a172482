"""Dossiers and everything that belongs to one; events are partitioned by month and only ever added."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


EVENTS = """
CREATE SEQUENCE dossiers_dossierevent_id_seq AS bigint;
CREATE TABLE dossiers_dossierevent (
    id bigint NOT NULL DEFAULT nextval('dossiers_dossierevent_id_seq'),
    dossier_id bigint NOT NULL,
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
ALTER SEQUENCE dossiers_dossierevent_id_seq OWNED BY dossiers_dossierevent.id;
CREATE INDEX dossiers_event_dossier ON dossiers_dossierevent (dossier_id, sequence);
CREATE TRIGGER dossiers_event_append_only BEFORE UPDATE OR DELETE ON dossiers_dossierevent
    FOR EACH ROW EXECUTE FUNCTION sen_refuse_change();
CREATE TABLE dossiers_dossierevent_default PARTITION OF dossiers_dossierevent DEFAULT;
SELECT sen_ensure_partitions('dossiers_dossierevent', (now() - interval '1 month')::date, (now() + interval '6 months')::date);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0001_initial'),
        ('agencies', '0001_initial'),
        ('files', '0001_initial'),
        ('parties', '0001_initial'),
        ('procedures', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=160)),
                ('valid_from', models.DateField(unique=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('supplement_clock', models.CharField(choices=[('restart', 'Tính lại từ đầu'), ('resume', 'Tính tiếp')], max_length=7)),
                ('due_rounding', models.CharField(help_text='kernel.worktime.Rounding', max_length=12)),
                ('max_supplements', models.PositiveSmallIntegerField(default=1)),
                ('max_extensions', models.PositiveSmallIntegerField(default=1)),
                ('apology_days_before', models.PositiveSmallIntegerField(default=1, help_text='working days before the due date')),
                ('reception_hours', models.PositiveSmallIntegerField(default=8, help_text='working hours to answer an online dossier')),
                ('return_to_applicant_days', models.PositiveSmallIntegerField(default=3, help_text='working days to send back a faulty dossier')),
                ('transfer_cutoff', models.TimeField(help_text='Received later: hand over at the first hour of the next working day.')),
                ('code_template', models.CharField(help_text='{unit} {date} {seq}', max_length=80)),
                ('forms', models.JSONField(help_text='Per form kind: number on the list, title, number pattern, legal basis.')),
                ('basis', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='TallyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_id', models.BigIntegerField(help_text='The competent agency.', null=True)),
                ('receiving_id', models.BigIntegerField(null=True)),
                ('field_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=8)),
                ('due_on', models.DateField(help_text='Open dossiers: the day the next promise is due.', null=True)),
                ('finished_late', models.BooleanField(help_text='Finished dossiers: whether after the due instant.', null=True)),
                ('change', models.SmallIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=50)),
                ('code_issuer', models.CharField(default='sen', max_length=20)),
                ('state', models.CharField(max_length=20)),
                ('channel', models.CharField(help_text='procedures.Channel', max_length=8)),
                ('applicant_name', models.CharField(max_length=200)),
                ('applicant_folded', models.CharField(max_length=200)),
                ('applicant_number', models.CharField(blank=True, help_text='Identity or business number as declared.', max_length=20)),
                ('applicant_born_on', models.DateField(blank=True, null=True)),
                ('applicant_phone', models.CharField(blank=True, max_length=15)),
                ('applicant_email', models.EmailField(blank=True, max_length=254)),
                ('applicant_address', models.CharField(blank=True, max_length=300)),
                ('agent', models.JSONField(blank=True, help_text='Who acts for the applicant, with the authorisation paper.', null=True)),
                ('form_data', models.JSONField(default=dict, help_text='Answers of the application form.')),
                ('note', models.TextField(blank=True)),
                ('agency_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Every agency that may see it: the second barrier reads this.', size=None)),
                ('receipt_way', models.CharField(choices=[('counter', 'Tại quầy'), ('post', 'Qua bưu chính'), ('online', 'Trực tuyến'), ('home', 'Tại nhà')], default='counter', max_length=8)),
                ('receipt_address', models.CharField(blank=True, max_length=300)),
                ('submitted_at', models.DateTimeField()),
                ('reception_due_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('first_due_at', models.DateTimeField(blank=True, help_text='The date promised first; never changed.', null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('limit_amount', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True)),
                ('limit_unit', models.CharField(blank=True, max_length=14)),
                ('supplement_count', models.PositiveSmallIntegerField(default=0)),
                ('extension_count', models.PositiveSmallIntegerField(default=0)),
                ('event_count', models.PositiveIntegerField(default=0)),
                ('head_hash', models.CharField(max_length=64)),
                ('is_demo', models.BooleanField(default=False)),
                ('applicant_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applicant_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('applicant_unit', models.ForeignKey(blank=True, help_text='The unit as it was on the day.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.administrativeunit')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedurecase')),
                ('competent_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('receiving_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('return_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('route', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.processingroute')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('rule_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.ruleset')),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(EVENTS, 'DROP TABLE dossiers_dossierevent')],
            state_operations=[
                migrations.CreateModel(
                    name='DossierEvent',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('dossier_id', models.BigIntegerField()),
                        ('sequence', models.PositiveIntegerField()),
                        ('action', models.CharField(max_length=24)),
                        ('from_state', models.CharField(blank=True, max_length=20)),
                        ('to_state', models.CharField(max_length=20)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('actor_name', models.CharField(max_length=120)),
                        ('agency_id', models.BigIntegerField(null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('payload', models.JSONField(default=dict)),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('previous_hash', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'ordering': ('sequence',),
                        'indexes': [models.Index(fields=['dossier_id', 'sequence'], name='dossiers_event_dossier')],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name='DossierTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_id', models.BigIntegerField(help_text='The competent agency.', null=True)),
                ('receiving_id', models.BigIntegerField(null=True)),
                ('field_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=8)),
                ('due_on', models.DateField(help_text='Open dossiers: the day the next promise is due.', null=True)),
                ('finished_late', models.BooleanField(help_text='Finished dossiers: whether after the due instant.', null=True)),
                ('count', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency_id', 'state', 'due_on', 'receiving_id', 'field_id', 'channel', 'finished_late'), name='dossiers_tally_key', nulls_distinct=False)],
                'indexes': [models.Index(condition=models.Q(('field_id__isnull', True)), fields=['agency_id'], name='dossiers_tally_agencies')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('answers', models.JSONField(default=dict, help_text='By page key, exactly as typed.')),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedurecase')),
                ('dossier', models.OneToOneField(blank=True, help_text='Set once: a second submission finds the first.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='draft', to='dossiers.dossier')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
            ],
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='dossiers.draft')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('required', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.requireddocument')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=80)),
                ('period', models.CharField(max_length=10)),
                ('value', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'period'), name='dossiers_numberseries_period')],
            },
        ),
        migrations.CreateModel(
            name='OfficialForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receipt', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('supplement', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('refusal', 'Phiếu từ chối tiếp nhận giải quyết hồ sơ'), ('apology', 'Phiếu xin lỗi'), ('stop', 'Thông báo dừng giải quyết hồ sơ'), ('control', 'Phiếu kiểm soát quá trình giải quyết hồ sơ'), ('register', 'Sổ theo dõi hồ sơ'), ('proof', 'Biên nhận nộp hồ sơ trực tuyến')], max_length=10)),
                ('number', models.CharField(max_length=60)),
                ('issued_at', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='dossiers.dossier')),
                ('file', models.ForeignKey(blank=True, help_text='The signed PDF once made.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('granted', 'Kết quả giải quyết'), ('refused', 'Văn bản từ chối giải quyết')], max_length=8)),
                ('title', models.TextField()),
                ('content', models.TextField(blank=True)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('signer_title', models.CharField(blank=True, max_length=120)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('verify_code', models.CharField(blank=True, max_length=20, null=True, unique=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoke_reason', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='dossiers.dossier')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SubmittedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('originals', models.PositiveSmallIntegerField(default=0)),
                ('certified', models.PositiveSmallIntegerField(default=0)),
                ('photocopies', models.PositiveSmallIntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='dossiers.dossier')),
                ('required', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.requireddocument')),
            ],
            options={
                'ordering': ('position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SubmittedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='dossiers.submitteddocument')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SupplementRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('before_acceptance', models.BooleanField()),
                ('override_reason', models.TextField(blank=True, help_text="A leader's reason for a request beyond the limit.")),
                ('contact_name', models.CharField(blank=True, max_length=120)),
                ('contact_phone', models.CharField(blank=True, max_length=20)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supplements', to='dossiers.dossier')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SupplementItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('reason', models.TextField()),
                ('answer_note', models.TextField(blank=True)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.submitteddocument')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='dossiers.supplementrequest')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('supplement', 'Chờ bổ sung'), ('financial_duty', 'Chờ nghĩa vụ tài chính'), ('withdrawal', 'Xét yêu cầu rút')], max_length=14)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('minutes_left', models.IntegerField(help_text='Working minutes left until the due date when the pause began.', null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='dossiers.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reception', 'Tiếp nhận'), ('transfer', 'Chuyển hồ sơ'), ('step', 'Bước xử lý'), ('signing', 'Ký duyệt'), ('consultation', 'Cho ý kiến'), ('withdrawal', 'Xét yêu cầu rút'), ('return', 'Trả kết quả')], max_length=12)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=160)),
                ('role', models.CharField(max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('paused_minutes_left', models.IntegerField(blank=True, help_text='Working minutes left while the dossier is paused.', null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_items', to='dossiers.dossier')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.routestep')),
            ],
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('answer', models.TextField(blank=True)),
                ('agrees', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work_item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='consultation', to='dossiers.workitem')),
            ],
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['account', '-saved_at'], name='dossiers_draft_account'),
        ),
        migrations.AddIndex(
            model_name='officialform',
            index=models.Index(fields=['dossier', 'kind'], name='dossiers_form_dossier'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(('file__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='dossiers_outcome_signed'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['competent_agency', 'state', 'due_at'], name='dossiers_dossier_competent'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['receiving_agency', 'state', 'reception_due_at'], name='dossiers_dossier_receiving'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['receiving_agency', '-submitted_at'], name='dossiers_dossier_register'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['applicant_account', '-submitted_at'], name='dossiers_dossier_account'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['applicant_number'], name='dossiers_dossier_number'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(django.contrib.postgres.indexes.OpClass(models.F('applicant_phone'), name='text_pattern_ops'), name='dossiers_dossier_phone'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('code'), name='text_pattern_ops'), name='dossiers_dossier_code_prefix'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('code', 'code_issuer'), name='dossiers_dossier_code'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'intake_supplement', 'refused', 'accepted', 'processing', 'supplement', 'financial_duty', 'withdrawal_asked', 'withdrawn', 'stopped', 'settled', 'returned'])), name='dossiers_dossier_state'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'processing', 'settled', 'returned']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='dossiers_dossier_accepted'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['settled', 'returned']), _negated=True), ('settled_at__isnull', False), _connector='OR'), name='dossiers_dossier_settled'),
        ),
        migrations.AddConstraint(
            model_name='supplementrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('dossier',), name='dossiers_one_open_supplement'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('dossier',), name='dossiers_one_open_pause'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='dossiers_pause_order'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['agency', 'role', 'due_at', 'id'], name='dossiers_work_open'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['assignee', 'due_at', 'id'], name='dossiers_work_mine'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(fields=['dossier', 'id'], name='dossiers_work_dossier'),
        ),
    ]
