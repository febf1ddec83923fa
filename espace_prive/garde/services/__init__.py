"""Custody: periods generated from a rhythm, corrected by hand, never two at once.

Each change takes the child's ``version`` that its page showed and refuses another, so that two agents do not undo each
other's work. Setting the same rhythm again is idempotent.
"""

from datetime import date, timedelta

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_pk
from common.errors import Refus
from commune.models import AnneeScolaire, Vacances
from commune.services import reglages
from espace_prive.famille.models import Enfant
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services.versions import avancer
from espace_prive.garde.models import PeriodeDeGarde, RythmeDeGarde
from espace_prive.garde.rules import APRES_MIDI, MATIN, Borne, Rythme, Sejour, enlever, generer, poser

REGLAGES = (
    "forme", "premier", "second", "change_jour", "change_demi", "parite", "repere", "grille", "vacances",
    "moitie_paire",
)  # fmt: skip


def fin_de_l_annee(jour: date) -> date:
    """The eve of the return to school that follows ``jour``: a rhythm lasts until then, summer included."""
    suivante = AnneeScolaire.objects.filter(du__gt=jour).order_by("du").first()
    if suivante:
        return suivante.du - timedelta(days=1)
    return date(jour.year + (jour.month >= 9), 8, 31)


def conges(du: date, au: date) -> list[tuple[date, date]]:
    """The holidays of the town's zone that touch these days, summer included: first and last day.

    They begin the afternoon before their first day: those that start the day after ``au`` touch it.
    """
    demain = au + timedelta(days=1)
    connus = Vacances.objects.filter(zone=reglages().zone, du__lte=demain, au__gte=du).values_list("du", "au")
    etes = [
        (annee.au + timedelta(days=1), fin_de_l_annee(annee.au))
        for annee in AnneeScolaire.objects.filter(au__gte=du - timedelta(days=62), au__lte=au)
    ]
    return sorted(
        {*connus, *(ete for ete in etes if not any(c_du <= ete[1] and c_au >= ete[0] for c_du, c_au in connus))}
    )


def apercevoir(enfant: Enfant, regle: Rythme, *, du: date, au: date) -> list[Sejour]:
    """The stays that the rhythm would make, with those typed by hand; nothing is written."""
    mains = [p.sejour() for p in enfant.gardes.entre(du, au).filter(main=True)]
    mains = [s for s in mains if s.foyer in regle.foyers]
    return generer(regle, du=Borne(du), au=au, vacances=conges(du, au), mains=mains)


def _exiger_les_foyers(enfant: Enfant, foyers, *, du: date, au: date):
    connus = set(enfant.rattachements.filter(en_cours(jour=du)).values_list("foyer_id", flat=True))
    connus |= set(enfant.rattachements.filter(en_cours(jour=clock.aujourdhui())).values_list("foyer_id", flat=True))
    if not set(foyers) <= connus:
        raise Refus(
            f"{enfant.prenom} ne vit pas dans ce foyer à cette date. Rattachez-y d’abord l’enfant.",
            code="foyer",
        )


def remplacer(enfant: Enfant, anciens, sejours: list[Sejour]):
    """Write ``sejours`` in place of the rows ``anciens``; an unchanged stay keeps its row."""
    voulus = {(s.foyer, s.du, s.au, s.main, s.motif): s for s in sejours}
    partent = []
    for periode in anciens:
        s = periode.sejour()
        if voulus.pop((s.foyer, s.du, s.au, s.main, s.motif), None) is None:
            partent.append(periode.pk)
    PeriodeDeGarde.objects.filter(pk__in=partent).delete()
    PeriodeDeGarde.objects.bulk_create(
        PeriodeDeGarde(
            enfant=enfant, foyer_id=s.foyer, du=s.du.jour, du_demi=s.du.demi, au=s.au.jour, au_demi=s.au.demi,
            main=s.main, motif=s.motif,
        )
        for s in voulus.values()
    )  # fmt: skip


