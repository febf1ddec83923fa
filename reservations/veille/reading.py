"""What the evening reads of all families at once, and of one family what it usually books."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncWeek

from common.words.dates import lundi_de
from espace_prive.famille.models import Appartenance
from reservations.activites.enums import Fonctionnement, Geste
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.activites.services.places import est_ouverte
from reservations.planning.enums import Cause, EtatReservation
from reservations.planning.models import Reservation, SemaineHabituelle
from reservations.planning.services.habitudes import valeur
from reservations.veille.models import RefusDeRappel
from reservations.veille.rules import Pris, vient_d_habitude

VENDREDI = timedelta(days=4)
# The last open weeks are looked for that far back: the summer is long.
EN_ARRIERE = timedelta(weeks=16)


def activites_en_ligne() -> list[int]:
    """Give the activities that families book on line, day by day."""
    return [
        pk
        for pk, activite in catalogue().activites.items()
        if activite.fonctionnement == Fonctionnement.RESERVATION and activite.reservation_en_ligne
    ]


def limites_de_la_semaine(lundi: date) -> set[datetime]:
    """Give the instants from which something of that week can no longer be booked, or costs more; from memory."""
    activites, limites = activites_en_ligne(), set()
    delais = delais_de(activites)
    for pk in activites:
        for jour in (lundi + timedelta(days=n) for n in range(5)):
            if est_ouverte(catalogue().activites[pk], jour, delais.calendrier):
                for formule in catalogue().par_activite.get(pk, ()):
                    e = delais.echeance(pk, formule.pk, Geste.RESERVER, jour)
                    limites.add(min(filter(None, (e.limite, e.majoree_des))))
            if (periode := delais.periode(pk, jour)) and periode.ferme_le:
                limites.add(periode.ferme_le)
    return limites


def sans_rien(lundi: date) -> dict[int, set[int]]:
    """Give the children usually present who have nothing that week, and their homes that pay: {home: children}.

    A child whose day of that week somebody cancelled on purpose is left alone. A fixed number of statements.
    """
    semaine = (lundi, lundi + VENDREDI)
    choisies = [str(cause) for cause in Cause if cause.choisie]
    decidees = Reservation.objects.filter(
        ~Q(etat=EtatReservation.ANNULEE) | Q(cause__in=choisies), enfant=OuterRef("enfant"), date__range=semaine
    )
    lues = Inscription.objects.actives(*semaine).filter(
        ~Exists(decidees), activite__in=activites_en_ligne(), payeur__foyer__isnull=False
    )
    colonnes = ("pk", "enfant_id", "activite_id", "lieu_id", "payeur__foyer_id")
    inscriptions = list(lues.order_by().values_list(*colonnes))
    presents = _presents(inscriptions, lundi)
    foyers: dict[int, set[int]] = {}
    for _, enfant, _, _, foyer in inscriptions:
        if enfant in presents:
            foyers.setdefault(foyer, set()).add(enfant)
    return foyers


def _presents(inscriptions, lundi) -> set[int]:
    """Give those who have a usual week, or came in three of the last four open weeks."""
    if not inscriptions:
        return set()
    enfants, depuis = {i[1] for i in inscriptions}, lundi - EN_ARRIERE
    calendrier = delais_de(()).calendrier
    habitudes = SemaineHabituelle.objects.filter(inscription__in=[i[0] for i in inscriptions])
    presents = {
        h.inscription.enfant_id
        for h in habitudes.select_related("inscription")
        if valeur(h).dates(lundi, lundi + VENDREDI, calendrier)
    }
    venues: dict[int, set[date]] = {}
    lues = Reservation.objects.vivantes().filter(enfant__in=enfants, date__gte=depuis, date__lt=lundi)
    for enfant, semaine in lues.order_by().values_list("enfant_id", TruncWeek("date")).distinct():
        venues.setdefault(enfant, set()).add(semaine)
    ouvertes: dict[tuple, set[date]] = {}
    creneaux = Creneau.objects.filter(
        unite__activite__in={i[2] for i in inscriptions}, ferme=False, groupe__isnull=True, date__gte=depuis,
        date__lt=lundi,
    ).order_by()  # fmt: skip
    for activite, lieu, semaine in creneaux.values_list("unite__activite", "lieu", TruncWeek("date")).distinct():
        ouvertes.setdefault((activite, lieu), set()).add(semaine)
    par_enfant: dict[int, set[date]] = {}
    for _, enfant, activite, lieu, _ in inscriptions:
        par_enfant.setdefault(enfant, set()).update(ouvertes.get((activite, lieu), ()))
    return presents | {
        enfant
        for enfant, semaines in par_enfant.items()
        if vient_d_habitude(semaines, venues.get(enfant, ()), avant=lundi)
    }


def adultes_a_prevenir(foyers: Collection[int]) -> list[Appartenance]:
    """Give the adults of these homes who book on line and want the mail."""
    refus = RefusDeRappel.objects.filter(responsable=OuterRef("responsable"))
    return list(
        Appartenance.objects.a_prevenir()
        .filter(~Exists(refus), foyer__in=foyers, responsable__utilisateur__is_active=True)
        .exclude(responsable__email="")
        .select_related("responsable")
        .order_by("responsable", "pk")
    )


def pris_avant(enfants: Collection[int], lundi: date) -> dict[int, list[Pris]]:
    """Give what these children had in the weeks before, by child."""
    vivantes = Reservation.objects.vivantes().filter(enfant__in=enfants, date__gte=lundi - EN_ARRIERE, date__lt=lundi)
    lus: dict[int, list[Pris]] = {}
    for enfant, jour, *pris in vivantes.values_list("enfant_id", "date", "formule_id", "arrivee", "depart"):
        lus.setdefault(enfant, []).append(Pris(lundi_de(jour), jour.weekday(), *pris))
    return lus


def habitudes_de(enfants: Collection[int], lundi: date) -> dict[tuple[int, int], list[tuple]]:
    """Give what their usual weeks say of that week, by (child, day of the week): (formule, arrival, departure)."""
    connues = SemaineHabituelle.objects.filter(
        Q(au__isnull=True) | Q(au__gte=lundi), inscription__enfant__in=enfants, du__lte=lundi + VENDREDI
    ).annotate(enfant=F("inscription__enfant"))
    calendrier, dites = delais_de(()).calendrier, {}
    for h in connues.order_by("creee_le", "pk"):
        for jour in valeur(h).dates(lundi, lundi + VENDREDI, calendrier):
            dites.setdefault((h.enfant, jour.weekday()), []).append((h.formule_id, h.arrivee, h.depart))
    return dites
