"""What is on the plates of the days shown, and what a child's file says of it: an information, never a promise."""

from cms_pages.enums import Allergene
from cms_pages.menus.services import assiette_de, assiettes
from common.web.memory import remember
from common.words import typo
from espace_prive.sante.reading import allergies as allergies_de
from reservations.activites.enums import Prestation
from reservations.planning.planche import Planche
from reservations.planning.rules import EtatJour


def assiettes_de(planche) -> dict:
    """Give what is on the plates of these days when a meal is shown."""
    repas = any(p.activite.prestation == Prestation.REPAS for p in planche.pistes)
    cle = f"assiettes.{planche.du}.{planche.au}"
    return remember(cle, lambda: assiettes(planche.du, planche.au)) if repas else {}


def allergenes_servis(acteur, planche: Planche) -> list[str]:
    """Say where a child who eats meets what its file names: to who keeps that file, in person."""
    confies = set() if acteur.agit_pour else planche.moi.confies & {p.enfant.pk for p in planche.pistes}
    allergies = allergies_de(confies)
    connues, dits = assiettes_de(planche) if allergies else {}, {}
    for piste, _, cases in planche.lignes:
        allergie = allergies.get(piste.enfant.pk)
        if allergie is None or piste.activite.prestation != Prestation.REPAS:
            continue
        for case in cases:
            servie = assiette_de(connues, piste.inscription.lieu_id, case.jour)
            if servie and (case.apres or case.avant) and case.etat != EtatJour.ABSENCE:
                phrase = _dire_les_allergenes(piste.enfant.prenom, case.jour, servie, allergie)
                dits[case.jour, piste.enfant.pk] = phrase
    return [dits[cle] for cle in sorted(dits) if dits[cle]]


def _dire_les_allergenes(prenom, jour, servie, allergie) -> str:
    """« Jeudi 3 décembre, Zoé : arachides dans le dessert (Brownie) ; son panier-repas est attendu. »"""
    trouves = [
        f"{typo.enumeration(Allergene(code).label for code in codes if code in allergie.allergenes)} dans « {nom} » "
        f"({service})"
        for service, nom, codes in servie.allergenes
        if allergie.allergenes & set(codes)
    ]
    if not trouves:
        return ""
    suite = " ; son panier-repas est attendu" if allergie.panier else ""
    return typo.typographier(f"{typo.date_longue(jour).capitalize()}, {prenom} : {', '.join(trouves)}{suite}.")
