"""The orders of the kitchens: frozen at the hour that the town sets, mailed, and their changes told."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.mails import courriels
from common.words import typo
from reservations.activites.models import Activite
from reservations.activites.services.places import calendrier, est_ouverte
from reservations.pointage.models import Commande
from reservations.pointage.reading.cuisine import LIBELLES, ORDRE, services
from reservations.pointage.rules_cuisine import ecarts

# How far ahead an order may be frozen: ten working days, and holidays between.
AU_PLUS = timedelta(days=30)
# Changes are told together: no more than one mail in that time.
ENTRE_DEUX = timedelta(hours=1)


def instant_de_la_commande(activite: Activite, jour: date, jours) -> datetime | None:
    """When the order of that day is frozen; None when the town sets no hour."""
    if activite.commande_heure is None:
        return None
    limite = jours.ouvres_avant(jour, activite.commande_jours)
    return datetime.combine(limite, activite.commande_heure, tzinfo=clock.fuseau())


def arreter_les_commandes() -> None:
    """Freeze each order whose hour has come, and tell what changed since of those that are. Idempotent."""
    instant, aujourdhui, connu = clock.maintenant(), clock.aujourdhui(), calendrier()
    for activite in Activite.objects.filter(commande_heure__isnull=False):
        faites = set(activite.commandes.filter(jour__gte=aujourdhui).values_list("jour", flat=True))
        for n in range(AU_PLUS.days):
            jour = aujourdhui + timedelta(days=n)
            if jour in faites:
                # Even of a day that is no more worked since: the kitchen would cook for nobody.
                dire_les_changements(activite, jour)
            elif est_ouverte(activite, jour, connu):
                if instant_de_la_commande(activite, jour, connu) > instant:
                    break
                arreter(activite, jour)


@transaction.atomic
def arreter(activite: Activite, jour: date) -> list[Commande]:
    """Freeze what is booked for that day, place by place, and mail it. Idempotent."""
    lock(activite)
    if activite.commandes.filter(jour=jour).exists():
        return []
    faites = Commande.objects.bulk_create(
        Commande(activite=activite, lieu_id=s.lieu, jour=jour, comptes=dict(s.reserves), dits=dict(s.reserves))
        for s in services(activite, jour, jour)[jour]
    )
    if faites:
        total = sum(sum(c.comptes.values()) for c in faites)
        journal.noter(ActionJournal.COMMANDE_ARRETEE, activite, jour=jour.isoformat(), total=total)
        _envoyer(activite, jour, faites, objet=f"Commande du {typo.date_longue(jour)} : {activite.mot.compte(total)}")
    return faites


@transaction.atomic
def dire_les_changements(activite: Activite, jour: date) -> bool:
    """Mail what differs from what the kitchen was last told, once an hour at most; tell whether it was."""
    faites = lock_all(activite.commandes.filter(jour=jour))
    recent = clock.maintenant() - ENTRE_DEUX
    if not faites or any(c.dits_le > recent for c in faites):
        return False
    reserves = {s.lieu: dict(s.reserves) for s in services(activite, jour, jour)[jour]}
    # A place that was closed when the order was frozen was asked nothing.
    faites += [
        Commande(activite=activite, lieu_id=lieu, jour=jour, figee_le=faites[0].figee_le)
        for lieu in reserves.keys() - {c.lieu_id for c in faites}
        if reserves[lieu]
    ]
    if not any(ecarts(c.dits, reserves.get(c.lieu_id, {})) for c in faites):
        return False
    for c in faites:
        c.dits, c.dits_le = reserves.get(c.lieu_id, {}), clock.maintenant()
    Commande.objects.bulk_create([c for c in faites if c.pk is None])
    Commande.objects.bulk_update(faites, ["dits", "dits_le"])
    _envoyer(activite, jour, faites, objet=f"Changement de la commande du {typo.date_longue(jour)}")
    return True


def _envoyer(activite, jour, faites, *, objet):
    """Mail what the places are asked now; beside it, what differs from the order."""
    noms = dict(Commande.objects.filter(pk__in=[c.pk for c in faites]).values_list("pk", "lieu__nom"))
    lieux = [
        {"nom": noms[c.pk], "total": sum(c.dits.values()), "lignes": _lignes(c)}
        for c in sorted(faites, key=lambda c: noms[c.pk])
    ]
    for adresse in activite.commande_adresses:
        courriels.envoyer(
            cle=f"commande:{activite.pk}:{jour.isoformat()}:{faites[0].dits_le.isoformat()}:{adresse}",
            a=adresse, objet=f"{activite.nom} : {objet}", gabarit="courriels/commande", activite=activite, jour=jour,
            lieux=lieux, mot=activite.mot, figee_le=faites[0].figee_le,
            lien=f"{reverse('cuisine')}?activite={activite.pk}&jour={jour.isoformat()}",
        )  # fmt: skip


def _lignes(commande):
    """Give (diet, how many, « +2 » or nothing) of a place."""
    change = ecarts(commande.comptes, commande.dits)
    connus = sorted({*commande.comptes, *commande.dits}, key=lambda r: ORDRE.get(r, len(ORDRE)))
    return [(LIBELLES.get(r, r), commande.dits.get(r, 0), f"{change[r]:+d}" if r in change else "") for r in connus]
