"""What the children did before, to be wished again: a week, a month, what a brother has, what each usually takes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from common import clock
from common.words import typo
from common.words.dates import dernier_du_mois, lundi_de, premier_du_mois
from reservations.planning.enums import Sens
from reservations.planning.models import Reservation
from reservations.planning.planche import Planche
from reservations.planning.rules import EtatJour
from reservations.planning.services.reserver import Souhait

SEMAINES_EN_ARRIERE = 8
SEMAINES_EN_AVANT = 4


def _passees(planche: Planche, *, depuis: date, avant: date):
    enfants = {p.enfant.pk for p in planche.pistes}
    vivantes = Reservation.objects.vivantes().filter(enfant__in=enfants, date__gte=depuis, date__lt=avant)
    return vivantes.values_list("enfant_id", "date", "formule_id", "arrivee", "depart")


def preferees(planche: Planche) -> dict[int, set[int]]:
    """Give, by registration, the formule of each family that the child took most in the last weeks."""
    lundi = lundi_de(planche.du)
    comptes = Counter(
        (enfant, formule)
        for enfant, _, formule, *_ in _passees(
            planche, depuis=lundi - timedelta(weeks=SEMAINES_EN_ARRIERE), avant=lundi
        )
    )
    choisies: dict[int, set[int]] = {}
    for piste, famille in planche.rangees:
        connues = [(comptes[piste.enfant.pk, f.pk], f.pk) for f in famille if comptes[piste.enfant.pk, f.pk]]
        if connues:
            choisies.setdefault(piste.cle, set()).add(max(connues)[1])
    return choisies


@dataclass(frozen=True)
class Modele:
    """Something to copy on the page's days; ``cle``: « semaine:2026-11-09 », « mois:2026-10 », « enfant:12 »."""

    cle: str
    nom: str
    # By child, then by the place of the day in its model: what is booked, (formule, arrival, departure).
    prises: dict

    def voulus(self, piste, famille, jour) -> list:
        """Give what the model has for that row on a day like this one."""
        genre = self.cle.partition(":")[0]
        if genre == "enfant":
            siennes = self.prises.get(jour, ()) if str(piste.enfant.pk) != self.cle.partition(":")[2] else ()
        else:
            siennes = self.prises.get((piste.enfant.pk, _place(jour, genre)), ())
        return [v for v in siennes if any(v[0] == f.pk for f in famille)]


def _place(jour, genre):
    """Give the place of a day: in its week its weekday; in its month also which one it is, the second Tuesday."""
    return (jour.weekday(), (jour.day - 1) // 7) if genre == "mois" else jour.weekday()


def _ranger(rangees, genre) -> dict:
    prises = {}
    for enfant, jour, *pris in rangees:
        prises.setdefault((enfant, _place(jour, genre)), []).append(tuple(pris))
    return prises


def proposes(planche: Planche) -> list[Modele]:
    """Give what can be copied on these days: other weeks, the month before, that of last year, a brother or sister."""
    premier = premier_du_mois(planche.du)
    mois_dernier, an_dernier = premier_du_mois(premier, -1), premier_du_mois(premier, -12)
    lundi = lundi_de(planche.du)
    debut = min(mois_dernier, lundi - timedelta(weeks=SEMAINES_EN_ARRIERE))
    fin = max(planche.au, lundi + timedelta(weeks=SEMAINES_EN_AVANT)) + timedelta(days=1)
    lues = list(_passees(planche, depuis=debut, avant=fin))
    anciennes = list(_passees(planche, depuis=an_dernier, avant=dernier_du_mois(an_dernier) + timedelta(days=1)))
    une_semaine = (planche.au - planche.du).days < 7
    return [
        *(_des_semaines(lues, sauf=lundi) if une_semaine else ()),
        *_d_un_mois(lues, mois_dernier, "Le mois dernier"),
        *_d_un_mois(anciennes, an_dernier, "Le même mois de l’an dernier"),
        *_des_enfants(planche),
    ]


def _des_semaines(lues, *, sauf):
    par_semaine = {}
    for rangee in lues:
        par_semaine.setdefault(lundi_de(rangee[1]), []).append(rangee)
    for lundi, siennes in sorted(par_semaine.items(), reverse=True):
        if lundi != sauf:
            nom = f"La semaine du {typo.date_simple(lundi, annee=False)}, {_compte(siennes)}"
            yield Modele(f"semaine:{lundi.isoformat()}", nom, _ranger(siennes, "semaine"))


def _compte(rangees):
    """« 10 réservations »: a week of two children is not ten days."""
    return f"{len(rangees)}\u00a0réservation{typo.pluriel(len(rangees))}"


def _d_un_mois(lues, premier, nom):
    siennes = [r for r in lues if r[1].replace(day=1) == premier]
    if siennes:
        nom = f"{nom}, {typo.mois_annee(premier)}, {_compte(siennes)}"
        yield Modele(f"mois:{premier:%Y-%m}", nom, _ranger(siennes, "mois"))


def _des_enfants(planche):
    """Each child with something on these days, the draft too, for its brothers and sisters."""
    par_enfant, enfants = {}, {p.enfant.pk: p.enfant for p, _ in planche.rangees}
    for piste, _, cases in planche.lignes:
        for case in cases:
            if case.apres and case.apres.absence is None:
                prise = (case.apres.formule.pk, case.apres.arrivee, case.apres.depart)
                par_enfant.setdefault(piste.enfant.pk, {}).setdefault(case.jour, []).append(prise)
    if len(enfants) > 1:
        for cle, prises in par_enfant.items():
            yield Modele(f"enfant:{cle}", f"Ce que {enfants[cle].prenom} a ces jours-là, pour les autres", prises)


def la_semaine_derniere(planche: Planche) -> Modele | None:
    """Give the last week, before this one, that has bookings."""
    lundi = lundi_de(planche.du)
    lues = _passees(planche, depuis=lundi - timedelta(weeks=SEMAINES_EN_ARRIERE), avant=lundi)
    return next(_des_semaines(lues, sauf=lundi), None)


def de_l_enfant(planche: Planche, enfant: int) -> Modele | None:
    """Give what this child has on the page, for its brothers and sisters."""
    return next((m for m in _des_enfants(planche) if m.cle == f"enfant:{enfant}"), None)


def souhaits_du_modele(planche: Planche, modele: Modele, *, libres=False) -> list[Souhait]:
    """Wish what the model has, refusals and all, so that they are told; a day that has something is left as it is.

    ``libres``: only what is free, of what the day offers: a button that fills the page refuses nothing.
    """
    souhaits, aujourdhui = [], clock.aujourdhui()
    for piste, famille, cases in planche.lignes:
        for case in cases:
            if case.avant or case.apres or case.chez_l_autre:
                continue
            if case.etat != EtatJour.LIBRE if libres else case.jour <= aujourdhui or not piste.mienne:
                continue
            offertes = {o.formule.pk for o in case.offres}
            voulus = [v for v in modele.voulus(piste, famille, case.jour) if not libres or v[0] in offertes]
            for cle, arrivee, depart in voulus[:1]:
                souhaits.append(Souhait(piste, piste.formule(cle), case.jour, Sens.AJOUT, arrivee, depart))
    return [s for s in souhaits if s.formule]
