"""What a surcharge adds to which prices, and for how many children: told to agents before it is written."""

from decimal import Decimal

from common import clock
from common.words.typo import date_simple, montant, nombre, pluriel
from factures.tarifs.enums import FormeMajoration, FormeTarif, NatureMajoration
from factures.tarifs.models import Grille, Majoration
from factures.tarifs.phrases import pourcent
from factures.tarifs.rules_majorations import majorer
from reservations.activites.enums import Suite
from reservations.activites.models import Inscription, RegleDelai

QUAND = {
    NatureMajoration.HORS_DELAI: "Réserver après la limite",
    NatureMajoration.SANS_RESERVATION: "Venir sans réservation",
    NatureMajoration.ABSENCE: "Être absent sans excuse acceptée",
    NatureMajoration.RETARD: "Venir chercher l’enfant après l’heure",
}


def combien(majoration: Majoration) -> str:
    """« 2,00 € », « 50 % du prix »."""
    if majoration.forme == FormeMajoration.POURCENT:
        return f"{pourcent(majoration.valeur)} du prix"
    return montant(majoration.valeur)


def dire(majoration: Majoration) -> str:
    """« Réserver après la limite coûte 2,00 € de plus, du 1er septembre 2026 au 31 août 2027. »"""
    fin = f" au {date_simple(majoration.au)}" if majoration.au else ""
    debut = "du" if fin else "à partir du"
    quand = QUAND[NatureMajoration(majoration.nature)]
    return f"{quand} coûte {combien(majoration)} de plus, {debut} {date_simple(majoration.du)}{fin}."


def annoncer(majoration: Majoration, *, avant: Majoration | None = None) -> list[str]:
    """What families will pay, which prices it is added to, what it waits for to serve."""
    dites = [dire(majoration)]
    if avant is not None:
        dites.append(f"Jusqu’ici : {dire(avant)}")
    return [*dites, _enfants(majoration), *_exemples(majoration), *_reserves(majoration)]


def annoncer_retrait(majoration: Majoration) -> list[str]:
    quand = QUAND[NatureMajoration(majoration.nature)]
    return [
        f"{quand} ne coûtera plus rien de plus, même pour ce qui a déjà eu lieu et n’est pas encore facturé.",
        _enfants(majoration),
    ]


def _enfants(majoration):
    jour = max(majoration.du, clock.aujourdhui())
    inscrits = Inscription.objects.actives(jour).filter(activite=majoration.activite).values("enfant").distinct()
    n = inscrits.count()
    return f"{nombre(n)} enfant{pluriel(n)} inscrit{pluriel(n)} : {majoration.activite.nom}."


def _exemples(majoration):
    """« Repas : de 0,85 € à 4,35 € ; avec la majoration, de 2,85 € à 6,35 €. »"""
    jour = max(majoration.du, clock.aujourdhui())
    grilles = Grille.objects.en_vigueur(jour).filter(formule__activite=majoration.activite)
    for grille in grilles.select_related("formule").prefetch_related("tranches").order_by("formule__tri", "pour"):
        prix = _bornes(grille)
        plus = [p + majorer(majoration.forme, majoration.valeur, p) for p in prix]
        if prix:
            yield f"{grille.nom} : {_etendue(prix)} ; avec la majoration, {_etendue(plus)}."


def _bornes(grille) -> list[Decimal]:
    if grille.forme == FormeTarif.EFFORT:
        return [p for p in (grille.plancher, grille.plafond) if p is not None]
    prix = [tranche.prix for tranche in grille.tranches.all()]
    return [min(prix), max(prix)] if prix else []


def _etendue(prix) -> str:
    return montant(prix[0]) if prix[0] == prix[-1] else f"de {montant(prix[0])} à {montant(prix[-1])}"


def _reserves(majoration):
    if majoration.du < clock.aujourdhui():
        depuis = date_simple(majoration.du)
        yield f"Elle s’ajoute aussi à ce qui a eu lieu depuis le {depuis} et n’est pas encore facturé."
    tardives = RegleDelai.objects.filter(activite=majoration.activite, suite=Suite.MAJORATION)
    if majoration.nature == NatureMajoration.HORS_DELAI and not tardives.exists():
        yield "Aucun délai de cette activité ne laisse réserver après la limite : elle ne servira pas encore."
