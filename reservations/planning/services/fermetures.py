"""Close days: places, all of a school, a class; the bookings concerned are cancelled, and remembered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all
from common.errors import Refus
from common.money import ZERO
from common.words import typo
from common.words.dates import premier_du_mois
from commune.models import Lieu
from factures.tarifs.services import Tarificateur
from reservations.activites.models import Activite, Creneau, Inscription
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import catalogue
from reservations.planning import reading
from reservations.planning.enums import Cause, EffetAbsence
from reservations.planning.extensions import mois_factures
from reservations.planning.models import Fermeture, OperationDeFermeture, Prise, Reservation, ReservationFermee
from reservations.planning.rules_fermetures import TOUS, PublicFerme, refuser_facture
from reservations.planning.services.commun import annuler


class Ou(NamedTuple):
    """An activity in one place."""

    activite: Activite
    lieu: Lieu


class Cle(NamedTuple):
    """An activity in one place on one day (ids)."""

    activite: int
    lieu: int
    jour: date


@dataclass(frozen=True)
class AFermer:
    """What closing would do: its rows, not written yet, the bookings that each would cancel, what is closed already.

    ``creneaux``: the rows of places, by activity, place and day.
    """

    fermetures: list[Fermeture]
    touchees: list[tuple[Fermeture, Reservation]]
    deja: list[Fermeture]
    creneaux: dict[Cle, list[Creneau]]

    @property
    def reservations(self) -> list[Reservation]:
        return [reservation for _, reservation in self.touchees]


def cle(fermeture: Fermeture) -> Cle:
    return Cle(fermeture.activite_id, fermeture.lieu_id, fermeture.date)


def refuser_les_factures(cles: Iterable[Cle], *, verrou=False) -> dict[Cle, Refus]:
    """Give those of these days whose month is billed, with what to say; ``verrou``: it is not billed meanwhile."""
    passes = [c for c in cles if c.jour < clock.aujourdhui()]
    if not passes:
        return {}
    factures = mois_factures({c.activite for c in passes}, {premier_du_mois(c.jour) for c in passes}, verrou=verrou)
    noms = Activite.objects.in_bulk({activite for activite, _ in factures})
    return {
        c: Refus.of(refuser_facture(str(noms[c.activite]), premier_du_mois(c.jour)))
        for c in passes
        if (c.activite, premier_du_mois(c.jour)) in factures
    }


def etudier_fermeture(*, ou, jours, publics=(TOUS,), verrou=False) -> AFermer:
    """Say what closing these places on these days, for everybody or for some children, would cancel.

    What is not open then, or is closed already, is left out. Raise Refus: ``facture``, ``rien``, ``deja``.
    """
    voulues = {Cle(o.activite.pk, o.lieu.pk, jour) for o in ou for jour in jours}
    if factures := refuser_les_factures(sorted(voulues), verrou=verrou):
        raise next(iter(factures.values()))
    creneaux = _ouverts(voulues, verrou=verrou)
    if not creneaux:
        raise Refus("Il n’y a rien d’ouvert à ces endroits ce jour-là.", code="rien")
    reservations = _reservees(creneaux)
    inscrits = _inscrits(creneaux) if publics != (TOUS,) else {}
    enfants = {r.enfant_id for r in reservations} | {e for siens in inscrits.values() for e, *_ in siens}
    scolarites = reading.scolarites(enfants, jours) if inscrits else {}
    voulues = [
        (c, public)
        for c in sorted(creneaux, key=lambda c: (c.jour, c.lieu, c.activite))
        for public in publics
        if public == TOUS or _y_a_des_siens(c, public, inscrits, scolarites)
    ]
    if not voulues:
        raise Refus("Aucun enfant de cette école ou de cette classe n’est inscrit là ces jours-là.", code="rien")
    a_faire, deja = _a_faire(voulues)
    if not a_faire:
        raise Refus(_deja_ferme(deja), code="deja")
    return AFermer(a_faire, _touchees(a_faire, reservations, scolarites), deja, creneaux)


def _deja_ferme(deja) -> str:
    jours = sorted({f.date for f in deja})
    quand = f"Le {typo.date_longue(jours[0])} est" if len(jours) == 1 else "Ces jours sont"
    par = deja[0].operation.faite_par
    return f"{quand} déjà fermé{typo.pluriel(len(jours))}{f', par {par.get_full_name()}' if par else ''}."


def _ouverts(voulues, *, verrou) -> dict[Cle, list[Creneau]]:
    """Give the rows of places of what is open, in the order in which everybody locks them."""
    ici = Creneau.objects.filter(
        unite__activite__in={c.activite for c in voulues}, lieu__in={c.lieu for c in voulues},
        date__in={c.jour for c in voulues},
    ).select_related("unite")  # fmt: skip
    trouves: dict[Cle, list[Creneau]] = {}
    for creneau in lock_all(ici) if verrou else ici:
        lue = Cle(creneau.unite.activite_id, creneau.lieu_id, creneau.date)
        if lue in voulues:
            trouves.setdefault(lue, []).append(creneau)
    return trouves


def _reservees(creneaux) -> list[Reservation]:
    cles = [c.pk for siens in creneaux.values() for c in siens]
    prises = Prise.objects.filter(reservation=OuterRef("pk"), creneau__in=cles)
    connues = Reservation.objects.vivantes().filter(Exists(prises), date__in={c.jour for c in creneaux})
    return list(connues.select_related("enfant", "payeur__foyer", "lieu", "formule", "absence").order_by("pk"))


def _inscrits(creneaux) -> dict[tuple[int, int], list[tuple]]:
    """Give (child, first day, last day or None) of who is registered, by activity and place."""
    jours = {c.jour for c in creneaux}
    connus = Inscription.objects.actives(min(jours), max(jours)).filter(
        activite__in={c.activite for c in creneaux}, lieu__in={c.lieu for c in creneaux}
    )
    trouves: dict[tuple[int, int], list[tuple]] = {}
    for activite, lieu, *qui in connus.order_by().values_list("activite_id", "lieu_id", "enfant_id", "du", "au"):
        trouves.setdefault((activite, lieu), []).append(tuple(qui))
    return trouves


def _y_a_des_siens(c, public, inscrits, scolarites) -> bool:
    return any(
        du <= c.jour and (au is None or c.jour <= au) and public.concerne(scolarites.get(enfant, ()), c.jour)
        for enfant, du, au in inscrits.get((c.activite, c.lieu), ())
    )


def _a_faire(voulues) -> tuple[list[Fermeture], list[Fermeture]]:
    """Give the rows to write, and those in force that close the same children, or more, already."""
    connues: dict[Cle, list[Fermeture]] = {}
    en_cours = Fermeture.objects.en_cours().filter(date__in={c.jour for c, _ in voulues})
    for f in en_cours.select_related("operation__faite_par", "activite", "lieu", "ecole__lieu"):
        connues.setdefault(cle(f), []).append(f)
    a_faire, deja = [], {}
    for c, public in voulues:
        plus_large = next((f for f in connues.get(c, ()) if f.public.comprend(public)), None)
        if plus_large is not None:
            deja[plus_large.pk] = plus_large
            continue
        nouvelle = Fermeture(
            activite_id=c.activite, lieu_id=c.lieu, date=c.jour, ecole_id=public.ecole, niveau=public.niveau,
            classe=public.classe,
        )  # fmt: skip
        connues.setdefault(c, []).append(nouvelle)
        a_faire.append(nouvelle)
    return a_faire, list(deja.values())


def _touchees(fermetures, reservations, scolarites) -> list[tuple[Fermeture, Reservation]]:
    """Give each booking with the first of the rows that closes its child's day."""
    ici: dict[Cle, list[Fermeture]] = {}
    for f in fermetures:
        ici.setdefault(cle(f), []).append(f)
    trouvees = []
    for r in reservations:
        siennes = ici.get(Cle(r.formule.activite_id, r.lieu_id, r.date), ())
        f = next((f for f in siennes if f.public.concerne(scolarites.get(r.enfant_id, ()), r.date)), None)
        if f is not None:
            trouvees.append((f, r))
    return trouvees


