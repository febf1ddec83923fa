"""What a list of the day is made of, as values: its lines, what narrows it, its totals, what changed. Pure."""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from hashlib import sha256

from common.words.noms import cle_de_tri

INCONNUE = "École inconnue"


@dataclass(slots=True)
class Attendu:
    """One child at one place: what it comes for, and what those who welcome it must know.

    ``sante`` and ``interdits`` are None where they were not read: the reader may not, or the list does not show them.
    """

    enfant: int
    nom: str
    lieu: int
    naissance: date | None = None
    ecole: str = ""
    niveau: str = ""
    classe: str = ""
    groupe: str = ""
    quoi: str = ""
    unites: frozenset[int] = frozenset()
    arrivee: time | None = None
    depart: time | None = None
    absent: bool = False
    regime: str = ""
    sante: tuple[str, ...] | None = None
    sorties: tuple[str, ...] = ()
    interdits: tuple[str, ...] | None = None
    change: str = ""
    # What was noted of it, in words; ``venu`` None: nothing yet.
    pointe: str = ""
    venu: bool | None = None
    sans_reservation: bool = False
    # Its level and its class, said together: read again and again.
    sa_classe: str = ""

    def __post_init__(self):
        self.sa_classe = f"{self.niveau} {self.classe}".strip()

    @property
    def empreinte(self) -> str:
        """The mark of what a printed list said of the child: whether it comes, for what, when, who may fetch it."""
        venue = (self.lieu, self.quoi, self.absent, self.arrivee, self.depart, self.sa_classe, self.groupe)
        return "|".join(_marque(v) for v in (venue, self.sante, self.interdits))


def _marque(valeur) -> str:
    """A short mark; empty for what was not read."""
    return "" if valeur is None else sha256(repr(valeur).encode()).hexdigest()[:8]


def a_change(avant: str, apres: str) -> bool:
    """Tell whether two marks differ in something that both lists said."""
    return any(a and b and a != b for a, b in zip(avant.split("|"), apres.split("|"), strict=False))


@dataclass(frozen=True)
class Criteres:
    """What narrows a list, and how it is sorted."""

    lieu: int = 0
    ecole: str = ""
    classe: str = ""
    groupe: str = ""
    unite: int = 0
    par_classe: bool = False

    def garde(self, ligne: Attendu) -> bool:
        return (
            self.lieu in (0, ligne.lieu)
            and self.ecole in ("", ligne.ecole)
            and self.classe in ("", ligne.sa_classe)
            and self.groupe in ("", ligne.groupe)
            and (not self.unite or self.unite in ligne.unites)
        )

    @property
    def partiels(self) -> bool:
        """Whether children of a place are left out."""
        return replace(self, lieu=0, par_classe=False) != Criteres()

    @property
    def dits(self) -> dict:
        """What is said, by name: the query string of the list."""
        return {nom: valeur for nom, valeur in asdict(self).items() if valeur}


@dataclass
class Site:
    """One place on one day: how many stand, who is expected, who was reported absent too late."""

    lieu: int
    nom: str
    places: int | None = None
    ferme: bool = False
    motif: str = ""
    # Closed to a school or a class; the others come.
    restreint: bool = False
    lignes: list[Attendu] = field(default_factory=list)
    # Names that the last printed list had, and that this one has not.
    partis: list[str] = field(default_factory=list)
    imprime_le: object = None
    niveaux: tuple[str, ...] = ()

    @property
    def convives(self) -> list[Attendu]:
        return [ligne for ligne in self.lignes if not ligne.absent]

    @property
    def absents(self) -> list[Attendu]:
        return [ligne for ligne in self.lignes if ligne.absent]

    @property
    def attendus(self) -> int:
        """Every booking that stands, meals to order among them: a late absence keeps its place."""
        return sum(not ligne.sans_reservation for ligne in self.lignes)

    @property
    def pointes(self) -> list[tuple[str, int]]:
        """How many came, did not, are not noted yet; nothing before the first is."""
        if all(ligne.venu is None for ligne in self.lignes):
            return []
        comptes = Counter(ligne.venu for ligne in self.lignes)
        sans = sum(ligne.sans_reservation for ligne in self.lignes)
        dits = [("Venus", comptes[True]), ("Dont sans réservation", sans), ("Absents", comptes[False])]
        return [(quoi, n) for quoi, n in [*dits, ("Pas encore pointés", comptes[None])] if n or quoi == "Venus"]

    @property
    def par_classe(self) -> list[tuple[str, str, int, str]]:
        """(school, level, number, « A : 12, B : 13 ») of who stands: the totals of the list."""
        comptes = Counter((ligne.ecole or INCONNUE, ligne.niveau) for ligne in self.lignes)
        classes: dict[tuple, Counter] = {}
        for ligne in self.lignes:
            if ligne.classe:
                classes.setdefault((ligne.ecole or INCONNUE, ligne.niveau), Counter())[ligne.classe] += 1
        return [
            (*cle, nombre, ", ".join(f"{c} : {n}" for c, n in sorted(classes.get(cle, Counter()).items())))
            for cle, nombre in sorted(comptes.items(), key=lambda compte: self._rang(*compte[0]))
        ]

    @property
    def par_regime(self) -> list[tuple[str, int]]:
        return sorted(Counter(ligne.regime for ligne in self.lignes if ligne.regime).items())

    @property
    def par_groupe(self) -> list[tuple[str, int]]:
        return sorted(Counter(ligne.groupe for ligne in self.lignes if ligne.groupe).items())

    def trier_par_classe(self) -> None:
        self.lignes.sort(key=lambda li: (*self._rang(li.ecole, li.niveau), cle_de_tri(li.classe)))

    def _rang(self, ecole, niveau):
        rang = self.niveaux.index(niveau) if niveau in self.niveaux else len(self.niveaux)
        return cle_de_tri(ecole), rang


def marquer(site: Site, imprimees: dict[int, str]) -> set[int]:
    """Mark what changed since that list was printed ({child: mark}); give the children who left it."""
    for ligne in site.lignes:
        avant = imprimees.get(ligne.enfant)
        if avant is None:
            ligne.change = "ajouté"
        elif a_change(avant, ligne.empreinte):
            ligne.change = "changé"
    return set(imprimees) - {ligne.enfant for ligne in site.lignes}
