"""An issued invoice never changes: the database refuses it, whoever asks."""

from django.db import migrations

INSTALLER = """
CREATE FUNCTION facturation_immuable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'facturation_lignefacture' THEN
        -- A child's file may be erased; the name printed on the line stays.
        IF NEW.enfant_id IS NULL THEN OLD.enfant_id := NULL; END IF;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'Une facture émise ne se modifie pas : corrigez-la par un avoir.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER facture_immuable BEFORE UPDATE OR DELETE ON facturation_facture
    FOR EACH ROW EXECUTE FUNCTION facturation_immuable();
CREATE TRIGGER lignefacture_immuable BEFORE UPDATE OR DELETE ON facturation_lignefacture
    FOR EACH ROW EXECUTE FUNCTION facturation_immuable();
"""
RETIRER = """
DROP TRIGGER lignefacture_immuable ON facturation_lignefacture;
DROP TRIGGER facture_immuable ON facturation_facture;
DROP FUNCTION facturation_immuable();
"""


class Migration(migrations.Migration):
    dependencies = [("facturation", "0001_initial")]
    operations = [migrations.RunSQL(INSTALLER, RETIRER)]
