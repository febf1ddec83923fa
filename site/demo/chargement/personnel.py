"""The staff of the demonstration, each with its role and its second factor."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from commune.enums import GenreDeLieu
from commune.models import Lieu, Service
from demo.chargement.familles import compte
from demo.identites import PERSONNEL, SECRET_HEX
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation, Utilisateur
from espace_prive.comptes.services import installer_roles

# Those who keep one place of their service.
D_UN_LIEU = (Role.AGENT_DE_SERVICE, Role.ANIMATEUR)


def charger_personnel(ville: dict) -> None:
    """Make the staff once; roles are brought up to date each time. The agents work for the first activity.

    One is at the desk for all services; another reads the families of one restaurant, where a third notes who came.
    """
    groupes = installer_roles()
    service = ville["activites"][0]["service"]
    for identite in (personne.dans(ville) for personne in PERSONNEL):
        if Utilisateur.objects.filter(identifiant=identite.identifiant).exists():
            continue
        role = Role(identite.role)
        utilisateur = compte(identite, is_staff=True, is_superuser=role == Role.ADMINISTRATEUR, second_facteur=True)
        utilisateur.groups.add(groupes[role])
        TOTPDevice.objects.create(user=utilisateur, name="Application", key=SECRET_HEX, confirmed=True)
        if role in (Role.AGENT, *D_UN_LIEU, Role.RESPONSABLE):
            restaurant = Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT).order_by("pk").last()
            Habilitation.objects.create(
                utilisateur=utilisateur, service=Service.objects.get(code=service),
                lieu=restaurant if role in D_UN_LIEU else None,
            )  # fmt: skip
