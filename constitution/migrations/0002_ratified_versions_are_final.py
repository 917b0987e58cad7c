"""Refuse changes to ratified versions, their principles and what stands behind them, in the database itself.

The one change a ratified version allows is its state, from ratified to superseded. On SQLite rows can
still be deleted: it cannot empty a table in any other way.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION constitution_refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ratified_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'ratified' AND NEW.state = 'superseded'
        AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a ratified version is never changed';
END $$;
CREATE TRIGGER constitution_version_is_final BEFORE UPDATE OR DELETE ON constitution_constitutionversion
    FOR EACH ROW EXECUTE FUNCTION constitution_refuse_version_change();

CREATE FUNCTION constitution_is_ratified(version bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT 1 FROM constitution_constitutionversion WHERE id = version AND ratified_at IS NOT NULL
    );
$$;

CREATE FUNCTION constitution_refuse_principle_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND constitution_is_ratified(OLD.version_id) THEN
        RAISE EXCEPTION 'the principles of a ratified version are never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF constitution_is_ratified(NEW.version_id) THEN
        RAISE EXCEPTION 'the principles of a ratified version are never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER constitution_principle_is_final BEFORE INSERT OR UPDATE OR DELETE ON constitution_principle
    FOR EACH ROW EXECUTE FUNCTION constitution_refuse_principle_change();

CREATE FUNCTION constitution_refuse_source_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND constitution_is_ratified(
        (SELECT version_id FROM constitution_principle WHERE id = OLD.principle_id)
    ) THEN
        RAISE EXCEPTION 'what stands behind a ratified principle is never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF constitution_is_ratified(
        (SELECT version_id FROM constitution_principle WHERE id = NEW.principle_id)
    ) THEN
        RAISE EXCEPTION 'what stands behind a ratified principle is never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER constitution_principlestatement_is_final
    BEFORE INSERT OR UPDATE OR DELETE ON constitution_principlestatement
    FOR EACH ROW EXECUTE FUNCTION constitution_refuse_source_change();
CREATE TRIGGER constitution_principleedit_is_final
    BEFORE INSERT OR UPDATE OR DELETE ON constitution_principleedit
    FOR EACH ROW EXECUTE FUNCTION constitution_refuse_source_change();
"""
POSTGRESQL_UNDO = """
DROP TRIGGER constitution_principleedit_is_final ON constitution_principleedit;
DROP TRIGGER constitution_principlestatement_is_final ON constitution_principlestatement;
DROP TRIGGER constitution_principle_is_final ON constitution_principle;
DROP TRIGGER constitution_version_is_final ON constitution_constitutionversion;
DROP FUNCTION constitution_refuse_source_change();
DROP FUNCTION constitution_refuse_principle_change();
DROP FUNCTION constitution_is_ratified(bigint);
DROP FUNCTION constitution_refuse_version_change();
"""

FINAL_COLUMNS = (
    "id, constitution_id, number, parent_id, analysis_id, language, preamble, selection, contested, "
    "not_selected, rule, ratification, decided_by, content, content_sha256, drafted_at, "
    "ratification_opened_at, ratified_at"
)
RATIFIED = (
    "EXISTS (SELECT 1 FROM constitution_constitutionversion WHERE ratified_at IS NOT NULL AND id = ({version}))"
)
VERSION_OF_PRINCIPLE = "SELECT version_id FROM constitution_principle WHERE id = {row}.principle_id"


def sqlite_triggers():
    """Yield the name and the statement of each trigger for SQLite."""
    yield (
        "constitution_version_is_final",
        f"BEFORE UPDATE OF {FINAL_COLUMNS} ON constitution_constitutionversion "
        "WHEN OLD.ratified_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a ratified version is never changed'); END",
    )
    yield (
        "constitution_version_state_is_final",
        "BEFORE UPDATE OF state ON constitution_constitutionversion "
        "WHEN OLD.ratified_at IS NOT NULL AND NOT (OLD.state = 'ratified' AND NEW.state = 'superseded') "
        "BEGIN SELECT RAISE(ABORT, 'a ratified version is never changed'); END",
    )
    tables = {
        "constitution_principle": "SELECT {row}.version_id",
        "constitution_principlestatement": VERSION_OF_PRINCIPLE,
        "constitution_principleedit": VERSION_OF_PRINCIPLE,
    }
    for table, version in tables.items():
        for act, rows in (("insert", ["NEW"]), ("update", ["OLD", "NEW"])):
            ratified = " OR ".join(RATIFIED.format(version=version.format(row=row)) for row in rows)
            yield (
                f"{table}_{act}_is_final",
                f"BEFORE {act.upper()} ON {table} WHEN {ratified} "
                "BEGIN SELECT RAISE(ABORT, 'what a ratified version says is never changed'); END",
            )


def add_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for name, body in sqlite_triggers():
            schema_editor.execute(f"CREATE TRIGGER {name} {body}", params=None)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDO, params=None)
    else:
        for name, _body in sqlite_triggers():
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("constitution", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
