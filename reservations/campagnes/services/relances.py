"""The mails of campaigns: at the opening, so many days before the end, by hand; to who has not answered, once each."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.mails.courriels import envoyer
from common.words import typo
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from reservations.campagnes import reading, rules
from reservations.campagnes.enums import EtatDeCampagne
from reservations.campagnes.models import Campagne, Relance

# Mails leave by day: who sleeps has time until the evening.
DE, A = 8, 21
# So long after bookings opened, it is no news any more.
NOUVELLE = timedelta(days=2)


def relancer() -> int:
    """Send what is due of each open campaign. Idempotent; quick when nothing is."""
    if not DE <= clock.maintenant().astimezone(clock.fuseau()).hour < A:
        return 0
    envoyes = 0
    for connue in reading.connues():
        if connue.ouverte:
            faites = dict(Relance.objects.filter(campagne=connue.pk).values_list("etape", "faite_le"))
            dues = rules.etapes_dues(
                connue.rappels, connue.ouvre_le, connue.ferme_le, maintenant=clock.maintenant(), faites=faites
            )
            if dues:
                envoyes += _envoyer(Campagne.objects.get(pk=connue.pk), dues[-1])
                # What was due before is said by the last one.
                Relance.objects.bulk_create(
                    [Relance(campagne_id=connue.pk, etape=etape) for etape in dues[:-1]], ignore_conflicts=True
                )
        envoyes += _dire_que_tout_ouvre(connue)
    return envoyes


def _dire_que_tout_ouvre(connue) -> int:
    """Tell who wished days that their bookings have just opened: one mail an opening."""
    maintenant, envoyes = clock.maintenant(), 0
    for ouvre_le in sorted({p.ouvre_le for p in connue.periodes}):
        etape = f"reservations-{ouvre_le:%Y%m%d%H%M}"
        recente = connue.ouvre_le < ouvre_le <= maintenant < ouvre_le + NOUVELLE
        if recente and not Relance.objects.filter(campagne=connue.pk, etape=etape).exists():
            campagne = Campagne.objects.get(pk=connue.pk)
            foyers = reading.foyers_qui_souhaitent(connue)
            for adulte in _adultes(foyers):
                envoyer(
                    cle=f"campagne-{connue.pk}-{etape}-{adulte.pk}", a=adulte.email, campagne=campagne,
                    objet=f"{connue.titre} : les réservations sont ouvertes", gabarit="courriels/campagne_ouverte",
                    lien=reverse("campagnes:reserver", args=[connue.pk]),
                )  # fmt: skip
                envoyes += 1
            Relance.objects.get_or_create(campagne=campagne, etape=etape, defaults={"nombre": envoyes})
    return envoyes


def _adultes(foyers) -> list[Responsable]:
    lus = Appartenance.objects.a_prevenir().filter(foyer__in=foyers).exclude(responsable__email="")
    return list({h.responsable_id: h.responsable for h in lus.select_related("responsable")}.values())


def _envoyer(campagne, etape, *, par=None, cibles=None) -> int:
    """Write to the adults of homes that have not answered; the stage is then done, whoever it was for."""
    lettres = a_relancer(campagne, cibles)
    for adulte, prenoms in lettres:
        envoyer(
            cle=f"campagne-{campagne.pk}-{etape}-{adulte.pk}", a=adulte.email, **_lettre(campagne, prenoms),
            expire_le=campagne.ferme_le,
        )  # fmt: skip
    Relance.objects.get_or_create(campagne=campagne, etape=etape, defaults={"nombre": len(lettres), "par": par})
    return len(lettres)


def _lettre(campagne, prenoms) -> dict:
    return {
        "objet": f"{campagne.titre} : votre réponse pour {prenoms}",
        "gabarit": "courriels/campagne",
        "campagne": campagne,
        "prenoms": prenoms,
        "lien": reverse("campagnes:repondre", args=[campagne.pk]),
    }


def a_relancer(campagne, cibles=None) -> list[tuple[Responsable, str]]:
    """Give (adult with an address, first names of the children for whom it has not answered)."""
    cibles = reading.cibles(campagne) if cibles is None else cibles
    muettes = reading.sans_reponse(campagne, cibles)
    enfants = Enfant.objects.in_bulk({enfant for enfant, _ in muettes})
    ecartes = set(
        LienParental.objects.filter(en_cours(), restreint=True, enfant__in=enfants).values_list(
            "responsable", "enfant"
        )
    )
    habitants = Appartenance.objects.a_prevenir().filter(foyer__in={foyer for _, foyer in muettes})
    par_adulte: dict[int, tuple[Responsable, list[Enfant]]] = {}
    lus = habitants.exclude(responsable__email="").select_related("responsable")
    for h in lus.order_by("responsable__tri", "pk"):
        for enfant, foyer in sorted(muettes):
            if foyer == h.foyer_id and (h.responsable_id, enfant) not in ecartes:
                par_adulte.setdefault(h.responsable_id, (h.responsable, []))[1].append(enfants[enfant])
    return [
        (adulte, typo.enumeration(dict.fromkeys(e.prenom for e in sorted(siens, key=lambda e: (e.naissance, e.pk)))))
        for adulte, siens in par_adulte.values()
    ]


def apercu(campagne, lettres) -> dict | None:
    """Give the words of the mail as the first of them would read it."""
    return _lettre(campagne, lettres[0][1]) if lettres else None


@transaction.atomic
def relancer_maintenant(campagne: Campagne, *, par, cibles) -> int:
    """Remind by hand the families of ``cibles`` that have not answered. Raise Refus: ``close``, ``personne``."""
    campagne = lock(campagne)
    if campagne.etat != EtatDeCampagne.OUVERTE:
        raise Refus("La campagne n’est pas ouverte : personne ne pourrait répondre.", code="close")
    nombre = _envoyer(campagne, f"main-{clock.maintenant():%Y%m%d%H%M%S}", par=par, cibles=cibles)
    if not nombre:
        raise Refus("Toutes les familles qui ont une adresse électronique ont répondu.", code="personne")
    journal.noter(ActionJournal.CAMPAGNE_RELANCEE, campagne, par=par, nombre=nombre)
    return nombre
