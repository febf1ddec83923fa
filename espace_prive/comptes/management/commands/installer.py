"""Prepare a new site: the town, the roles of the staff, the public home, the rights over it. Idempotent."""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

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
from common.errors import Refus
from common.tasks import planifier
from commune.extensions import RESTE_A_REGLER
from commune.services import importer_annee, installer_ville, reglages
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles


class Command(BaseCommand):
    help = "Installe les rôles, l’accueil public, les droits et le calendrier scolaire ; peut être relancée."

    def add_arguments(self, parser):
        parser.add_argument("--ville", metavar="FICHIER", help="la ville, décrite dans un fichier TOML")

    def handle(self, *args, ville=None, **options):
        if ville:
            self._ville(ville)
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
        manques = [phrase for manques_de in RESTE_A_REGLER for phrase in manques_de()]
        self.stdout.write("\n".join(["", "Il reste à régler :", *(f"- {phrase}" for phrase in manques)]))

    def _ville(self, fichier):
        """Write the town that the file describes; what it says wrong is named, and nothing is written."""
        try:
            description = tomllib.loads(Path(fichier).read_text())
            ajouts = installer_ville(description)
        except OSError as erreur:
            raise CommandError(f"« {fichier} » ne peut pas être lu : {erreur.strerror}.") from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as erreur:
            raise CommandError(f"« {fichier} » n’est pas un fichier TOML : {erreur}.") from None
        except Refus as refus:
            raise CommandError(f"« {fichier} », {refus.phrase}") from None
        self.stdout.write(f"Ajoutés : {', '.join(ajouts) or 'rien, tout y est déjà'}.")