@transaction.atomic
def appliquer_rythme(
    enfant: Enfant, *, du: date, version: int, par, au: date | None = None, **champs
) -> RythmeDeGarde:
    """Set the rhythm of a child from ``du`` to the end of the school year: past and typed exceptions stay."""
    enfant = lock(enfant)
    au = au or fin_de_l_annee(du)
    rythme = RythmeDeGarde.objects.filter(enfant=enfant).first() or RythmeDeGarde(enfant=enfant)
    avant = {nom: getattr(rythme, nom) for nom in REGLAGES} if rythme.pk else None
    valeurs = {"second": None} | champs | {"du": du, "au": au}
    if avant and not rythme.arrete_depuis and all(getattr(rythme, nom) == valeur for nom, valeur in valeurs.items()):
        return rythme
    avancer(enfant, version)
    anciens = rythme.jusqu_a(du - timedelta(days=1)) if rythme.pk else []
    for nom, valeur in (valeurs | {"anciens": anciens, "arrete_depuis": None}).items():
        setattr(rythme, nom, valeur)
    rythme.enregistre_le = clock.maintenant()
    rythme.full_clean()
    regle = rythme.regle()
    _exiger_les_foyers(enfant, regle.foyers, du=du, au=au)
    rythme.save()
    anciens = list(enfant.gardes.filter(au__gte=du))
    apercu = apercevoir(enfant, regle, du=du, au=au)
    # What was typed across ``du`` is in ``apercu`` whole; what was typed beyond ``au`` is none of this rhythm's.
    autres = [s for s in (p.sejour() for p in anciens) if s not in apercu]
    restent = enlever([s for s in autres if not s.main], Borne(du))
    restent += enlever([s for s in autres if s.main], Borne(du), Borne(au, APRES_MIDI))
    remplacer(enfant, anciens, [*restent, *apercu])
    journal.noter(
        ActionJournal.RYTHME_DE_GARDE, enfant, par=par, du=du.isoformat(), au=au.isoformat(),
        **{nom: str(getattr(valeurs.get(nom), "pk", valeurs.get(nom))) for nom in REGLAGES if nom in valeurs},
    )  # fmt: skip
    return rythme


@transaction.atomic
def poser_exception(enfant: Enfant, foyer, *, du: Borne, au: Borne, motif="", version: int, par) -> PeriodeDeGarde:
    """Say where the child is between two half-days, whatever the rhythm says."""
    if au < du:
        raise Refus("La fin précède le début. Vérifiez les dates.", code="dates")
    enfant = lock(enfant)
    pareille = {"foyer": foyer, "du": du.jour, "du_demi": du.demi, "au": au.jour, "au_demi": au.demi, "main": True}
    if connue := enfant.gardes.filter(**pareille, motif=motif).first():
        return connue
    avancer(enfant, version)
    _exiger_les_foyers(enfant, [foyer.pk], du=du.jour, au=au.jour)
    anciens = list(enfant.gardes.entre(du.jour, au.jour))
    sejours = poser([p.sejour() for p in anciens], Sejour(foyer.pk, du, au, main=True, motif=motif))
    remplacer(enfant, anciens, sejours)
    journal.noter(
        ActionJournal.EXCEPTION_DE_GARDE, enfant, par=par, motif=motif, foyer=foyer.pk, du=du.jour.isoformat(),
        du_demi=du.demi, au=au.jour.isoformat(), au_demi=au.demi,
    )  # fmt: skip
    return enfant.gardes.get(**pareille)


