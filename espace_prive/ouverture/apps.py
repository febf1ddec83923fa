from django.apps import AppConfig


class OuvertureConfig(AppConfig):
    name = "espace_prive.ouverture"
    label = "ouverture"
    verbose_name = "ouverture des espaces"

    def ready(self):
        """Show each adult’s way in on the family file; forget at night what served."""
        from common.tasks import MENAGES
        from espace_prive.comptes.extensions import A_LA_FERMETURE, POUR_UN_AUTRE
        from espace_prive.famille.acces.portee import LIENS
        from espace_prive.famille.extensions import ADULTES, EFFACEURS, GESTES, SECTIONS
        from espace_prive.famille.extensions.recherches import RECHERCHES
        from espace_prive.ouverture.agents.recherche import chercher
        from espace_prive.ouverture.agents.section import SECTION, gestes
        from espace_prive.ouverture.cles import dire_les_cles
        from espace_prive.ouverture.middleware import CLE
        from espace_prive.ouverture.querysets import par_une_cle
        from espace_prive.ouverture.services import menage
        from espace_prive.ouverture.services.fermeture import noter_la_fermeture

        ADULTES.register(dire_les_cles)
        SECTIONS.register(SECTION, order=5)
        GESTES.register(gestes, order=10)
        RECHERCHES.register(chercher, order=40)
        LIENS.register(par_une_cle)
        A_LA_FERMETURE.register(noter_la_fermeture)
        POUR_UN_AUTRE.register(CLE)
        EFFACEURS.register(menage.effacer)
        for regle in menage.REGLES:
            MENAGES.register(regle)
