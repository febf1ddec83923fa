"""A grid is whole when the transaction ends; once it has priced what is billed, only its end may still change."""

from django.db import migrations

INSTALLER = """
CREATE FUNCTION tarifs_grille_entiere() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cle bigint;
    g tarifs_grille%ROWTYPE;
    colonnes smallint[];
    formes integer;
    faute text;
BEGIN
    IF TG_TABLE_NAME = 'tarifs_grille' THEN cle := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN cle := OLD.grille_id;
    ELSE cle := NEW.grille_id;
    END IF;
    SELECT * INTO g FROM tarifs_grille WHERE id = cle;
    IF NOT FOUND THEN RETURN NULL; END IF;

    -- Each column has the same bounds, and one price without limit.
    SELECT array_agg(c.colonne ORDER BY c.colonne), count(DISTINCT c.bornes) INTO colonnes, formes
    FROM (
        SELECT colonne, array_agg(jusqua ORDER BY jusqua) || count(*) FILTER (WHERE jusqua IS NULL)::numeric AS bornes
        FROM tarifs_tranche WHERE grille_id = cle GROUP BY colonne
    ) c;
    IF colonnes IS NULL OR NOT 1 = ANY (colonnes) THEN faute := 'elle n''a aucune tranche';
    ELSIF formes > 1 THEN faute := 'une colonne n''a pas les mêmes tranches que les autres';
    ELSIF (SELECT count(*) FROM tarifs_tranche WHERE grille_id = cle AND colonne = 1 AND jusqua IS NULL) <> 1 THEN
        faute := 'il lui manque la dernière tranche, sans limite';
    ELSIF colonnes[array_upper(colonnes, 1)] > cardinality(array_remove(colonnes, 0::smallint)) THEN
        faute := 'il lui manque une colonne';
    ELSIF (0 = ANY (colonnes)) <> (g.exterieur = 'colonne') THEN
        faute := 'la colonne hors commune manque, ou n''a pas lieu d''être';
    ELSIF EXISTS (SELECT 1 FROM tarifs_tranche WHERE grille_id = cle AND (taux IS NOT NULL) <> (g.forme = 'effort')) THEN
        faute := 'ses tranches ne sont pas de sa forme';
    ELSIF g.forme = 'unique' AND EXISTS (SELECT 1 FROM tarifs_tranche WHERE grille_id = cle AND jusqua IS NOT NULL) THEN
        faute := 'un prix unique n''a qu''une tranche';
    ELSIF EXISTS (SELECT 1 FROM tarifs_tranche WHERE grille_id = cle AND prix_haut IS NOT NULL)
        AND (g.forme <> 'interpolees' OR 2 = ANY (colonnes)) THEN
        faute := 'un prix qui monte dans la tranche demande une seule colonne';
    ELSIF g.fratrie = 'aucune' AND (2 = ANY (colonnes) OR cardinality(g.reductions) > 0) THEN
        faute := 'des colonnes ou des réductions demandent de compter la fratrie';
    ELSIF EXISTS (SELECT 1 FROM unnest(g.reductions) r WHERE r < 0 OR r > 100 OR r IS NULL) THEN
        faute := 'une réduction est entre 0 et 100 %';
    END IF;
    IF faute IS NOT NULL THEN
        RAISE EXCEPTION 'La grille « % » n''est pas complète : %.', g.nom, faute
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grille_entiere
    AFTER INSERT OR UPDATE OF forme, exterieur, fratrie, reductions ON tarifs_grille
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tarifs_grille_entiere();
CREATE CONSTRAINT TRIGGER grille_entiere AFTER INSERT OR UPDATE OR DELETE ON tarifs_tranche
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tarifs_grille_entiere();

CREATE FUNCTION tarifs_grille_figee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    apres tarifs_grille%ROWTYPE;
BEGIN
    IF OLD.facturee_jusquau IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        apres := NEW;
        apres.au := OLD.au;
        apres.facturee_jusquau := OLD.facturee_jusquau;
        IF apres IS NOT DISTINCT FROM OLD AND NEW.facturee_jusquau >= OLD.facturee_jusquau THEN
            IF NEW.au < NEW.facturee_jusquau THEN
                RAISE EXCEPTION 'Cette grille a servi à facturer jusqu''au % : elle ne peut pas finir avant.',
                    to_char(NEW.facturee_jusquau, 'DD/MM/YYYY') USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Cette grille a servi à facturer : créez une nouvelle version à partir d''une date.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER grille_figee BEFORE UPDATE OR DELETE ON tarifs_grille
    FOR EACH ROW EXECUTE FUNCTION tarifs_grille_figee();

CREATE FUNCTION tarifs_tranche_figee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tarifs_grille WHERE facturee_jusquau IS NOT NULL
        AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.grille_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.grille_id END)
    ) THEN
        RAISE EXCEPTION 'Cette grille a servi à facturer : créez une nouvelle version à partir d''une date.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER tranche_figee BEFORE INSERT OR UPDATE OR DELETE ON tarifs_tranche
    FOR EACH ROW EXECUTE FUNCTION tarifs_tranche_figee();
"""
RETIRER = """
DROP TRIGGER tranche_figee ON tarifs_tranche;
DROP FUNCTION tarifs_tranche_figee();
DROP TRIGGER grille_figee ON tarifs_grille;
DROP FUNCTION tarifs_grille_figee();
DROP TRIGGER grille_entiere ON tarifs_tranche;
DROP TRIGGER grille_entiere ON tarifs_grille;
DROP FUNCTION tarifs_grille_entiere();
"""


class Migration(migrations.Migration):
    dependencies = [('tarifs', '0001_initial')]
    operations = [migrations.RunSQL(INSTALLER, RETIRER)]
