"""What families are asked these days: the next holidays, and an appointment with the team that welcomes them."""

import random
from datetime import datetime, time, timedelta

from common import clock
from common.models import Courriel
from demo.identites import PARENT
from espace_prive.famille.models import Appartenance
from reservations.activites.models import Creneau, Inscription, PeriodeReservation
from reservations.campagnes.enums import Dit
from reservations.campagnes.models import Campagne, Rencontre
from reservations.campagnes.reading import cibles
from reservations.campagnes.services import campagnes, rendezvous

DEPUIS, PENDANT = timedelta(days=6), timedelta(days=9)
# Far enough for its days to be booked still: some towns ask for four weeks.
AVANT = timedelta(days=40)
REPONDENT, VIENNENT, JOURS = 0.6, 0.7, 4
HEURES = (time(17), time(19))
PRIS = 3


def charger_campagnes() -> None:
    """Ask about the next session of holidays, where the town has one; some have answered, not the demonstration's."""
    session = PeriodeReservation.objects.filter(session=True, du__gt=clock.aujourdhui() + AVANT).order_by("du").first()
    if session is None or Campagne.objects.exists():
        return
    hasard, maintenant = random.Random(17), clock.maintenant()
    periodes = list(PeriodeReservation.objects.filter(session=True, nom=session.nom, du=session.du))
    campagne = campagnes.enregistrer(
        Campagne(
            titre=session.nom, question="Votre enfant viendra-t-il pendant ces vacances ?",
            ouvre_le=maintenant - DEPUIS, ferme_le=(maintenant + PENDANT).replace(hour=17, minute=0),
        ),
        periodes, par=None,
    )  # fmt: skip
    _repondre(hasard, campagne, session)
    _proposer_des_rendez_vous(hasard, session)
    # What they were told then is not sent today.
    Courriel.objects.filter(cle__startswith="rendez-vous-").delete()


def _chez_elle() -> set[int]:
    elle = Appartenance.objects.filter(responsable__utilisateur__identifiant=PARENT.identifiant)
    return set(elle.values_list("foyer_id", flat=True))


def _repondre(hasard, campagne, session):
    inscriptions = {
        (i.enfant_id, i.payeur.foyer_id): i
        for i in Inscription.objects.filter(activite=session.activite_id).select_related("payeur").order_by("pk")
    }
    formule = session.activite.formules.order_by("pk").first()
    jours = sorted(
        set(Creneau.objects.filter(
            unite__activite=session.activite_id, date__range=(session.du, session.au), ferme=False
        ).values_list("date", flat=True))
    )  # fmt: skip
    for c in cibles(campagne):
        inscription = inscriptions.get((c.enfant, c.foyer))
        if inscription is None or formule is None or c.foyer in _chez_elle() or hasard.random() > REPONDENT:
            continue
        vient = bool(jours) and hasard.random() < VIENNENT
        choisis = sorted(hasard.sample(jours, min(JOURS, len(jours)))) if vient else []
        souhaits = [
            {"inscription": inscription.pk, "formule": formule.pk, "jour": jour.isoformat()} for jour in choisis
        ]
        reponse = (c.enfant, c.foyer, Dit.OUI if vient else Dit.NON, souhaits)
        campagnes.repondre(campagne.pk, [reponse], par=None)


def _proposer_des_rendez_vous(hasard, session):
    """Offer an evening of the next week; some hours are taken."""
    maintenant, fuseau = clock.maintenant(), clock.fuseau()
    jour = clock.aujourdhui() + timedelta(days=7)
    jour += timedelta(days=(7 - jour.weekday()) % 7 if jour.weekday() > 4 else 0)
    rencontre = rendezvous.enregistrer(
        Rencontre(
            titre="Rencontrer l’équipe du centre", lieu="Au centre, salle des familles",
            texte="Un quart d’heure pour parler de votre enfant et des vacances à venir.",
            service=session.activite.service, ouvre_le=maintenant - DEPUIS,
            ferme_le=datetime.combine(jour, time(12), fuseau),
        ),
        ecoles=[], activites=[session.activite], par=None,
    )  # fmt: skip
    debut, fin = (datetime.combine(jour, heure, fuseau) for heure in HEURES)
    rendezvous.proposer(rencontre, debut=debut, fin=fin, minutes=15, par=None)
    autres = Inscription.objects.filter(activite=session.activite_id, payeur__foyer__isnull=False)
    autres = list(autres.exclude(payeur__foyer__in=_chez_elle()).select_related("payeur").order_by("pk"))
    libres = list(rencontre.rendez_vous.order_by("debut"))
    for inscription, libre in zip(hasard.sample(autres, min(PRIS, len(autres))), libres[1:], strict=False):
        rendezvous.prendre(libre.pk, enfant=inscription.enfant_id, foyer=inscription.payeur.foyer_id, par=None)
