"""What the check-ins of a day give to be billed, written again from all its facts each time one is added."""

from collections.abc import Iterable
from datetime import date

from common import clock
from common.words.dates import premier_du_mois
from common.words.typo import date_simple
from espace_prive.garde.models import PeriodeDeGarde
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Activite, Inscription
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import catalogue
from reservations.planning.models import Reservation
from reservations.pointage.enums import NatureFrequentee
from reservations.pointage.models import DecisionFrequentation, Frequentation
from reservations.pointage.reading.listes import etats, notes_du_jour
from reservations.pointage.rules_pointage import EtatPointe, Vendue, en_retard, formules_de

# What a thing to bill is made of, its child and its day apart.
Due = tuple[str, int, int, int, int]


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
    dues: dict[int, set[Due]] = {enfant: set() for enfant in enfants}
    if activite.fonctionnement == Fonctionnement.SANS_RESERVATION:
        payeurs = _inscrits(activite, jour, enfants)
        for (enfant, unite), connu in etats(notes_du_jour(activite, jour, enfants)).items():
            if connu.venu and enfant in payeurs:
                dues[enfant] |= _presences(activite, unite, connu, *payeurs[enfant])
        return dues
    reserves = _reserves(activite, jour, enfants)
    for (enfant, unite), connu in etats(notes_du_jour(activite, jour, enfants)).items():
        for formule, lieu, payeur in reserves.get(enfant, ()):
            if retard := _retard(formule, unite, connu, lieu, payeur):
                dues[enfant].add(retard)
                break
    return dues


def _presences(activite, unite, connu: EtatPointe, lieu, payeur) -> set[Due]:
    """The formules that bill a moment of the day, or all of it; and its late departure."""
    vendues = catalogue().par_activite.get(activite.pk, ())
    toutes = frozenset(u.pk for f in vendues for u in f.unites)
    moments = toutes if unite is None else frozenset({unite})
    dues: set[Due] = set()
    for pk in formules_de(moments, [Vendue(f.pk, frozenset(u.pk for u in f.unites)) for f in vendues]):
        formule = catalogue().formules[pk]
        combien = quantite(formule, connu.arrivee, connu.depart)
        if combien:
            dues.add((NatureFrequentee.PRESENCE, pk, lieu, payeur, combien))
        if retard := _retard(formule, unite, connu, lieu, payeur):
            dues.add(retard)
    return dues


def _retard(formule, unite, connu: EtatPointe, lieu, payeur) -> Due | None:
    """A departure after the end of what the child came for, on a formule that holds this moment."""
    moments = {u.pk: u.fin for u in formule.unites}
    if unite is not None and unite not in moments:
        return None
    fin = formule.fin if unite is None else moments[unite]
    return (NatureFrequentee.RETARD, formule.pk, lieu, payeur, 1) if en_retard(connu.depart, fin) else None


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


def _reserves(activite, jour, enfants) -> dict[int, list]:
    """Give (formule, place, payer) of what each child has booked, the last of the day first."""
    lues = Reservation.objects.vivantes().filter(formule__activite=activite, date=jour, enfant__in=enfants)
    formules, trouvees = catalogue().formules, {}
    for enfant, formule, lieu, payeur in lues.order_by("pk").values_list("enfant", "formule", "lieu", "payeur"):
        trouvees.setdefault(enfant, []).append((formules[formule], lieu, payeur))
    for siennes in trouvees.values():
        siennes.sort(key=lambda r: (r[0].fin is not None, r[0].fin), reverse=True)
    return trouvees
