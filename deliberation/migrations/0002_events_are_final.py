"""Refuse updates of events in the database itself, whoever asks."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION deliberation_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never updated', TG_TABLE_NAME;
END $$;
CREATE TRIGGER deliberation_event_is_final BEFORE UPDATE ON deliberation_event
    FOR EACH ROW EXECUTE FUNCTION deliberation_refuse_update();
CREATE TRIGGER deliberation_analysis_is_final BEFORE UPDATE ON deliberation_analysis
    FOR EACH ROW EXECUTE FUNCTION deliberation_refuse_update();
"""
POSTGRESQL_UNDO = """
DROP TRIGGER deliberation_event_is_final ON deliberation_event;
DROP TRIGGER deliberation_analysis_is_final ON deliberation_analysis;
DROP FUNCTION deliberation_refuse_update();
"""
SQLITE = [
    f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never updated'); END"
    for table in ("deliberation_event", "deliberation_analysis")
]
SQLITE_UNDO = [
    f"DROP TRIGGER {table}_is_final" for table in ("deliberation_event", "deliberation_analysis")
]


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDO, params=None)
    else:
        for statement in SQLITE_UNDO:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
