"""Prepare a new site: the roles of the staff, the public home, the rights over it. Idempotent."""

from django.core.management.base import BaseCommand

from cms_pages.services import (
    installer_accueil,
    installer_actualites_des_familles,
    installer_droits_des_pages,
    installer_rubriques,
    nommer_le_site,
    tout_indexer,
)
from cms_pages.tasks import planifier as planifier_les_pages
from common import clock
from common.tasks import planifier
from commune.services import importer_annee, reglages
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles


class Command(BaseCommand):
    help = "Installe les rôles, l’accueil public, les droits et le calendrier scolaire ; peut être relancée."

    def handle(self, *args, **options):
        planifier()
        groupes = installer_roles()
        portail = f"{reglages().nom_du_portail} – {reglages().nom}"
        accueil = installer_accueil(titre=f"Bienvenue – {portail}")
        nommer_le_site(portail)
        installer_rubriques(accueil)
        installer_actualites_des_familles(accueil)
        installer_droits_des_pages(
            redacteurs=[groupes[Role.REDACTEUR]],
            publicateurs=[groupes[Role.PUBLICATEUR], groupes[Role.ADMINISTRATEUR]],
        )
        planifier_les_pages()
        tout_indexer()
        aujourdhui = clock.aujourdhui()
        debut = aujourdhui.year if aujourdhui.month >= 8 else aujourdhui.year - 1
        annee = importer_annee(debut, zone=reglages().zone)
        self.stdout.write(f"Rôles, accueil public et calendrier {annee} installés.")
