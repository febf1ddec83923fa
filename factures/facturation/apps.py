from django.apps import AppConfig


class FacturationConfig(AppConfig):
    name = "factures.facturation"
    label = "facturation"
    verbose_name = "facturation"

    def ready(self):
        """A household that owes something is not erased, nor books where the town says so; what is billed is known."""
        from espace_prive.famille.extensions import RETENUES, SECTIONS
        from espace_prive.famille.extensions.recherches import RECHERCHES
        from factures.facturation.agents.recherche import chercher
        from factures.facturation.agents.section import SECTION
        from factures.facturation.reading import dues_du_foyer, impayes, majoration_facturee, sur_factures
        from factures.facturation.services.cloture import mois_factures
        from factures.facturation.services.journal import chiffrer
        from factures.tarifs.extensions import MAJORATIONS_FACTUREES
        from reservations.activites.extensions import CONDITIONS
        from reservations.interventions.extensions import CHIFFRAGES
        from reservations.planning.extensions import MOIS_FACTURES, SUR_FACTURES

        CHIFFRAGES.register(chiffrer)
        SUR_FACTURES.register(sur_factures)
        MOIS_FACTURES.register(mois_factures)
        MAJORATIONS_FACTUREES.register(majoration_facturee)
        CONDITIONS.register(impayes)
        RETENUES.register(dues_du_foyer)
        SECTIONS.register(SECTION, order=40)
        RECHERCHES.register(chercher, order=10)
