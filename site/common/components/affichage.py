"""What the components show: small frozen records that a view fills. Pure: the standard library only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class LigneRecap:
    libelle: str
    detail: str = ""
    montant: Decimal | None = None
    signe: bool = False  # write + before what is added
    geste: str = ""  # « ajout », « retrait » or nothing


@dataclass(frozen=True, kw_only=True)
class LigneFiche:
    """A line of a sheet: a question, its answer, a link to change it."""

    libelle: str
    valeur: str = ""
    url: str = ""
    action: str = "Modifier"


@dataclass(frozen=True, kw_only=True)
class Lien:
    """A link of a navigation: breadcrumb, tabs, rubrics, footer."""

    titre: str
    url: str = ""
    courante: bool = False
    icone: str = ""
    compte: int | None = None


@dataclass(frozen=True, kw_only=True)
class Etape:
    """A dated fact of a timeline."""

    titre: str
    le: date | None = None
    texte: str = ""
    etat: str = "fait"  # fait, courante, avenir
