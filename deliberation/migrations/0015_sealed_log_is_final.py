"""Let nobody change or delete what was recorded or sealed; words may be erased, and nothing else."""

import django.db.models.deletion
from django.db import migrations, models

FINAL = ("deliberation_event", "deliberation_eventpayload", "deliberation_logseal", "deliberation_sealedevent")
SEALED = ("deliberation_logseal", "deliberation_sealedevent")
NEVER_ERASED = "('vote.cast', 'vote.undone', 'vote.marked', 'ratification.vote_cast')"

FUNCTIONS = f"""
CREATE FUNCTION deliberation_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME;
END $$;
CREATE FUNCTION deliberation_refuse_all_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id = OLD.event_id AND NEW.salt = '' AND OLD.body @> NEW.body AND NOT EXISTS (
        SELECT 1 FROM deliberation_event WHERE id = OLD.event_id AND kind IN {NEVER_ERASED}
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what an event says can only be erased';
END $$;
CREATE TRIGGER deliberation_eventpayload_erases_only BEFORE UPDATE ON deliberation_eventpayload
    FOR EACH ROW EXECUTE FUNCTION deliberation_refuse_all_but_erasing();
"""
POSTGRESQL = [
    FUNCTIONS,
    *(
        f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION deliberation_refuse_update()"
        for table in SEALED
    ),
    *(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION deliberation_refuse_loss()"
        for table in FINAL
    ),
    *(
        f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION deliberation_refuse_loss()"
        for table in FINAL
    ),
]
POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER {table}_is_final ON {table}" for table in SEALED),
    *(f"DROP TRIGGER {table}_stays ON {table}" for table in FINAL),
    *(f"DROP TRIGGER {table}_is_never_emptied ON {table}" for table in FINAL),
    "DROP TRIGGER deliberation_eventpayload_erases_only ON deliberation_eventpayload",
    "DROP FUNCTION deliberation_refuse_all_but_erasing()",
    "DROP FUNCTION deliberation_refuse_loss()",
]
SQLITE_STAYS = [
    f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never deleted'); END"
    for table in FINAL
]
SQLITE = [
    *SQLITE_STAYS,
    *(
        f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never updated'); END"
        for table in SEALED
    ),
    f"""
    CREATE TRIGGER deliberation_eventpayload_erases_only BEFORE UPDATE ON deliberation_eventpayload
    WHEN NEW.event_id <> OLD.event_id OR NEW.salt <> ''
        OR EXISTS (SELECT 1 FROM deliberation_event WHERE id = OLD.event_id AND kind IN {NEVER_ERASED})
        OR EXISTS (
            SELECT 1 FROM json_each(NEW.body) AS said LEFT JOIN json_each(OLD.body) AS before
            ON before.key = said.key WHERE before.value IS NOT said.value OR before.type IS NOT said.type
        )
    BEGIN SELECT RAISE(ABORT, 'what an event says can only be erased'); END
    """,
]
SQLITE_UNDO = [
    *(f"DROP TRIGGER {table}_stays" for table in FINAL),
    *(f"DROP TRIGGER {table}_is_final" for table in SEALED),
    "DROP TRIGGER deliberation_eventpayload_erases_only",
]


def add_triggers(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop_triggers(apps, schema_editor):
    undo = POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO
    for statement in undo:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0014_moderation_and_integrity")]

    operations = [
        migrations.AddField("logseal", "frontier", models.JSONField(default=list)),
        migrations.AddField("logseal", "consistency", models.JSONField(default=list)),
        migrations.AlterField(
            "logseal",
            "deliberation",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="log_seals",
                to="deliberation.deliberation",
            ),
        ),
        migrations.AlterField(
            "sealedevent",
            "deliberation",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sealed_events",
                to="deliberation.deliberation",
            ),
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
