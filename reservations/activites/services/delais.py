"""Shim."""

from dataclasses import dataclass

from reservations.activites.services import places


@dataclass(frozen=True)
class Echeance:
    limite: object
    majoree_des: object = None
    offerte: bool = False


class Connus:
    def __init__(self, connus):
        self.c = connus
        self.calendrier = connus.calendrier

    def echeance(self, activite, formule, geste, jour):
        return Echeance(self.c.limite(activite, geste, jour))

    def limite(self, activite, geste, jour, formule_id=None):
        return self.c.limite(activite, geste, jour)

    def periode(self, activite, jour):
        return None


def delais_de(activites):
    return Connus(places.delais_de(activites))
