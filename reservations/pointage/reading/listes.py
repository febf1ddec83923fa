"""Who is expected on a day, by place, with what those who welcome the children must know.

A fixed number of statements whatever the number of children, read as plain rows: a canteen has eight hundred.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, F, FilteredRelation, Q, TimeField, Value, When
from django.db.models.functions import Cast

from common.web.memory import remember
from common.words import typo
from commune.enums import Niveau
from commune.models import AnneeScolaire
from espace_prive.famille.models import Enfant, LienParental
from espace_prive.famille.querysets import en_cours
from espace_prive.garde.enums import DemiJournee
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.sante.enums import Collecte, GenreDAutorisation, GenreDePai, Regime
from espace_prive.sante.models import Autorisation, Proche
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.places import calendrier, est_ouverte
from reservations.planning.models import Reservation
from reservations.pointage.enums import FaitPointe
from reservations.pointage.models import Pointage, Tirage
from reservations.pointage.phrases import dire_pointage
from reservations.pointage.rules import Attendu, Criteres, Site, marquer
from reservations.pointage.rules_pointage import EtatPointe, etat

NIVEAUX = tuple(Niveau)
ENFANT = ("enfant_id", "enfant__nom", "enfant__prenom", "enfant__naissance", "lieu_id", "lieu__nom")
ECOLE = ("sco__ecole__lieu__nom", "sco__niveau", "sco__classe")
FICHE = tuple(
    f"enfant__fiche_sanitaire__{champ}"
    for champ in ("regime", "pai", "pai_fin", "pai_panier", "allergies", "attention", "consignes")
)
REGIMES = {Regime.STANDARD: "", **{r: r.label for r in Regime if r != Regime.STANDARD}}
REGIMES[Regime.PANIER] = "Panier-repas"


# What a line of the entourage says.
CHEZ, JAMAIS, PEUT, SEUL = range(4)
SANS_HEURE = Cast(Value(None), TimeField())


@dataclass(frozen=True)
class ListeVoulue:
    """Which list: of what, when; ``lieux`` keeps some places only, ``sauf`` leaves children out (a queryset of ids).

    A count that exceeds the names would tell that the child is there: it is out of both. ``groupes`` (names by place)
    keeps these groups only. ``sante`` and ``sorties`` say what else is read.
    """

    activite: object
    jour: date
    lieux: frozenset[int] | None = None
    sauf: object = ()
    groupes: dict[int, frozenset[str]] | None = None
    sante: bool = False
    sorties: bool = False
    criteres: Criteres = Criteres()


def lire(demande: ListeVoulue) -> list[Site]:
    """Give the sites of the activity on that day with their children, each once, by name."""
    sites = _sites(demande)
    lues = _reservees if demande.activite.fonctionnement == Fonctionnement.RESERVATION else _inscrites
    for ligne, nom in lues(demande):
        sites.setdefault(ligne.lieu, Site(ligne.lieu, nom, niveaux=NIVEAUX)).lignes.append(ligne)
    if demande.sorties:
        _dire_les_sorties([ligne for site in sites.values() for ligne in site.lignes], demande.jour)
    return list(sites.values())


def narrow(sites: Iterable[Site], criteres: Criteres) -> list[Site]:
    """Keep what is asked of a list, and sort it; the sites of which nothing is left go."""
    gardes = []
    for site in sites:
        if criteres.lieu in (0, site.lieu):
            site.lignes = [ligne for ligne in site.lignes if criteres.garde(ligne)]
            if criteres.par_classe:
                site.trier_par_classe()
            if site.lignes or not criteres.partiels:
                gardes.append(site)
    return gardes


def _sites(demande) -> dict[int, Site]:
    ici = {} if demande.lieux is None else {"lieu__in": demande.lieux}
    creneaux = Creneau.objects.filter(unite__activite=demande.activite, groupe=None, date=demande.jour, **ici)
    sites: dict[int, Site] = {}
    for lieu, nom, places, ferme, motif, restreint in creneaux.order_by("lieu__tri", "pk").values_list(
        "lieu_id", "lieu__nom", "places", "ferme", "motif", "restreint"
    ):
        sites.setdefault(lieu, Site(lieu, nom, places, ferme, motif, restreint, niveaux=NIVEAUX))
    return sites


def _avec_ecole(lignes, jour):
    """Add the school of that day, by one outer join."""
    annee = remember(f"annee.{jour}", lambda: _annee(jour))
    return lignes.annotate(
        sco=FilteredRelation("enfant__scolarites", condition=Q(enfant__scolarites__annee=annee))
    ).order_by("lieu__tri", "enfant__tri", "enfant_id", "pk")


def _annee(jour) -> int:
    """The key of the school year of a day; 0 when the town has none."""
    return AnneeScolaire.objects.filter(du__lte=jour, au__gte=jour).values_list("pk", flat=True).first() or 0


def _ou(demande, lignes):
    if demande.lieux is not None:
        lignes = lignes.filter(lieu__in=demande.lieux)
    return _avec_ecole(lignes.exclude(enfant__in=demande.sauf), demande.jour)


def _reservees(demande):
    """Give (line, name of its place) of who booked: several bookings of a child at a place are one line."""
    lues = Reservation.objects.vivantes().filter(formule__activite=demande.activite, date=demande.jour)
    colonnes = ("formule_id", "arrivee", "depart", "absence__pk", *ENFANT, *ECOLE, *(FICHE if demande.sante else ()))
    connu = catalogue()
    plusieurs = len(connu.par_activite.get(demande.activite.pk, ())) > 1
    vendues = {f.pk: (f.nom if plusieurs else "", frozenset(u.pk for u in f.unites)) for f in connu.formules.values()}
    prete = None
    for formule, arrivee, depart, absence, *reste in _ou(demande, lues).values_list(*colonnes):
        (quoi, unites), absent = vendues[formule], absence is not None
        if prete and (prete[0].enfant, prete[0].lieu) == (reste[0], reste[4]):
            _reunir(prete[0], quoi, unites, absent)
            continue
        if prete:
            yield prete
        ligne, nom = _ligne(demande, connu, reste)
        ligne.quoi, ligne.unites, ligne.absent, ligne.arrivee, ligne.depart = quoi, unites, absent, arrivee, depart
        prete = None if _hors_groupe(demande, ligne) else (ligne, nom)
    if prete:
        yield prete


def _reunir(ligne, quoi, unites, absent):
    """Add a booking to the line of its child: who comes for something is not absent."""
    if absent and not ligne.absent:
        return
    if ligne.absent and not absent:
        ligne.quoi, ligne.unites, ligne.absent = quoi, unites, False
        return
    ligne.quoi = f"{ligne.quoi}, {quoi.lower()}" if quoi else ligne.quoi
    ligne.unites |= unites


def _inscrites(demande, seulement=None):
    """Give (line, name of its place) of who is registered, where it is open: nothing is booked, all may come."""
    if not est_ouverte(demande.activite, demande.jour, calendrier()):
        return
    lues = Inscription.objects.actives(demande.jour).filter(activite=demande.activite)
    if seulement is not None:
        lues = lues.filter(enfant__in=seulement)
    connu = catalogue()
    unites = frozenset(u.pk for f in connu.par_activite.get(demande.activite.pk, ()) for u in f.unites)
    connus = set()
    for rangee in _ou(demande, lues).values_list(*ENFANT, *ECOLE, *(FICHE if demande.sante else ())):
        # Two homes that pay in turn are two registrations of one child.
        if (rangee[0], rangee[4]) in connus:
            continue
        connus.add((rangee[0], rangee[4]))
        ligne, nom = _ligne(demande, connu, rangee)
        ligne.unites = unites
        if not _hors_groupe(demande, ligne):
            yield ligne, nom


def _ligne(demande, connu, rangee) -> tuple[Attendu, str]:
    enfant, nom, prenom, naissance, lieu, ou, ecole, niveau, classe, *fiche = rangee
    groupe = None
    if (demande.activite.pk, lieu) in connu.groupes:
        groupe, _ = connu.groupe(demande.activite.pk, lieu, naissance=naissance, jour=demande.jour)
    ligne = Attendu(
        enfant, f"{nom} {prenom}", lieu, naissance, ecole or "", niveau or "", classe or "",
        groupe.nom if groupe else "",
    )  # fmt: skip
    if demande.sante:
        ligne.regime, ligne.sante = dire_sante(fiche, demande.jour) if any(fiche) else ("", ())
    return ligne, ou


def _hors_groupe(demande, ligne) -> bool:
    """Tell whether the reader keeps some groups of that place only, and not this one."""
    if demande.groupes is None or ligne.lieu not in demande.groupes:
        return False
    return ligne.groupe not in demande.groupes[ligne.lieu]


def dire_sante(fiche, jour) -> tuple[str, tuple[str, ...]]:
    """Say (the diet that the kitchen counts, all that whoever acts must know); both empty without anything."""
    regime, pai, pai_fin, panier, allergies, attention, consignes = fiche
    dit = []
    # The basket that a care plan foresees stands in for the meal, whatever the diet says.
    sien = REGIMES[Regime.PANIER] if panier else REGIMES.get(regime, "")
    if sien:
        dit.append(sien)
    if pai:
        fini = f", fini le {typo.date_simple(pai_fin)}" if pai_fin and pai_fin < jour else ""
        dit.append(f"PAI : {GenreDePai(pai).label.lower()}{fini}")
    if allergies:
        dit.append(f"Allergies : {allergies}")
    if attention:
        dit.append("Attention particulière")
    if consignes:
        dit.append(consignes)
    return sien, tuple(dit)


def _dire_les_sorties(lignes, jour) -> None:
    """Say who may leave with each child that day, alone or not, and who must not: one statement."""
    petits = {ligne.enfant for ligne in lignes}
    peuvent: dict[int, list[str]] = {}
    jamais: dict[int, list[str]] = {}
    chez: dict[int, str] = {}
    seuls: dict[int, object] = {}
    for enfant, genre, prenom, nom, _, heure in _entourage(petits, jour):
        if genre == CHEZ:
            chez[enfant] = f"(foyer {nom} ce jour-là)"
        elif genre == SEUL:
            seuls[enfant] = heure
        else:
            (jamais if genre == JAMAIS else peuvent).setdefault(enfant, []).append(f"{prenom} {nom}")
    for ligne in lignes:
        dits = []
        if ligne.enfant in seuls:
            heure = seuls[ligne.enfant]
            dits.append(f"Repart seul dès {typo.heure(heure)}" if heure else "Repart seul")
        # One who must not is said so once, whoever else said the contrary.
        ferme = tuple(dict.fromkeys(jamais.get(ligne.enfant, ())))
        ouverts = dict.fromkeys(n for n in peuvent.get(ligne.enfant, ()) if n not in ferme)
        dits += ouverts
        if ligne.enfant in chez:
            dits[-1:] = [f"{dits[-1]} {chez[ligne.enfant]}" if dits else chez[ligne.enfant]]
        ligne.sorties, ligne.interdits = tuple(dits), ferme


def _entourage(petits, jour):
    """Give (child, kind, first name, name, key of sorting, hour) of all that bears on leaving with them, sorted."""
    gardes = PeriodeDeGarde.objects.filter(enfant__in=petits, du__lte=jour, au__gte=jour)
    parents = LienParental.objects.filter(en_cours(jour=jour), enfant__in=petits)
    proches = Proche.objects.filter(en_cours(jour=jour), enfants__in=petits).exclude(collecte=Collecte.RIEN)
    sorties = Autorisation.objects.filter(
        enfant__in=petits, genre=GenreDAutorisation.SORTIE, accordee=True, finie_le__isnull=True
    )
    ferme, interdite = Case(When(restreint=True, then=JAMAIS), default=PEUT), Collecte.INTERDITE
    lues = [
        # At the end of the day: who has the child in the morning only does not fetch it.
        gardes.exclude(au=jour, au_demi=DemiJournee.MATIN)
        .order_by()
        .values_list("enfant_id", Value(CHEZ), Value(""), "foyer__nom", Value(""), SANS_HEURE),
        parents.order_by().values_list(
            "enfant_id", ferme, "responsable__prenoms", "responsable__nom", "responsable__tri", SANS_HEURE
        ),
        proches.order_by().values_list(
            "enfants", Case(When(collecte=interdite, then=JAMAIS), default=PEUT), "prenom", "nom", "tri", SANS_HEURE
        ),
        sorties.order_by().values_list("enfant_id", Value(SEUL), Value(""), Value(""), Value(""), "heure"),
    ]
    return sorted(lues[0].union(*lues[1:], all=True), key=lambda rangee: rangee[1:2] + rangee[4:5])


def mark_changes(sites: Iterable[Site], activite, jour: date, *, propre_a=None) -> None:
    """Mark what changed since the last list printed of each place, whole: one statement, two when somebody left it.

    Before anything narrows them. ``propre_a``: an agent from whom children are hidden compares with its own alone.
    """
    tirages = Tirage.objects.filter(activite=activite, jour=jour, fait_le__isnull=False, partiel=False)
    tirages = tirages.filter(propre=False) if propre_a is None else tirages.filter(par=propre_a)
    derniers = list(tirages.order_by("-fait_le", "-pk").values_list("fait_le", "dit")[:20])
    sortis: dict[int, list[Site]] = {}
    for site in sites:
        trouve = next(((le, dit[str(site.lieu)]) for le, dit in derniers if str(site.lieu) in dit), None)
        if trouve is None:
            continue
        site.imprime_le = trouve[0]
        for enfant in marquer(site, {int(pk): marque for pk, marque in trouve[1].items()}):
            sortis.setdefault(enfant, []).append(site)
    if sortis:
        noms = Enfant.objects.filter(pk__in=sortis).order_by("tri").values_list("pk", F("nom"), F("prenom"))
        for pk, nom, prenom in noms:
            for site in sortis[pk]:
                site.partis.append(f"{nom} {prenom}")


class Note(NamedTuple):
    """A fact that nothing took back."""

    enfant: int
    unite: int | None
    lieu: int
    fait: str
    arrivee: time | None
    depart: time | None
    lot: UUID
    par: int | None


def notes_du_jour(activite, jour: date, enfants=None) -> list[Note]:
    """What was noted of these children, or of all, that day, from the first to the last: one statement."""
    lues = Pointage.objects.filter(activite=activite, date=jour, defait_par__isnull=True).exclude(
        fait=FaitPointe.RETIRE
    )
    if enfants is not None:
        lues = lues.filter(enfant__in=enfants)
    colonnes = ("enfant_id", "unite_id", "lieu_id", "fait", "arrivee", "depart", "lot", "par_id")
    return list(map(Note._make, lues.order_by("quand", "pk").values_list(*colonnes)))


def etats(notes: Iterable[Note]) -> dict[tuple[int, int | None], EtatPointe]:
    """Where each child stands, by child and moment."""
    faits: dict[tuple[int, int | None], list] = {}
    for n in notes:
        faits.setdefault((n.enfant, n.unite), []).append((n.fait, n.arrivee, n.depart))
    return {cle: connu for cle, siens in faits.items() if (connu := etat(siens))}


def say_notes(voulue: ListeVoulue, sites: list[Site], notes: list[Note]) -> None:
    """Say on each line what was noted of the child; who came without being expected is added to its place."""
    connus: dict[int, dict[int | None, EtatPointe]] = {}
    for (enfant, unite), connu in etats(notes).items():
        connus.setdefault(enfant, {})[unite] = connu
    lignes = [ligne for site in sites for ligne in site.lignes]
    manquent = {n.enfant for n in notes} - {ligne.enfant for ligne in lignes}
    if manquent:
        lignes += _ajouter_les_venus(voulue, sites, {e for e in manquent if any(c.venu for c in connus[e].values())})
    unites = {u.pk: u.nom for f in catalogue().par_activite.get(voulue.activite.pk, ()) for u in f.unites}
    for ligne in lignes:
        if siens := connus.get(ligne.enfant):
            dits = [
                f"{unites[unite]} : {dire_pointage(connu).lower()}" if unite in unites else dire_pointage(connu)
                for unite, connu in siens.items()
            ]
            ligne.pointe, ligne.venu = ", ".join(dits), any(connu.venu for connu in siens.values())


def _ajouter_les_venus(voulue, sites, venus) -> list[Attendu]:
    """Add who came without booking, among those who are registered."""
    par_lieu, ajoutes = {site.lieu: site for site in sites}, []
    if not venus or voulue.activite.fonctionnement != Fonctionnement.RESERVATION:
        return ajoutes
    for ligne, nom in _inscrites(voulue, seulement=venus):
        if ligne.enfant in {a.enfant for a in ajoutes}:
            continue
        ligne.sans_reservation = True
        if ligne.lieu not in par_lieu:
            par_lieu[ligne.lieu] = Site(ligne.lieu, nom, niveaux=NIVEAUX)
            sites.append(par_lieu[ligne.lieu])
        par_lieu[ligne.lieu].lignes.append(ligne)
        ajoutes.append(ligne)
    return ajoutes


def not_expected(voulue: ListeVoulue) -> list[tuple[Attendu, str]]:
    """Give (line, place) of who is registered and expected nowhere that day."""
    attendus = {ligne.enfant for site in lire(replace(voulue, sorties=False)) for ligne in site.lignes}
    return [(ligne, nom) for ligne, nom in _inscrites(voulue) if ligne.enfant not in attendus]
