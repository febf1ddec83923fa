"""What the check-ins of a day give to be billed, written again from all its facts each time one is added."""

from collections.abc import Iterable
from datetime import date, time

from common import clock
from common.words.dates import premier_du_mois
from common.words.typo import date_simple
from espace_prive.garde.models import PeriodeDeGarde
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Activite, Inscription
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import FormuleConnue, catalogue
from reservations.planning.models import Reservation
from reservations.pointage.enums import NatureFrequentee
from reservations.pointage.models import DecisionFrequentation, Frequentation
from reservations.pointage.reading.listes import etats, notes_du_jour
from reservations.pointage.rules_pointage import EtatPointe, Vendue, en_retard, formules_de

# What a thing to bill is made of, its child and its day apart.
Due = tuple[str, int, int, int, int]
# A formule that the child came for, its place and its payer (ids).
Venue = tuple[FormuleConnue, int, int]


def recompter(activite: Activite, jour: date, enfants: Iterable[int], *, par, motif="") -> None:
    """Write what these children's day gives to be billed; the caller holds their rows.

    In its own month what is no more due goes. Later an invoice may name it: it stays, not due, and what replaces it
    is another thing; a decision tells the next invoice.
    """
    dues = _dues(activite, jour, set(enfants))
    connues = Frequentation.objects.filter(formule__activite=activite, date=jour, enfant__in=enfants, due=True)
    tard = jour < premier_du_mois(clock.aujourdhui())
    for ligne in connues:
        cle = (ligne.nature, ligne.formule_id, ligne.lieu_id, ligne.payeur_id, ligne.quantite)
        if cle in dues[ligne.enfant_id]:
            dues[ligne.enfant_id].discard(cle)
        elif tard:
            ligne.due = False
            ligne.save(update_fields=["due"])
            _decider(ligne, "n’est plus due", par=par, motif=motif)
        else:
            ligne.delete()
    for enfant, voulues in dues.items():
        for nature, formule, lieu, payeur, combien in sorted(voulues):
            ligne = Frequentation.objects.create(
                nature=nature, enfant_id=enfant, formule_id=formule, lieu_id=lieu, payeur_id=payeur, date=jour,
                quantite=combien,
            )  # fmt: skip
            if tard:
                _decider(ligne, "notée ensuite", par=par, motif=motif)


def _decider(ligne, dit, *, par, motif):
    phrase = f"{ligne.get_nature_display().capitalize()} du {date_simple(ligne.date)}, {dit}"
    phrase = f"{phrase} : {motif}" if motif else f"{phrase}."
    DecisionFrequentation.objects.create(frequentation=ligne, par=par, phrase=phrase[:300])


def _dues(activite, jour, enfants) -> dict[int, set[Due]]:
    """What each child owes of that day, by the facts."""
    moments = _moments(activite, notes_du_jour(activite, jour, enfants))
    if activite.fonctionnement == Fonctionnement.SANS_RESERVATION:
        payeurs = _inscrits(activite, jour, enfants)
        venues = {e: _venues(activite, moments.get(e, {}), *payeurs[e]) for e in enfants if e in payeurs}
        dues = {e: _presences(moments.get(e, {}), siennes) for e, siennes in venues.items()}
    else:
        venues, dues = _reserves(activite, jour, enfants), {}
    return {e: dues.get(e, set()) | _retards(moments.get(e, {}), venues.get(e, ())) for e in enfants}


def _moments(activite, notes) -> dict[int, dict[int, EtatPointe]]:
    """Where each child stands at each moment (its id): what is noted of the whole day is noted of all of them."""
    tous = {u.pk for f in catalogue().par_activite.get(activite.pk, ()) for u in f.unites}
    par_moment = [n._replace(unite=u) for n in notes for u in (tous if n.unite is None else {n.unite})]
    trouves: dict[int, dict[int, EtatPointe]] = {}
    for (enfant, unite), connu in etats(par_moment).items():
        trouves.setdefault(enfant, {})[unite] = connu
    return trouves


def _venues(activite, moments, lieu, payeur) -> list[Venue]:
    """Give the formules that bill the moments when the child was there."""
    vendues = catalogue().par_activite.get(activite.pk, ())
    presents = frozenset(u for u, connu in moments.items() if connu.venu)
    choisies = formules_de(presents, [Vendue(f.pk, frozenset(u.pk for u in f.unites)) for f in vendues])
    return [(catalogue().formules[pk], lieu, payeur) for pk in choisies]


def _presences(moments, venues: list[Venue]) -> set[Due]:
    """What each formule comes to, from the arrival at its first moment to the departure of its last."""
    dues: set[Due] = set()
    for formule, lieu, payeur in venues:
        arrivee, depart = moments[formule.unites[0].pk].arrivee, moments[formule.unites[-1].pk].depart
        if combien := quantite(formule, arrivee, depart):
            dues.add((NatureFrequentee.PRESENCE, formule.pk, lieu, payeur, combien))
    return dues


def _retards(moments, venues: Iterable[Venue]) -> set[Due]:
    """The departures after the end of what the child came for; one that belongs to a later formule is late for it."""
    dues: set[Due] = set()
    plus_tard = []
    for formule, lieu, payeur in sorted(venues, key=lambda v: v[0].fin or time.min, reverse=True):
        connu = formule.unites and moments.get(formule.unites[-1].pk)
        depart = connu and connu.depart
        if en_retard(depart, formule.fin) and not any(f.debut and f.debut < depart for f in plus_tard):
            dues.add((NatureFrequentee.RETARD, formule.pk, lieu, payeur, 1))
        plus_tard.append(formule)
    return dues


def _inscrits(activite, jour, enfants) -> dict[int, tuple[int, int]]:
    """Give (place, payer) of each registered child: of two homes, the one that has the child that day pays."""
    lues = Inscription.objects.actives(jour).filter(activite=activite, enfant__in=enfants).order_by("pk")
    colonnes = ("enfant_id", "lieu_id", "payeur_id", "payeur__foyer_id")
    par_enfant: dict[int, list[tuple[int, int, int | None]]] = {}
    for enfant, lieu, payeur, foyer in lues.values_list(*colonnes):
        par_enfant.setdefault(enfant, []).append((lieu, payeur, foyer))
    partages = [enfant for enfant, siennes in par_enfant.items() if len(siennes) > 1]
    chez = {}
    if partages:
        gardes = PeriodeDeGarde.objects.entre(jour, jour).filter(enfant__in=partages).order_by("du", "du_demi")
        chez = dict(gardes.values_list("enfant", "foyer"))
    return {
        enfant: next((s for s in siennes if s[2] is not None and s[2] == chez.get(enfant)), siennes[0])[:2]
        for enfant, siennes in par_enfant.items()
    }


def _reserves(activite, jour, enfants) -> dict[int, list[Venue]]:
    """Give what each child has booked."""
    lues = Reservation.objects.vivantes().filter(formule__activite=activite, date=jour, enfant__in=enfants)
    formules, trouvees = catalogue().formules, {}
    for enfant, formule, lieu, payeur in lues.order_by("pk").values_list("enfant", "formule", "lieu", "payeur"):
        trouvees.setdefault(enfant, []).append((formules[formule], lieu, payeur))
    return trouvees
