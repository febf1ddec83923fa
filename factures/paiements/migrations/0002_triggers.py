"""Money is added, never edited, and an imputation fits its source and its invoice: the database says so itself."""

from django.db import migrations

INSTALLER = """
CREATE FUNCTION paiements_immuable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Un paiement reçu et son imputation ne se modifient pas.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER paiement_immuable BEFORE UPDATE OR DELETE ON paiements_paiement
    FOR EACH ROW EXECUTE FUNCTION paiements_immuable();
CREATE TRIGGER imputation_immuable BEFORE UPDATE OR DELETE ON paiements_imputation
    FOR EACH ROW EXECUTE FUNCTION paiements_immuable();

CREATE FUNCTION paiements_imputation_bornee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    facture record;
    source record;
BEGIN
    -- The same order of locks as the services: the invoice, then the payment.
    SELECT f.payeur_id, f.regie_id, f.total AS montant INTO facture FROM facturation_facture f
        WHERE f.id = NEW.facture_id AND f.nature = 'facture' FOR NO KEY UPDATE;
    IF NEW.paiement_id IS NOT NULL THEN
        SELECT p.payeur_id, p.regie_id, p.montant INTO source FROM paiements_paiement p
            WHERE p.id = NEW.paiement_id FOR NO KEY UPDATE;
    ELSE
        SELECT a.payeur_id, a.regie_id, -a.total AS montant INTO source FROM facturation_facture a
            WHERE a.id = NEW.avoir_id AND a.nature = 'avoir' FOR NO KEY UPDATE;
    END IF;
    IF facture IS NULL OR source IS NULL
        OR (facture.payeur_id, facture.regie_id) IS DISTINCT FROM (source.payeur_id, source.regie_id) THEN
        RAISE EXCEPTION 'Une imputation va d''un paiement ou d''un avoir à une facture du même payeur.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.montant + (SELECT COALESCE(SUM(i.montant), 0) FROM paiements_imputation i
                      WHERE i.facture_id = NEW.facture_id) > facture.montant THEN
        RAISE EXCEPTION 'Les imputations dépassent le montant de la facture.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.montant + (SELECT COALESCE(SUM(i.montant), 0) FROM paiements_imputation i
                      WHERE i.paiement_id = NEW.paiement_id OR i.avoir_id = NEW.avoir_id) > source.montant THEN
        RAISE EXCEPTION 'Les imputations dépassent la somme reçue.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER imputation_bornee BEFORE INSERT ON paiements_imputation
    FOR EACH ROW EXECUTE FUNCTION paiements_imputation_bornee();
"""
RETIRER = """
DROP TRIGGER imputation_bornee ON paiements_imputation;
DROP FUNCTION paiements_imputation_bornee();
DROP TRIGGER imputation_immuable ON paiements_imputation;
DROP TRIGGER paiement_immuable ON paiements_paiement;
DROP FUNCTION paiements_immuable();
"""


class Migration(migrations.Migration):
    dependencies = [('paiements', '0001_initial'), ('facturation', '0002_triggers')]
    operations = [migrations.RunSQL(INSTALLER, RETIRER)]
