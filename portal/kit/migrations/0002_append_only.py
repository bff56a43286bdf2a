"""The record is only ever added to: the database itself refuses to change or delete a row of it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kit_verbevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'kit_verbevent is only added to: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kit_verbevent_append_only BEFORE UPDATE OR DELETE ON kit_verbevent
    FOR EACH ROW EXECUTE FUNCTION kit_verbevent_append_only();
"""

BACKWARD = """
DROP TRIGGER kit_verbevent_append_only ON kit_verbevent;
DROP FUNCTION kit_verbevent_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
