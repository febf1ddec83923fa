"""Who is registered for what: by the service of the agents, which refuses what is not for a class or an age."""

from datetime import datetime, time, timedelta

from common import clock
from common.errors import Refus
from commune.models import Ecole, Lieu
from demo.chargement.horloge import a_l_instant
from reservations.activites.enums import Prestation
from reservations.activites.models import Activite
from reservations.activites.services.inscriptions import inscrire

DEJEUNENT = 0.95  # of the children at the school restaurant
INSCRITS = 0.5  # and in each of the other activities
AVANT_LA_RENTREE = timedelta(days=28)
# What the service refuses because the activity is not for the child; anything else is a fault of the file.
PAS_POUR_LUI = {"ecole", "niveau", "age", "commune"}


class Inscripteur:
    """Registers the children of a school year for the activities of a town (its TOML) that have open days."""

    def __init__(self, ville, annee, *, hasard):
        self.annee, self.hasard = annee, hasard
        self.instant = datetime.combine(annee.du, time(12), tzinfo=clock.fuseau()) - AVANT_LA_RENTREE
        lieux = Lieu.objects.in_bulk(field_name="code")
        activites = Activite.objects.in_bulk(field_name="code")
        self.offres = [
            (a, activites[a["code"]], [(lieux[o["lieu"]], o) for o in a["ouvertures"]])
            for a in ville["activites"]
            if a.get("ouvertures")
        ]

    def inscrire(self, enfant, ecole: Ecole, niveau: str, *, payeurs, partout: bool, panier: bool) -> None:
        """Register a child before the year begins, from its first day, at the cost of each of its homes."""
        voulues = [
            (activite, _lieu(lieux, ecole, niveau))
            for description, activite, lieux in self.offres
            if self._y_va(description, activite, partout=partout, panier=panier)
        ]
        with a_l_instant(self.instant):
            for activite, lieu in voulues:
                if lieu:
                    self._inscrire(enfant, activite, lieu, payeurs)

    def _y_va(self, description, activite, *, partout, panier):
        """Who brings a basket goes where baskets are eaten, in place of the restaurant.

        ``partout``: the family of the logins, which uses everything but what the file keeps from it.
        """
        if description.get("panier"):
            return panier
        if activite.prestation == Prestation.REPAS:
            return not panier and (partout or self.hasard.random() < DEJEUNENT)
        return description.get("demonstration", True) if partout else self.hasard.random() < INSCRITS

    def _inscrire(self, enfant, activite, lieu, payeurs):
        for payeur in payeurs:
            try:
                inscrire(enfant, activite, lieu=lieu, payeur=payeur, du=self.annee.du, par=None)
            except Refus as refus:
                if refus.code not in PAS_POUR_LUI:
                    raise


def _lieu(lieux, ecole, niveau):
    """Give where a pupil goes for an activity: its restaurant, its school, else the first place for its class."""
    ouverts = [
        lieu
        for lieu, o in lieux
        if ecole.lieu.code in o.get("ecoles", [ecole.lieu.code]) and niveau in o.get("niveaux", niveau).split()
    ]
    proches = [lieu for lieu in (ecole.restaurant, ecole.lieu) if lieu in ouverts]
    return next(iter(proches or ouverts), None)
