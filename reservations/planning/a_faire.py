"""What bookings ask of a parent, for the private home: usual days refused, certificates, periods that close."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Value
from django.urls import reverse

from common import clock
from common.a_faire import Tache
from common.database.compiled import compiled
from common.words import typo
from reservations.activites.enums import EtatInscription, Fonctionnement, Geste
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import Delais, delais_de
from reservations.planning.enums import EffetAbsence, EtatReservation
from reservations.planning.models import Absence, RefusHabituel, Reservation
from reservations.planning.rules import bientot_close

BIENTOT = timedelta(days=2)
# A period that closes is said that many days before; it is looked for a little earlier, to say how long all is well.
ANNONCE, RECHERCHE = timedelta(days=7), timedelta(days=21)


@compiled
def attendus(*, enfants, foyers, jour):
    """Rows (first name, day, sentence, absence): usual days refused, then certificates awaited (their last day).

    Both in one statement: every private home asks it.
    """
    refuses = RefusHabituel.objects.filter(
        habitude__inscription__enfant__in=enfants, habitude__inscription__payeur__foyer__in=foyers, date__gte=jour,
        ecarte_le__isnull=True,
    ).annotate(prenom=F("habitude__inscription__enfant__prenom"), absence=Value(0))  # fmt: skip
    certificats = Absence.objects.filter(
        reservation__enfant__in=enfants, reservation__payeur__foyer__in=foyers, a_justifier_avant__gte=jour,
        effet=EffetAbsence.A_JUSTIFIER, reservation__etat=EtatReservation.CONFIRMEE,
    ).annotate(prenom=F("reservation__enfant__prenom"))  # fmt: skip
    return (
        refuses.order_by()
        .values_list("prenom", "date", "phrase", "absence")
        .union(certificats.order_by().values_list("prenom", "a_justifier_avant", "phrase", "pk"), all=True)
        .order_by("date")
    )


def ce_qui_attend(acteur, moi):
    """One task for all the usual days refused; one for each certificate, a day's absence or a whole illness."""
    if not moi.enfants or not moi.foyers:
        return
    lus = attendus(enfants=moi.enfants, foyers=moi.foyers, jour=clock.aujourdhui())
    yield from _jours_habituels_refuses([ligne[:3] for ligne in lus if not ligne[3]])
    certificats = {}
    for prenom, avant, _, absence in lus:
        if absence:
            certificats.setdefault((prenom, avant), []).append(absence)
    for (prenom, avant), absences in certificats.items():
        nombre = len(absences)
        yield Tache(
            titre=f"Donner le certificat {typo.de(prenom)}",
            texte=f"{nombre} jour{typo.pluriel(nombre)} d’absence ne ser{typo.pluriel(nombre, 'a,ont')} pas "
            f"facturé{typo.pluriel(nombre)} si le certificat arrive à temps.",
            url=reverse("planning:certificat", args=[absences[0]]),
            action="Donner",
            echeance=avant,
            icone="document",
            proche=avant <= clock.aujourdhui() + BIENTOT,
        )


def _jours_habituels_refuses(lus):
    if lus:
        prenom, jour, phrase = lus[0]
        autres = len(lus) - 1
        suite = f" Et {autres} autre{typo.pluriel(autres)} jour{typo.pluriel(autres)}." if autres else ""
        yield Tache(
            titre=f"{len(lus)} jour{typo.pluriel(len(lus))} de votre semaine habituelle sans place",
            texte=f"{prenom} : {phrase}{suite}",
            url=reverse("planning:habitudes"),
            action="Voir",
            echeance=jour,
            icone="calendrier",
        )


class Fin(NamedTuple):
    """A period of an activity whose bookings close soon: when, and the days that it holds."""

    activite: int
    nom: str
    du: date
    au: date
    ferme_le: datetime


def fins_proches(delais: Delais, *, maintenant: datetime) -> list[Fin]:
    """Give, of each activity, the period that closes next, from memory: few pages then ask the database anything."""
    proches = []
    for pk, activite in catalogue().activites.items():
        if activite.fonctionnement != Fonctionnement.RESERVATION or not activite.reservation_en_ligne:
            continue
        siennes = []
        for p in delais.periodes.get(pk, ()):
            fin = _fin(delais, pk, p)
            if bientot_close(p.ouvre_le, fin, maintenant=maintenant, dans=RECHERCHE):
                siennes.append(Fin(pk, p.nom, p.du, p.au, fin))
        proches += sorted(siennes, key=lambda f: f.ferme_le)[:1]
    return proches


def _fin(delais, activite, periode) -> datetime | None:
    """Give when the bookings of a period end: as it says, or at the deadline of the first day of a session."""
    premier = delais.premier_jour(activite, periode) if periode.session else None
    limite = delais.limite(activite, Geste.RESERVER, premier) if premier else None
    return min([fin for fin in (periode.ferme_le, limite) if fin], default=None)


@compiled
def sans_jour(*, enfants, foyers, activites, du, au):
    """Rows (activity, first name) of the children registered who have nothing of a period where something is free.

    ``activites``, ``du``, ``au``: lists, one of each a period.
    """
    periodes, places = Q(pk__in=()), Q(pk__in=())
    inscriptions = Q(pk__in=())
    for activite, debut, fin in zip(activites, du, au, strict=True):
        periodes |= Q(formule__activite=activite, date__range=(debut, fin))
        places |= Q(unite__activite=activite, date__range=(debut, fin))
        inscriptions |= Q(activite=activite, du__lte=fin) & (Q(au__isnull=True) | Q(au__gte=debut))
    reservees = Reservation.objects.qui_prennent().filter(
        periodes, enfant=OuterRef("enfant"), formule__activite=OuterRef("activite")
    )
    libres = Creneau.objects.filter(
        places, Q(places__isnull=True) | Q(prises__lt=F("places") + F("surbooking") - F("attendus")), ferme=False,
        unite__activite=OuterRef("activite"), lieu=OuterRef("lieu"), groupe__isnull=True,
    )  # fmt: skip
    return (
        Inscription.objects.filter(inscriptions, etat=EtatInscription.ACTIVE, enfant__in=enfants)
        .filter(Q(payeur__foyer__in=foyers) | Q(payeur__foyer__isnull=True))
        .filter(~Exists(reservees), Exists(libres))
        .order_by("enfant__naissance", "enfant__tri")
        .values_list("activite_id", "enfant__prenom")
    )


def reservations_qui_ferment(acteur, moi):
    """A period that closes within the week, for the children who have nothing of it: one statement, if any closes."""
    maintenant = clock.maintenant()
    fins = fins_proches(delais_de(catalogue().activites), maintenant=maintenant) if moi.enfants else ()
    if not fins:
        return
    lues = sans_jour(
        enfants=moi.enfants, foyers=moi.foyers or {0}, activites=[f.activite for f in fins],
        du=[f.du for f in fins], au=[f.au for f in fins],
    )  # fmt: skip
    for fin in fins:
        if prenoms := [prenom for activite, prenom in lues if activite == fin.activite]:
            yield Tache(
                titre=f"Réserver : {catalogue().activites[fin.activite].nom_courant}, {fin.nom}",
                texte=f"Rien n’est réservé pour {typo.enumeration(dict.fromkeys(prenoms))}.",
                url=reverse("planning:semaine_du", args=[max(fin.du, maintenant.date()).isoformat()]),
                action="Réserver",
                echeance=fin.ferme_le,
                icone="calendrier",
                proche=fin.ferme_le - maintenant < BIENTOT,
                des=(fin.ferme_le - ANNONCE).date(),
            )
