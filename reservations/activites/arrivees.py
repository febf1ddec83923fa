"""A child who is added to a family's file is registered on the same page: one choice by activity, where."""

from django import forms

from common import clock
from common.errors import Refus
from commune.models import Lieu
from espace_prive.famille.extensions.arrivees import Arrivee
from espace_prive.famille.models import Payeur
from reservations.activites.models import Activite
from reservations.activites.services.inscriptions import inscrire
from reservations.activites.services.places import lieux_ouverts

PREFIXE = "inscrire_"


def champs() -> dict:
    """One field by activity that has something to book: not registered, or where."""
    return {
        f"{PREFIXE}{activite.pk}": forms.ChoiceField(
            label=f"Inscrire : {activite.nom}", required=False,
            choices=[("", "Non"), *((str(lieu.pk), lieu.nom) for lieu in lieux)],
        )
        for activite in Activite.objects.reservables()
        if (lieux := list(lieux_ouverts(activite)))
    }  # fmt: skip


def faire(enfant, foyer, donnees, *, par) -> None:
    """Register from today where it was chosen, at the cost of this home."""
    for nom, lieu in donnees.items():
        if not (lieu and nom.startswith(PREFIXE)):
            continue
        activite = Activite.objects.get(pk=int(nom.removeprefix(PREFIXE)))
        try:
            inscrire(
                enfant, activite, lieu=Lieu.objects.get(pk=lieu), payeur=Payeur.objects.get(foyer=foyer),
                du=clock.aujourdhui(), par=par,
            )  # fmt: skip
        except Refus as refus:
            refus.champ = nom
            raise


ARRIVEE = Arrivee(cle="inscriptions", champs=champs, faire=faire)