def montant(reservations: Iterable[Reservation], *, foyer: int | None = None) -> Decimal:
    """Say what these bookings come to at the prices of their days; an absence that costs nothing is 0.

    ``foyer``: as if this home paid them; each by its own payer unless told.
    """
    dues = [r for r in reservations if not _sans_frais(r)]
    if not dues:
        return ZERO
    formules = catalogue().formules
    payeurs = {r.pk: foyer or r.payeur.foyer_id for r in dues}
    tarificateur = Tarificateur({r.formule_id for r in dues}, set(payeurs.values()))
    total = ZERO
    for r in dues:
        prix = tarificateur.prix(r.formule_id, payeurs[r.pk], r.date, r.enfant_id)
        total += prix.montant * quantite(formules[r.formule_id], r.arrivee, r.depart) if prix else ZERO
    return total


def _sans_frais(reservation) -> bool:
    absence = getattr(reservation, "absence", None)
    return reservation.exoneree or (absence is not None and absence.effet == EffetAbsence.NON_FACTUREE)


@transaction.atomic
def fermer(*, ou, jours, motif, par, publics=(TOUS,)) -> OperationDeFermeture:
    """Close these places on these days: bookings are cancelled, not billed, and families are told, once.

    ``publics``: for these children alone, the others keep what they have. Raise Refus: ``motif``, and those of
    ``etudier_fermeture``.
    """
    motif = motif.strip()
    if not motif:
        raise Refus("Dites pourquoi le jour est fermé : les familles le liront.", code="motif")
    operation = OperationDeFermeture.objects.create(motif=motif, faite_par=par)
    fermer_dans(operation, ou=ou, jours=jours, publics=publics, par=par)
    annoncer_fermeture(operation)
    return operation


