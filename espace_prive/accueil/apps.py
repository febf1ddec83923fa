from django.apps import AppConfig


class AccueilConfig(AppConfig):
    name = "espace_prive.accueil"
    label = "accueil"
    verbose_name = "accueil privé"

    def ready(self):
        """Register who the news may be addressed to, who each family is, and what one can do here."""
        from cms_pages.extensions import PROFILS, PUBLICS, SERVICES, ChoixDePublic
        from espace_prive.accueil import site_public

        PUBLICS.register(ChoixDePublic(cle="ecoles", lister=site_public.ecoles))
        PUBLICS.register(ChoixDePublic(cle="activites", lister=site_public.activites))
        PROFILS.register(site_public.profils_de)
        for service in site_public.services_du_portail():
            SERVICES.register(service)
