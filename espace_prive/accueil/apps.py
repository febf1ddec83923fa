from django.apps import AppConfig


class AccueilConfig(AppConfig):
    name = "espace_prive.accueil"
    label = "accueil"
    verbose_name = "accueil privé"

    def ready(self):
        """Tell the pages whom their news may be addressed to, and who each family is."""
        from cms_pages import publics as pages
        from espace_prive.accueil import droits, publics

        pages.offrir("ecoles", publics.ecoles)
        pages.offrir("activites", publics.activites)
        pages.reconnaitre(publics.profils_de)
        droits.tout_offrir()
        publics.offrir_les_services()
