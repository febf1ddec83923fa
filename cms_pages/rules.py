"""What pages show and refuse: weeks of menus, pictures without words. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.rules import Non
from common.words.dates import age, lundi_de
from common.words.saisie import lire_jour

SAMEDI = 5
SEPTEMBRE = 9
# Long enough to find school again behind the summer holidays.
SEMAINES_CHERCHEES = 16
UN_JOUR = timedelta(days=1)
UN_ETE = timedelta(days=45)
JOURS_SERVIS = (0, 1, 3, 4)
# What the law asks of the purchases of a school restaurant, in per cent of what they cost (C. rural, L. 230-5-1).
OBJECTIFS_EGALIM = (
    ("Produits durables et de qualité", 50),
    ("dont produits bio", 20),
    ("Viandes et poissons durables et de qualité", 60),
    ("Produits du projet alimentaire territorial", None),
)


@dataclass(frozen=True, kw_only=True)
class JourDeMenu:
    """A day: its menu, or the reason why nothing is served."""

    date: date
    menu: object = None
    motif: str = ""
    aujourdhui: bool = False


@dataclass(frozen=True, kw_only=True)
class SemaineDeMenus:
    """The days of one week, from Monday on."""

    lundi: date
    jours: list[JourDeMenu]

    @property
    def vendredi(self):
        return self.lundi + timedelta(days=4)

    @property
    def sur_deux_mois(self):
        return self.lundi.month != self.vendredi.month

    @property
    def precedente(self):
        return self.lundi - timedelta(days=7)

    @property
    def suivante(self):
        return self.lundi + timedelta(days=7)

    @property
    def vide(self):
        return not any(jour.menu for jour in self.jours)


def semaine_a_montrer(jour: date) -> date:
    """The Monday of the week to show on ``jour``: at the week-end, the next one."""
    return lundi_de(jour + timedelta(days=2) if jour.weekday() >= SAMEDI else jour)


def lire_semaine(brut: str, *, defaut: date) -> date:
    """The Monday of a day written as 2026-11-09; ``defaut`` for what cannot be read."""
    jour = lire_jour(brut)
    return lundi_de(jour) if jour else defaut


def _motif(jour, calendrier):
    if jour in calendrier.feries:
        return "Jour férié"
    return calendrier.nom_des_vacances(jour)


def un_par_jour(menus) -> dict:
    """One menu a day, the first given: a restaurant's own comes before the common one."""
    par_date = {}
    for menu in menus:
        par_date.setdefault(menu.date, menu)
    return par_date


def jours_de_menu(menus, lundi: date, calendrier, *, aujourdhui: date) -> SemaineDeMenus:
    """Arrange ``menus`` in the week of ``lundi``: the days of school, and any other day that has a menu."""
    par_date = un_par_jour(menus)
    jours = []
    for rang in range(7):
        jour = lundi + timedelta(days=rang)
        if rang in JOURS_SERVIS or jour in par_date:
            jours.append(
                JourDeMenu(
                    date=jour,
                    menu=par_date.get(jour),
                    motif=_motif(jour, calendrier),
                    aujourdhui=jour == aujourdhui,
                )
            )
    return SemaineDeMenus(lundi=lundi, jours=jours)


@dataclass(frozen=True, kw_only=True)
class Profil:
    """A child as news are addressed to it: codes of its school and activities, its birth."""

    naissance: date
    ecole: str = ""
    activites: frozenset[str] = frozenset()

    def age(self, jour: date) -> int:
        return age(self.naissance, jour)


@dataclass(frozen=True, kw_only=True)
class Destinataires:
    """Who a piece of news is addressed to; an empty criterion excludes nobody."""

    ecoles: tuple[str, ...] = ()
    activites: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None

    def comprend(self, profils, jour: date) -> bool:
        """Whether a family is addressed: any without criteria, else by one child that meets them all."""
        if profils is None:
            return False
        if self == Destinataires():
            return True
        return any(self._convient(profil, jour) for profil in profils)

    def _convient(self, profil, jour):
        return (
            (not self.ecoles or profil.ecole in self.ecoles)
            and (not self.activites or not profil.activites.isdisjoint(self.activites))
            and (self.age_min is None or profil.age(jour) >= self.age_min)
            and (self.age_max is None or profil.age(jour) <= self.age_max)
        )