def annoncer_fermeture(operation) -> None:
    """Have the families told, once, of what was closed together."""
    if ReservationFermee.objects.filter(fermeture__operation=operation).exists():
        async_task("reservations.planning.tasks.prevenir_fermeture", operation.pk)


def fermer_dans(operation, *, ou, jours, par, publics=(TOUS,)) -> AFermer:
    """Close without a word to the families: ``annoncer_fermeture`` follows, in the same transaction."""
    vu = etudier_fermeture(ou=ou, jours=jours, publics=publics, verrou=True)
    for fermeture in vu.fermetures:
        fermeture.operation = operation
    Fermeture.objects.bulk_create(vu.fermetures)
    annuler([r.pk for r in vu.reservations], cause=Cause.FERMETURE, motif=f"Fermeture : {operation.motif}")
    ReservationFermee.objects.bulk_create(
        (ReservationFermee(fermeture=f, reservation=r) for f, r in vu.touchees), batch_size=1000
    )
    for tous in (True, False):
        lignes = {c.pk for f in vu.fermetures if (f.public == TOUS) == tous for c in vu.creneaux[cle(f)]}
        changes = {"ferme": True, "motif": operation.motif} if tous else {"restreint": True}
        Creneau.objects.filter(pk__in=lignes).update(**changes)
    _noter(operation, vu, par)
    return vu


def _noter(operation, vu, par):
    """Append a line for each activity: which places and days, for whom, how many bookings."""
    annulees = Counter(f.activite_id for f, _ in vu.touchees)
    siennes: dict[int, list[Fermeture]] = {}
    for f in vu.fermetures:
        siennes.setdefault(f.activite_id, []).append(f)
    for activite, fermetures in siennes.items():
        journal.noter(
            ActionJournal.FERMETURE, fermetures[0].activite, par=par, motif=operation.motif, **ou_et_quand(fermetures),
            annulees=annulees[activite],
        )  # fmt: skip


def ou_et_quand(fermetures) -> dict:
    """Say in the journal which closings, where, when, for whom."""
    return {
        "fermetures": [f.pk for f in fermetures],
        "lieux": sorted({str(f.lieu) for f in fermetures}),
        "jours": sorted({f.date.isoformat() for f in fermetures}),
        "pour": sorted({f.pour for f in fermetures} - {""}),
    }


def publics_de(choix: Iterable[PublicFerme]) -> tuple[PublicFerme, ...]:
    """Give these publics without those that another of them holds; everybody when none is said."""
    choisis = list(dict.fromkeys(choix))
    gardes = [p for p in choisis if not any(p != autre and autre.comprend(p) for autre in choisis)]
    return tuple(gardes) or (TOUS,)
