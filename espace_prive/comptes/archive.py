"""What the archive of a person contains of the account."""

from common import clock
from common.archive import Partie
from espace_prive.comptes.models import ChangementCourriel, SessionOuverte


def compte(moi, utilisateur):
    yield {
        "identifiant": utilisateur.identifiant, "courriel": utilisateur.email,
        "civilite": utilisateur.get_civilite_display(), "prenoms": utilisateur.first_name,
        "nom": utilisateur.last_name, "cree_le": utilisateur.date_joined, "derniere_connexion": utilisateur.last_login,
        "second_facteur": utilisateur.second_facteur,
    }  # fmt: skip


def appareils(moi, utilisateur):
    for appareil in utilisateur.appareils.order_by("connu_le"):
        yield {
            "nom": appareil.nom, "connu_le": appareil.connu_le, "vu_le": appareil.vu_le,
            "de_confiance_jusqu_au": appareil.confiance_jusqu_au,
        }  # fmt: skip


def sessions(moi, utilisateur):
    ouvertes = SessionOuverte.objects.filter(utilisateur=utilisateur, expire_date__gt=clock.reel())
    for session in ouvertes.select_related("appareil").order_by("ouverte_le"):
        yield {
            "appareil": session.appareil.nom if session.appareil else "", "ouverte_le": session.ouverte_le,
            "vue_le": session.vue_le, "finit_le": session.expire_date,
        }  # fmt: skip


def adresses(moi, utilisateur):
    for changement in ChangementCourriel.objects.filter(utilisateur=utilisateur).order_by("demande_le"):
        yield {
            "ancienne": changement.ancienne, "nouvelle": changement.nouvelle, "demande_le": changement.demande_le,
            "etat": changement.get_etat_display(),
        }  # fmt: skip


PARTIES = (
    Partie("compte", "Mon compte", compte, {
        "identifiant": "Identifiant", "courriel": "Adresse électronique", "civilite": "Civilité",
        "prenoms": "Prénoms", "nom": "Nom", "cree_le": "Créé le", "derniere_connexion": "Dernière connexion",
        "second_facteur": "Second facteur",
    }),
    Partie("appareils", "Mes appareils", appareils, {
        "nom": "Appareil", "connu_le": "Connu depuis", "vu_le": "Vu le",
        "de_confiance_jusqu_au": "De confiance jusqu’au",
    }),
    Partie("sessions", "Mes connexions ouvertes", sessions, {
        "appareil": "Appareil", "ouverte_le": "Ouverte le", "vue_le": "Dernière page", "finit_le": "Finit le",
    }),
    Partie("adresses", "Mes changements d’adresse électronique", adresses, {
        "ancienne": "Ancienne", "nouvelle": "Nouvelle", "demande_le": "Demandé le", "etat": "État",
    }),
)  # fmt: skip
