"""Usual weeks: said, changed, stopped; and the bookings that they make when days open. Idempotent."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.errors import Refus
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.delais import delais_de
from reservations.planning import reading
from reservations.planning.enums import Cause, Sens, Temps
from reservations.planning.models import RefusHabituel, Reservation, SemaineHabituelle
from reservations.planning.rules_habitudes import Habitude, refuser_habitude
from reservations.planning.services.commun import annuler, relire, verrouiller_places
from reservations.planning.services.reserver import ReponseALaDemande, Souhait, ecrire, etudier
from reservations.planning.situations import Piste, pistes

# What a usual week cannot do anything about: nothing to tell.
SANS_OBJET = {"deja", "ferme", "inscription", "garde", "delai", "autre_foyer"}


def valeur(habitude: SemaineHabituelle) -> Habitude:
    """Give the pattern of a row, as a value."""
    return Habitude(
        tuple(habitude.jours), habitude.du, habitude.au, habitude.une_sur, habitude.a_partir_de, habitude.temps,
        habitude.arrivee, habitude.depart,
    )  # fmt: skip


def dernier_jour_ouvert(piste: Piste) -> date:
    """Give the last day whose places exist where the child is registered; today when there is none."""
    unites = [u.pk for f in piste.formules for u in f.unites]
    ouverts = Creneau.objects.filter(unite__in=unites, lieu=piste.inscription.lieu_id, date__gte=clock.aujourdhui())
    return ouverts.aggregate(dernier=Max("date"))["dernier"] or clock.aujourdhui()


def souhaits_de(piste: Piste, formule, habitude: Habitude, *, jusque: date, sauf=()) -> list[Souhait]:
    """Give the days to come that the pattern says, but for those of ``sauf``."""
    connus = delais_de({piste.activite.pk})
    dates = habitude.dates(clock.aujourdhui(), jusque, connus.calendrier)
    return [
        Souhait(piste, formule, jour, Sens.AJOUT, habitude.arrivee, habitude.depart)
        for jour in dates
        if jour not in sauf and piste.couvre(jour)
    ]


def apercevoir(piste: Piste, formule, habitude: Habitude) -> list[ReponseALaDemande]:
    """Say what the pattern would book, and what it could not and why. Raise Refus: ``jours``, ``du``, ``au``."""
    ouverts = {*piste.activite.jours, *piste.activite.jours_vacances}
    if non := refuser_habitude(habitude, aujourdhui=clock.aujourdhui(), ouverts=ouverts):
        raise Refus.of(non)
    souhaits = souhaits_de(piste, formule, habitude, jusque=dernier_jour_ouvert(piste))
    return etudier(souhaits)[0] if souhaits else []


def _remplacees(inscription, formule, du, au):
    """Give the patterns of the same family of formules that this one takes over from ``du``."""
    croisees = [f.pk for f in catalogue().famille(formule)]
    connues = SemaineHabituelle.objects.filter(inscription=inscription, formule__in=croisees)
    connues = connues.filter(Q(au__isnull=True) | Q(au__gte=du))
    return connues.filter(du__lte=au) if au else connues


@transaction.atomic
def enregistrer(piste: Piste, formule, habitude: Habitude, *, par) -> SemaineHabituelle:
    """Say a usual week from a date: it takes over from the former of the same kind, then books what is open.

    Raise Refus: ``jours``, ``du``, ``au``, ``chevauche`` (another one of the same kind begins later).
    """
    lock(piste.enfant)
    relire([piste.inscription])
    ouverts = {*piste.activite.jours, *piste.activite.jours_vacances}
    if non := refuser_habitude(habitude, aujourdhui=clock.aujourdhui(), ouverts=ouverts):
        raise Refus.of(non)
    for ancienne in lock_all(_remplacees(piste.inscription, formule, habitude.du, habitude.au)):
        _arreter(ancienne, apres=habitude.du - timedelta(days=1), par=par)
    nouvelle = SemaineHabituelle.objects.create(
        inscription=piste.inscription, formule_id=formule.pk, jours=sorted(habitude.jours),
        une_sur=habitude.une_sur, a_partir_de=habitude.a_partir_de or habitude.du, temps=Temps(habitude.temps),
        du=habitude.du, au=habitude.au, arrivee=habitude.arrivee, depart=habitude.depart, creee_par=par,
    )  # fmt: skip
    journal.noter(
        ActionJournal.SEMAINE_HABITUELLE, _sujet(piste.inscription), par=par, enfant=str(piste.enfant),
        activite=str(piste.activite), quand=habitude.phrase,
    )  # fmt: skip
    generer(nouvelle, piste=piste)
    return nouvelle


@transaction.atomic
def arreter(habitude: SemaineHabituelle, *, apres: date, par) -> SemaineHabituelle:
    """Stop a usual week after a day; what it booked beyond, and can still be cancelled, is."""
    lock(habitude.inscription.enfant)
    habitude = lock(habitude)
    if apres < clock.aujourdhui() - timedelta(days=1):
        raise Refus("Une semaine habituelle s’arrête aujourd’hui ou plus tard.", code="apres")
    _arreter(habitude, apres=apres, par=par)
    return habitude


def _arreter(habitude, *, apres, par):
    inscription = habitude.inscription
    beyond = Reservation.objects.vivantes().filter(
        habitude=habitude, date__gt=max(apres, clock.aujourdhui()), absence__isnull=True
    )
    connus, maintenant = delais_de({inscription.activite_id}), clock.maintenant()
    cles = [
        pk
        for pk, jour in beyond.values_list("pk", "date")
        if connus.limite(inscription.activite_id, "annuler", jour, habitude.formule_id) > maintenant
    ]
    verrouiller_places(cles)
    annuler(cles, cause=Cause.HABITUDE, motif="Semaine habituelle changée")
    RefusHabituel.objects.filter(habitude=habitude, date__gt=apres).delete()
    if apres < habitude.du:
        habitude.delete()
    else:
        habitude.au = apres
        habitude.save(update_fields=["au"])
    journal.noter(
        ActionJournal.SEMAINE_HABITUELLE, _sujet(inscription), par=par, enfant=str(inscription.enfant),
        activite=str(inscription.activite), arretee_apres=apres.isoformat(),
    )  # fmt: skip


def _sujet(inscription):
    return inscription.payeur.foyer or inscription.payeur


@transaction.atomic
def generer(habitude: SemaineHabituelle, *, piste: Piste | None = None) -> list[ReponseALaDemande]:
    """Book the open days that the pattern says and that nobody decided otherwise; note the refusals.

    Run again it changes nothing: a day that has a booking, or whose booking somebody cancelled, is left alone.
    """
    reading.verrouiller_enfants(enfants={habitude.inscription.enfant_id})
    piste = piste or _piste(habitude)
    formule = piste.formule(habitude.formule_id)
    if formule is None:
        return []
    choisis = _decides(piste, formule)
    souhaits = souhaits_de(piste, formule, valeur(habitude), jusque=dernier_jour_ouvert(piste), sauf=choisis)
    if not souhaits:
        return []
    reponses, situations = etudier(souhaits, verrou=True)
    ecrire(reponses, situations, auteur=None, habitude=habitude.pk)
    refus = [r for r in reponses if r.non and r.non.code not in SANS_OBJET]
    RefusHabituel.objects.bulk_create(
        [RefusHabituel(habitude=habitude, date=r.souhait.jour, code=r.non.code, phrase=r.non.phrase) for r in refus],
        ignore_conflicts=True,
    )
    faits = [r.souhait.jour for r in reponses if r.non is None]
    RefusHabituel.objects.filter(habitude=habitude, date__in=faits).delete()
    return reponses


def _piste(habitude) -> Piste:
    inscription = Inscription.objects.select_related("enfant", "activite", "lieu", "payeur__foyer").get(
        pk=habitude.inscription_id
    )
    (piste,) = pistes([inscription], {inscription.payeur.foyer_id} - {None})
    return piste


def _decides(piste: Piste, formule) -> set[date]:
    """Give the days that have a booking of the same kind, or whose booking somebody cancelled on purpose."""
    croisees = [f.pk for f in catalogue().famille(formule)]
    choisies = [str(cause) for cause in Cause if cause.choisie]
    connues = Reservation.objects.filter(
        Q(annulee_le__isnull=True) | Q(cause__in=choisies), enfant=piste.enfant, formule__in=croisees,
        date__gte=clock.aujourdhui(),
    )  # fmt: skip
    return set(connues.values_list("date", flat=True))


def en_vigueur(enfants: Iterable[int] | None = None):
    """Give the usual weeks that have not ended, the oldest first; of these children, or of all."""
    connues = SemaineHabituelle.objects.filter(Q(au__isnull=True) | Q(au__gte=clock.aujourdhui()))
    if enfants is not None:
        connues = connues.filter(inscription__enfant__in=enfants)
    return connues.select_related("inscription__enfant", "inscription__activite", "formule").order_by("creee_le", "pk")


def ecarter(refus: RefusHabituel) -> None:
    """Say no more of a usual day that could not be booked."""
    refus.ecarte_le = clock.maintenant()
    refus.save(update_fields=["ecarte_le"])


def generer_tout(*, activite: int | None = None) -> int:
    """Book what every usual week says (of one activity), the oldest pattern first; give how many days were booked."""
    connues = en_vigueur()
    if activite is not None:
        connues = connues.filter(inscription__activite=activite)
    return sum(sum(r.non is None for r in generer(h)) for h in connues)
