"""Copy an activity: all that the town set of it, nothing that families did."""

from django.db import transaction

from common.database.locks import lock
from reservations.activites.models import Activite, PeriodeReservation
from reservations.activites.services.reglages import ecrire

LIGNES = ("unites", "formules", "periodes", "groupes", "capacites", "delais")


@transaction.atomic
def copier(modele: Activite, *, nom: str, nom_courant: str, par) -> Activite:
    """Copy the activity under another name, with its rows; prices, open days and registrations are not copied."""
    neuve = _nouvelle(modele, code="", nom=nom, nom_courant=nom_courant)
    ecrire(neuve, relier=lambda: neuve.ecoles.set(modele.ecoles.all()), par=par, copie_de=str(modele))
    # By relation, then by the key of what was copied: what stands for it.
    copies: dict[str, dict[int, object]] = {}
    for relation in LIGNES:
        copies[relation] = {}
        for ligne in getattr(modele, relation).order_by("pk"):
            copies[relation][ligne.pk] = _copier(ligne, neuve, copies, par=par)
    _rendre_compatibles(modele, copies["unites"])
    return neuve


def _copier(ligne, activite, copies, *, par):
    """Copy a row to that activity, with what the copy of its like stands for."""
    remplacees = {}
    for nom, relation in (("formule", "formules"), ("periode", "periodes"), ("groupe", "groupes")):
        if cle := getattr(ligne, f"{nom}_id", None):
            remplacees[nom] = copies[relation][cle]
    neuve = _nouvelle(ligne, activite=activite, **remplacees)

    def relier():
        if hasattr(ligne, "unites"):
            neuve.unites.set(copies["unites"][u.pk] for u in ligne.unites.all())

    return ecrire(neuve, relier=relier, par=par)


def _nouvelle(objet, **champs):
    """A row like this one, not written, with these fields instead."""
    siens = {c.attname: getattr(objet, c.attname) for c in objet._meta.concrete_fields if not c.primary_key}
    neuve = type(objet)(**siens)
    for nom, valeur in champs.items():
        setattr(neuve, nom, valeur)
    return neuve


def _rendre_compatibles(modele, unites):
    """Say of the copies what was said of the units: among themselves, and with other activities' units."""
    for ancienne in modele.unites.prefetch_related("compatibles"):
        unites[ancienne.pk].compatibles.set(unites.get(autre.pk, autre) for autre in ancienne.compatibles.all())


@transaction.atomic
def copier_session(periode: PeriodeReservation, *, nom, du, au, ouvre_le, ferme_le, par) -> PeriodeReservation:
    """Copy a booking period to other dates, with the deadlines that are its own."""
    neuve = _nouvelle(periode, nom=nom, du=du, au=au, ouvre_le=ouvre_le, ferme_le=ferme_le)
    lock(periode.activite)
    ecrire(neuve, par=par, copie_de=str(periode))
    for regle in periode.delais.all():
        ecrire(_nouvelle(regle, periode=neuve), par=par)
    return neuve
