"""An issued invoice never changes; what is billed freezes the grid that priced it, said once a statement."""

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

CREATE FUNCTION facturation_consommation_figee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM facturation_facturee WHERE consommation_id = OLD.id) THEN
        RAISE EXCEPTION 'Ce qui est facturé ne se modifie pas : corrigez la facture par un avoir.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consommation_figee BEFORE UPDATE OR DELETE ON facturation_consommation
    FOR EACH ROW EXECUTE FUNCTION facturation_consommation_figee();

CREATE FUNCTION facturation_grilles_facturees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tarifs_grille g SET facturee_jusquau = GREATEST(g.facturee_jusquau, c.derniere)
    FROM (SELECT grille_id, max(du) AS derniere FROM ecrites GROUP BY grille_id) c
    WHERE g.id = c.grille_id AND (g.facturee_jusquau IS NULL OR g.facturee_jusquau < c.derniere);
    RETURN NULL;
END $$;
CREATE TRIGGER consommation_ecrite AFTER INSERT ON facturation_consommation
    REFERENCING NEW TABLE AS ecrites FOR EACH STATEMENT EXECUTE FUNCTION facturation_grilles_facturees();
CREATE TRIGGER consommation_recrite AFTER UPDATE ON facturation_consommation
    REFERENCING NEW TABLE AS ecrites FOR EACH STATEMENT EXECUTE FUNCTION facturation_grilles_facturees();
"""
RETIRER = """
DROP TRIGGER consommation_recrite ON facturation_consommation;
DROP TRIGGER consommation_ecrite ON facturation_consommation;
DROP FUNCTION facturation_grilles_facturees();
DROP TRIGGER consommation_figee ON facturation_consommation;
DROP FUNCTION facturation_consommation_figee();
DROP TRIGGER lignefacture_immuable ON facturation_lignefacture;
DROP TRIGGER facture_immuable ON facturation_facture;
DROP FUNCTION facturation_immuable();
"""


class Migration(migrations.Migration):
    dependencies = [('facturation', '0001_initial'), ('tarifs', '0002_triggers')]
    operations = [migrations.RunSQL(INSTALLER, RETIRER)]
