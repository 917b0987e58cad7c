"""Room for results as columns, for what the analysis newly finds, and for blocks of votes."""

import deliberation.models.packed_arrays
import django.db.models.deletion
from django.db import migrations, models


SQLITE_TRIGGER = (
    "CREATE TRIGGER IF NOT EXISTS deliberation_analysis_is_final BEFORE UPDATE ON deliberation_analysis "
    "BEGIN SELECT RAISE(ABORT, 'rows of deliberation_analysis are never updated'); END"
)


def restore_trigger(apps, schema_editor):
    """SQLite makes the table anew to add or drop a column, and loses the trigger of 0002."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_TRIGGER)


class Migration(migrations.Migration):

    dependencies = [
        ('deliberation', '0002_events_are_final'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, restore_trigger),
        migrations.CreateModel(
            name='StoredResamples',
            fields=[
                ('analysis', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='resamples', serialize=False, to='deliberation.analysis')),
                ('count', models.PositiveIntegerField()),
                ('scores', deliberation.models.packed_arrays.PackedArrayField()),
                ('passes', deliberation.models.packed_arrays.PackedArrayField()),
            ],
            options={
                'verbose_name_plural': 'stored resamples',
            },
        ),
        migrations.AddField(
            model_name='analysis',
            name='grouped_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='refreshed_by', to='deliberation.analysis'),
        ),
        migrations.AddField(
            model_name='analysis',
            name='membership_hash',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='opiniongroup',
            name='stability',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='agreed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='bridging',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='center',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='component_x',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='component_y',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='consensus_minimum',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='consensus_unsmoothed',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='divisiveness_high',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='divisiveness_low',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='resample_share',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='robustness_added',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='robustness_changed',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='weighted_agree',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='weighted_consensus_geometric_mean',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statementresult',
            name='weighted_lower_bound',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='ParticipantPlaces',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('participants', deliberation.models.packed_arrays.PackedArrayField()),
                ('x', deliberation.models.packed_arrays.PackedArrayField()),
                ('y', deliberation.models.packed_arrays.PackedArrayField()),
                ('groups', deliberation.models.packed_arrays.PackedArrayField()),
                ('certainties', deliberation.models.packed_arrays.PackedArrayField()),
                ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participant_places', to='deliberation.analysis')),
            ],
        ),
        migrations.CreateModel(
            name='VoteBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('reaches', models.BigIntegerField()),
                ('participants', deliberation.models.packed_arrays.PackedArrayField()),
                ('statements', deliberation.models.packed_arrays.PackedArrayField()),
                ('values', deliberation.models.packed_arrays.PackedArrayField()),
                ('events', deliberation.models.packed_arrays.PackedArrayField()),
                ('deliberation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vote_blocks', to='deliberation.deliberation')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='participantplaces',
            constraint=models.UniqueConstraint(fields=('analysis', 'first'), name='participants_placed_once'),
        ),
        migrations.AddConstraint(
            model_name='voteblock',
            constraint=models.UniqueConstraint(fields=('deliberation', 'position'), name='vote_block_position_once'),
        ),
        migrations.RunPython(restore_trigger, migrations.RunPython.noop),
    ]