def versions_a_montrer(versions, jour: date, *, par_periode: bool) -> list:
    """The versions (``du``, ``au`` or None) to show on ``jour``; the others stay, unlisted.

    Of a rule or a guide, the one in force. Of what goes by periods (a programme), those under way and to come.
    """
    valables = sorted((v for v in versions if v.au is None or v.au >= jour), key=lambda v: v.du)
    if par_periode:
        return valables
    return [v for v in valables if v.du <= jour][-1:]


def mois_de_l_annee_scolaire(rappels) -> list[tuple[int, list]]:
    """Reminders by month, from September to August; those of all year (month 0) come first."""
    par_mois = {}
    for rappel in rappels:
        par_mois.setdefault(rappel.mois, []).append(rappel)
    return sorted(par_mois.items(), key=lambda ligne: (ligne[0] != 0, (ligne[0] - SEPTEMBRE) % 12))


def semaines_incompletes(servis, aujourdhui: date, calendrier, *, nombre: int = 4) -> list[tuple[date, list[date]]]:
    """(Monday, days of school without menu) of those of the next ``nombre`` school weeks that lack some.

    ``servis`` holds the days that have a menu. The current week counts, from today on.
    """
    incompletes, vues, lundi = [], 0, lundi_de(aujourdhui)
    for _ in range(SEMAINES_CHERCHEES):
        jours = [lundi + timedelta(days=rang) for rang in range(7)]
        ecole = [jour for jour in jours if jour >= aujourdhui and calendrier.est_jour_d_ecole(jour)]
        manquants = [jour for jour in ecole if jour not in servis]
        if manquants:
            incompletes.append((lundi, manquants))
        vues += bool(ecole)
        if vues == nombre:
            break
        lundi += timedelta(days=7)
    return incompletes


@dataclass(frozen=True, kw_only=True)
class AnneeAffichee:
    """A school year as parents read it: (first day, last day, name) of its holidays, (day, name) of its free days."""

    du: date
    au: date
    vacances: tuple[tuple[date, date, str], ...]
    feries: tuple[tuple[date, str], ...]

    @property
    def nom(self):
        return f"{self.du.year}-{self.au.year}"


def annees_scolaires(calendrier, feries, jour: date) -> list[AnneeAffichee]:
    """The school years of a calendar that are not over, summer after them included."""
    annees = sorted(annee for annee in calendrier.annees if annee[1] + UN_ETE >= jour)
    return [
        AnneeAffichee(
            du=du,
            au=au,
            vacances=tuple(sorted(v for v in calendrier.vacances if du <= v[0] <= au + UN_JOUR)),
            feries=tuple(sorted((date_, nom) for date_, nom in feries if du <= date_ <= au)),
        )
        for du, au in annees
    ]


def refuser_l_image(image, alternative: str, *, decorative: bool) -> Non | None:
    """Refuse an alternative text that is missing, or that contradicts « l’image est décorative »."""
    if image and decorative and alternative.strip():
        return Non(
            "decrite",
            "Une image décorative n’est pas décrite : effacez ce texte, ou décochez « l’image est décorative ».",
        )
    if image and not decorative and not alternative.strip():
        return Non("muette", "Dites ce que montre l’image, ou cochez « l’image est décorative ».")
    return None


COLONNES_MAX = 8


def lire_tableau(texte: str) -> tuple[list[str], list[list[str]]]:
    """A table typed one line a line, cells separated by « ; » or by tabs: (headings, lines).

    Raise ValueError with a sentence that names the line.
    """
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip(" \t;")]
    separateur = "\t" if any("\t" in ligne for ligne in lignes) else ";"
    cases = [[case.strip() for case in ligne.split(separateur)] for ligne in lignes]
    if len(cases) < 2:
        raise ValueError("Un tableau a une ligne de titres et au moins une ligne en dessous.")
    entetes = cases[0]
    if not 2 <= len(entetes) <= COLONNES_MAX:
        raise ValueError(f"La ligne de titres a {len(entetes)} case(s) : il en faut de 2 à {COLONNES_MAX}.")
    if not all(entetes[1:]):
        raise ValueError("Chaque colonne a besoin d’un titre, sauf la première.")
    for rang, ligne in enumerate(cases[1:], 2):
        if len(ligne) != len(entetes):
            raise ValueError(f"La ligne {rang} a {len(ligne)} case(s), les titres en ont {len(entetes)}.")
        if not ligne[0]:
            raise ValueError(f"La première case de la ligne {rang} est vide : dites de quoi parle la ligne.")
    return entetes, cases[1:]
