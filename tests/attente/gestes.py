"""A full day, who waits for it, and what must always be true of waiting lists."""

import uuid
from datetime import date

from django.db.models import Count, F, Q

from reservations.activites.models import Capacite, Creneau
from reservations.activites.services.places import ouvrir
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import Voulue, demander
from reservations.planning.enums import EtatReservation, Sens
from reservations.planning.models import Reservation
from reservations.planning.services import Souhait, enregistrer_demande, etudier, montant_montre
from reservations.planning.verification import ecarts
from tests.factories.famille import famille
from tests.factories.reservations import piste_de

LUNDI_16, MARDI_17, JEUDI_19 = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 19)


def pleine(donges, *jours, places=1, attendent=3):
    """Open these days with few places, taken by as many homes; give those, and as many that have nothing."""
    Capacite.objects.update_or_create(
        activite=donges.cantine, lieu=donges.restaurant, defaults={"places": places, "jours": []}
    )
    for jour in jours:
        ouvrir(donges.cantine, donges.restaurant, du=jour, au=jour)
    dedans = [famille(donges) for _ in range(places)]
    for maison in dedans:
        for jour in jours:
            reserver(maison, jour)
    return dedans, [famille(donges) for _ in range(attendent)]


def faire(maison, jour, sens, piste=None):
    souhaits = [Souhait(piste or sa_piste(maison), (piste or sa_piste(maison)).formules[0], jour, sens)]
    reponses, _ = etudier(souhaits)
    return enregistrer_demande(
        souhaits, numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
        montant_vu=montant_montre(reponses), entiere=True,
    )  # fmt: skip


def reserver(maison, jour, piste=None):
    return faire(maison, jour, Sens.AJOUT, piste)


def annuler(maison, jour, piste=None):
    return faire(maison, jour, Sens.RETRAIT, piste)


def sa_piste(maison):
    return piste_de(maison.inscriptions[0])


def attendre(maison, jour, *, piste=None, formule=None, par=None):
    """Ask for a day; give what waits, or raise on a refusal, which no test expects here."""
    piste = piste or sa_piste(maison)
    (reponse,) = demander([Voulue(piste, formule or piste.formules[0], jour)], par=par or maison.utilisateur)
    assert reponse.non is None, reponse.non
    return reponse.attente


def etats(*attentes) -> list[str]:
    connus = dict(Attente.objects.values_list("pk", "etat"))
    return [connus[a.pk] for a in attentes]


def verifier() -> None:
    """The counters are true, nothing is oversold, an offer holds its places, who waits lacks one."""
    assert ecarts() == []
    assert not Creneau.objects.filter(places__isnull=False, prises__gt=F("places") + F("surbooking")).exists()
    comptes = Creneau.objects.annotate(vus=Count("attendues", filter=Q(attendues__manque=True)))
    assert [(c.pk, c.attendus, c.vus) for c in comptes if c.attendus != c.vus] == []
    en_attente = Attente.objects.filter(etat=EtatAttente.EN_ATTENTE)
    assert not en_attente.exclude(places__manque=True).exists(), "somebody waits for nothing"
    assert not Attente.objects.exclude(etat=EtatAttente.EN_ATTENTE).filter(places__isnull=False).exists()
    for attente in Attente.objects.filter(etat=EtatAttente.ACCEPTEE).select_related("reservation"):
        assert attente.reservation_id
        assert attente.reservation.expire_le is None
    offertes = Reservation.objects.filter(etat=EtatReservation.PROPOSEE)
    assert not offertes.filter(attente__isnull=True).exists(), "an offer that nobody follows"
