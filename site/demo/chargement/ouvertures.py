"""The days that open: the school year, then each session of holidays with its booking period."""

from datetime import date, datetime, time, timedelta

from common import clock
from commune.models import AnneeScolaire, Lieu, Vacances
from demo.chargement.activites import poser, poser_delai
from reservations.activites.models import Activite, PeriodeReservation
from reservations.activites.services.ouvertures import ouvrir_partout

# Shorter holidays (the bridge of Ascension) are no session: the centres are closed.
SESSION = timedelta(days=5)
OUVERTURE = time(8)


def ouvrir_places(ville: dict, annee: AnneeScolaire) -> None:
    """Open a school year as an agent does: its days, then each session; with the periods that the file tells.

    ``periodes``: school time is booked from holidays to holidays; ``sessions``: each holidays. Both say how many days
    before their first day bookings open (``ouvre``) and, where they close before the end, close (``ferme``).
    """
    vacances = list(Vacances.objects.filter(zone=ville["commune"]["zone"], du__range=(annee.du, annee.au)))
    vacances = [v for v in vacances if v.au - v.du >= SESSION]
    for description in ville.get("activites", []):
        lieux = Lieu.objects.in_bulk([o["lieu"] for o in description.get("ouvertures", [])], field_name="code")
        activite = Activite.objects.get(code=description["code"])
        paires = [(activite, lieu) for lieu in lieux.values()]
        if not paires:
            continue
        if activite.jours:
            if "periodes" in description:
                _periodes_de_classe(activite, description["periodes"], annee, vacances)
            ouvrir_partout(paires, du=annee.du, au=annee.au, par=None, vacances=False)
        if activite.jours_vacances:
            for v in vacances:
                session = _bornes(description["sessions"], v.nom, v.du) if "sessions" in description else None
                ouvrir_partout(paires, du=v.du, au=v.au, par=None, vacances=True, session=session)
        _delais_des_periodes(activite, description)


def _bornes(regle: dict, nom: str, du: date):
    """Give (name, opening, closing) of the booking period that starts on ``du``."""
    heure = regle.get("heure", OUVERTURE)

    def avant(jours):
        return datetime.combine(du - timedelta(days=jours), heure, tzinfo=clock.fuseau())

    return f"{nom} {du.year}", avant(regle["ouvre"]), avant(regle["ferme"]) if "ferme" in regle else None


def _periodes_de_classe(activite, regle, annee, vacances):
    """Write a booking period from each holidays to the next."""
    debuts = [annee.du, *(v.au + timedelta(days=1) for v in vacances)]
    fins = [*(v.du - timedelta(days=1) for v in vacances), annee.au]
    for rang, (du, au) in enumerate(zip(debuts, fins, strict=True), 1):
        nom, ouvre_le, ferme_le = _bornes(regle, f"Période {rang},", du)
        valeurs = {"nom": nom, "ouvre_le": ouvre_le, "ferme_le": ferme_le}
        poser(PeriodeReservation, {"activite": activite, "du": du, "au": au}, valeurs)


def _delais_des_periodes(activite, description):
    """Write the deadlines of the periods whose name begins as the file says: « Vacances de Noël »."""
    for d in description.get("delais", []):
        if "periode" in d:
            for periode in activite.periodes.filter(nom__startswith=d["periode"]):
                poser_delai(activite, d, periode=periode)