@transaction.atomic
def retirer_exception(periode: PeriodeDeGarde, *, version: int, par) -> None:
    """Remove a typed exception: the rhythm comes back there, within its own dates. Idempotent."""
    enfant = lock_pk(Enfant, periode.enfant_id)
    actuelle = PeriodeDeGarde.objects.filter(pk=periode.pk, main=True).first()
    if actuelle is None:
        return
    avancer(enfant, version)
    sejour = actuelle.sejour()
    actuelle.delete()
    rythme = RythmeDeGarde.objects.filter(enfant=enfant).first()
    if rythme:
        marge = timedelta(days=1)
        anciens = list(enfant.gardes.entre(sejour.du.jour - marge, sejour.au.jour + marge))
        voisins = [p.sejour() for p in anciens]
        for refait in _refaits(rythme, sejour):
            voisins = poser(voisins, refait)
        remplacer(enfant, anciens, joindre(voisins))
    journal.noter(
        ActionJournal.EXCEPTION_DE_GARDE_RETIREE, enfant, par=par, motif=sejour.motif, foyer=sejour.foyer,
        du=sejour.du.jour.isoformat(), au=sejour.au.jour.isoformat(),
    )  # fmt: skip


def _refaits(rythme: RythmeDeGarde, sejour: Sejour) -> list[Sejour]:
    """The stays that the rhythms make of the half-days of ``sejour``, each within its own dates."""
    faits = []
    for premier, dernier, regle in rythme.regles():
        debut, fin = max(sejour.du, Borne(premier)), min(sejour.au, Borne(dernier, APRES_MIDI))
        if debut <= fin:
            vacances = conges(debut.jour, fin.jour)
            for s in generer(regle, du=Borne(debut.jour), au=fin.jour, vacances=vacances):
                faits.append(Sejour(s.foyer, max(s.du, debut), min(s.au, fin)))
    return [s for s in faits if s.du <= s.au]


def joindre(sejours: list[Sejour]) -> list[Sejour]:
    """Join consecutive generated stays in the same home."""
    joints = []
    for s in sejours:
        precedent = joints[-1] if joints else None
        if precedent and not (precedent.main or s.main) and precedent.foyer == s.foyer and (
            precedent.au.rang + 1 == s.du.rang
        ):  # fmt: skip
            joints[-1] = Sejour(s.foyer, precedent.du, s.au)
        else:
            joints.append(s)
    return joints


@transaction.atomic
def arreter_la_garde(enfant: Enfant, *, du: date, motif: str, version: int, par) -> None:
    """Stop the rhythm and remove its periods from ``du`` on: the child has one home again, or it is not known.

    Former rhythms stay: an exception removed in the past finds the rule of its day.
    """
    enfant = lock(enfant)
    suite = list(enfant.gardes.filter(au__gte=du))
    rythme = RythmeDeGarde.objects.filter(enfant=enfant).first()
    deja = rythme is None or (rythme.arrete_depuis and rythme.arrete_depuis <= du)
    if not suite and deja:
        return
    avancer(enfant, version)
    remplacer(enfant, suite, enlever([p.sejour() for p in suite], Borne(du, MATIN)))
    if not deja:
        rythme.anciens, rythme.arrete_depuis = rythme.jusqu_a(du - timedelta(days=1)), du
        rythme.save(update_fields=["anciens", "arrete_depuis"])
    journal.noter(ActionJournal.ARRET_DE_LA_GARDE, enfant, par=par, motif=motif, du=du.isoformat())


@transaction.atomic
def prolonger(enfant_pk: int, *, annee: AnneeScolaire, par) -> bool:
    """Generate the child's rhythm for the whole of ``annee``. Idempotent: False when it is already there."""
    enfant = lock_pk(Enfant, enfant_pk)
    rythme = RythmeDeGarde.objects.select_related("premier", "second").get(enfant=enfant)
    au = fin_de_l_annee(annee.du)
    if rythme.arrete_depuis or rythme.au >= au:
        return False
    du = max(rythme.au + timedelta(days=1), clock.aujourdhui())
    suivi = appliquer_rythme(
        enfant, du=du, au=au, version=enfant.version, par=par, **{nom: getattr(rythme, nom) for nom in REGLAGES}
    )
    if du == rythme.au + timedelta(days=1):  # the same rhythm goes on: it began when it began
        suivi.du, suivi.anciens = rythme.du, rythme.anciens
        suivi.save(update_fields=["du", "anciens"])
    return True
