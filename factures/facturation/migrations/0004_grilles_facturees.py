"""What is billed freezes the grid that priced it: said once a statement, however many rows a closing writes."""

from django.db import migrations

INSTALLER = """
CREATE FUNCTION facturation_grilles_facturees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tarifs_grille g SET facturee_jusquau = GREATEST(g.facturee_jusquau, c.derniere)
    FROM (SELECT grille_id, max(date) AS derniere FROM ecrites GROUP BY grille_id) c
    WHERE g.id = c.grille_id AND (g.facturee_jusquau IS NULL OR g.facturee_jusquau < c.derniere);
    RETURN NULL;
END $$;
CREATE TRIGGER consommation_ecrite AFTER INSERT ON facturation_consommation
    REFERENCING NEW TABLE AS ecrites FOR EACH STATEMENT EXECUTE FUNCTION facturation_grilles_facturees();
CREATE TRIGGER consommation_recrite AFTER UPDATE ON facturation_consommation
    REFERENCING NEW TABLE AS ecrites FOR EACH STATEMENT EXECUTE FUNCTION facturation_grilles_facturees();
UPDATE tarifs_grille g SET facturee_jusquau = c.derniere
    FROM (SELECT grille_id, max(date) AS derniere FROM facturation_consommation GROUP BY grille_id) c
    WHERE g.id = c.grille_id;
"""
RETIRER = """
DROP TRIGGER consommation_recrite ON facturation_consommation;
DROP TRIGGER consommation_ecrite ON facturation_consommation;
DROP FUNCTION facturation_grilles_facturees();
"""


class Migration(migrations.Migration):
    dependencies = [("facturation", "0003_curseur_de_cloture"), ("tarifs", "0003_entieres_et_figees")]
    operations = [migrations.RunSQL(INSTALLER, RETIRER)]
