from django.apps import AppConfig


class PaiementsConfig(AppConfig):
    name = "factures.paiements"
    label = "paiements"
    verbose_name = "paiements"

    def ready(self):
        """Have every avoir settle what remains due, every new invoice use its payer's credit; who has one is kept."""
        from common.a_faire import SOURCES
        from espace_prive.famille.services.conservation import RETENUES
        from factures.facturation import extensions
        from factures.paiements.a_faire import a_payer
        from factures.paiements.lectures import en_cours
        from factures.paiements.services import imputer_avoir, imputer_credits
        from factures.paiements.services.imputations import (
            avoirs_disponibles_du_foyer,
            paiements_disponibles_du_foyer,
        )

        SOURCES.append(a_payer)
        extensions.paiements_en_cours.append(en_cours)
        extensions.a_l_emission_d_un_avoir.append(imputer_avoir)
        extensions.a_l_emission_de_factures.append(imputer_credits)
        RETENUES.extend([paiements_disponibles_du_foyer, avoirs_disponibles_du_foyer])
