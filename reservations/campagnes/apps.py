from django.apps import AppConfig


class CampagnesConfig(AppConfig):
    name = "reservations.campagnes"
    label = "campagnes"
    verbose_name = "campagnes et rendez-vous"

    def ready(self):
        """What families are asked is to do, is shown in the agenda and in the week, and is recalled in its time."""
        from common.a_faire import SOURCES
        from common.archive import PARTIES
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_FREQUENTS
        from espace_prive.agenda.extensions import EVENEMENTS
        from reservations.campagnes import archive
        from reservations.campagnes.a_faire import a_choisir, a_repondre
        from reservations.campagnes.presentation import annonces, evenements
        from reservations.campagnes.services.campagnes import oublier_les_reponses
        from reservations.campagnes.services.relances import relancer
        from reservations.campagnes.services.rendezvous import oublier, rappeler
        from reservations.planning.extensions import ANNONCES

        for partie in archive.PARTIES:
            PARTIES.register(partie)
        SOURCES.register(a_repondre)
        SOURCES.register(a_choisir)
        EVENEMENTS.register(evenements)
        ANNONCES.register(annonces)
        TRAVAUX_FREQUENTS.register(rappeler)
        MENAGES.register(Regle("campagnes", "Réponses aux campagnes", "un an après leur fin", oublier_les_reponses))
        MENAGES.register(Regle("rendez_vous", "Rendez-vous passés", "un an après", oublier))
        TRAVAUX_FREQUENTS.register(relancer)
