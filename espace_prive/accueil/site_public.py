"""Who a family is, as news are addressed to it."""

from datetime import date

from django.urls import reverse

from cms_pages.extensions import ServiceDuPortail
from cms_pages.models import MenusPage, TarifsPage
from cms_pages.rules import Profil
from common import clock
from commune.models import Lieu
from espace_prive.accueil import reading
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.reading import AVANT_LA_RENTREE
from reservations.activites.models import Activite


def ecoles():
    """(code, name) of the town's schools."""
    return Lieu.objects.filter(ecole__isnull=False).values_list("code", "nom")


def activites():
    """(code, name) of the activities."""
    return Activite.objects.values_list("code", "nom")


def profils(enfants, inscriptions) -> list[Profil]:
    """The profiles of these children (``reading.enfants``), by their registrations (child's id, code)."""
    codes = {}
    for enfant, code in inscriptions:
        codes.setdefault(enfant, set()).add(code)
    return [
        Profil(naissance=e.naissance, ecole=e.code_ecole or "", activites=frozenset(codes.get(e.pk, ())))
        for e in enfants
    ]


def profils_de(utilisateur) -> list[Profil] | None:
    """The profiles of a person's children; None for anybody without a home and a child here."""
    moi = perimetre(utilisateur)
    if not moi.foyers and not moi.enfants:
        return None
    jour = clock.aujourdhui()
    petits = reading.enfants(enfants=moi.enfants, jour=jour, rentree=jour + AVANT_LA_RENTREE)
    inscrits = reading.activites_des_enfants(enfants=moi.enfants, foyers=moi.foyers, du=jour, au=date.max)
    return profils(petits, inscrits)


def services_du_portail():
    """What one can do on the portal, for the search of the public site."""

    def vers(nom):
        return lambda: reverse(nom)

    def page(modele):
        return lambda: trouvee.get_url() if (trouvee := modele.objects.live().public().first()) else ""

    def service(titre, adresse, phrase, mots):
        return ServiceDuPortail(titre=titre, adresse=adresse, phrase=phrase, mots=mots)

    return [
        service(
            "Réserver ou annuler des repas", vers("planning:choisir"), "Dans votre espace : cochez les jours.",
            "réserver réservation cantine restauration scolaire périscolaire planning annuler calendrier inscrire",
        ),
        service(
            "Signaler une absence", vers("planning:absence"), "Dans votre espace : l’enfant est malade ou absent.",
            "absent absence malade cantine prévenir",
        ),
        service(
            "Payer une facture", vers("facturation:liste"), "Dans votre espace : par carte bancaire, à toute heure.",
            "payer paiement régler règlement facture factures carte bancaire cantine",
        ),
        service(
            "Les menus", page(MenusPage), "Semaine par semaine, avec les allergènes.",
            "menu menus cantine repas manger allergie allergènes restauration scolaire",
        ),
        service(
            "Les tarifs", page(TarifsPage), "Toutes les grilles, selon le quotient familial.",
            "tarif tarifs prix coût combien quotient familial qf cantine périscolaire",
        ),
        service(
            "Calculer mon tarif", vers("tarifs:calculer"), "Avec ou sans quotient familial, sans se connecter.",
            "calculer simulateur tarif prix quotient familial qf",
        ),
        service(
            "Créer mon espace", vers("ouverture:creer_espace"), "Avec la clé reçue de la mairie, ou sans clé.",
            "créer espace compte inscription inscrire clé enfance",
        ),
        service(
            "Nous écrire", vers("messagerie:ecrire"), "Un message au service de votre choix.",
            "écrire contact contacter joindre message mairie téléphone",
        ),
    ]  # fmt: skip
