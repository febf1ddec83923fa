from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "factures.paiements"
    label = "paiements"
    verbose_name = "paiements"

    def ready(self):
        """Avoirs settle what is due, new invoices use their payer’s credit; a payer with a credit is not erased; a
        town that installs is told that its bank is unknown.
        """
        from common.a_faire import SOURCES
        from commune.extensions import RESTE_A_REGLER
        from espace_prive.famille.extensions import RETENUES, SECTIONS
        from espace_prive.famille.extensions.recherches import RECHERCHES
        from factures.facturation import extensions
        from factures.paiements.a_faire import a_payer
        from factures.paiements.agents.recherche import chercher
        from factures.paiements.agents.section import SECTION
        from factures.paiements.manques import de_la_banque
        from factures.paiements.reading import en_cours
        from factures.paiements.services import imputer_avoir, imputer_credits
        from factures.paiements.services.imputations import avoirs_disponibles_du_foyer, paiements_disponibles_du_foyer

        SOURCES.register(a_payer)
        RECHERCHES.register(chercher, order=30)
        SECTIONS.register(SECTION, order=41)
        RESTE_A_REGLER.register(de_la_banque, order=50)
        extensions.PAIEMENTS_EN_COURS.register(en_cours)
        extensions.A_L_EMISSION_D_UN_AVOIR.register(imputer_avoir)
        extensions.A_L_EMISSION_DE_FACTURES.register(imputer_credits)
        RETENUES.register(paiements_disponibles_du_foyer)
        RETENUES.register(avoirs_disponibles_du_foyer)
