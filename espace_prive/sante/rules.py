"""Health and authorisations: what is compulsory, what is out of date, who may leave alone. Pure."""

from datetime import date
from typing import NamedTuple

from common.words.dates import age

DTP = ("dtp", "Diphtérie, tétanos, poliomyélite")
DEPUIS_2018 = (
    ("coqueluche", "Coqueluche"),
    ("hib", "Haemophilus influenzae b"),
    ("hepatite_b", "Hépatite B"),
    ("pneumocoque", "Pneumocoque"),
    ("ror", "Rougeole, oreillons, rubéole"),
)
MENINGO_C = ("meningo_c", "Méningocoque C")
MENINGO_ACWY = ("meningo_acwy", "Méningocoques A, C, W, Y")
MENINGO_B = ("meningo_b", "Méningocoque B")
NOMS = dict([DTP, *DEPUIS_2018, MENINGO_C, MENINGO_ACWY, MENINGO_B])
AGE_SORTIE_SEUL = 6
PROVISOIRE_MOIS = 3
ALLERGIE_SANS_PAI = (
    "Une allergie ou une intolérance est déclarée, sans PAI. Sans ce document écrit avec le médecin, le personnel ne "
    "peut ni adapter le repas ni donner un traitement : joignez-le dès que vous l’avez."
)


def vaccins_obligatoires(naissance: date) -> tuple[str, ...]:
    """Codes of the vaccines compulsory to enter a community, by year of birth (Code de la santé publique, L. 3111-2).

    Before 2018: diphtheria, tetanus, polio. From 2018: eleven diseases. From 1 January 2025 the meningococci ACWY and
    B replace the C, for the children born from 2023 on (those of 2023 and 2024 catch up).
    """
    if naissance.year < 2018:
        return (DTP[0],)
    meningo = (MENINGO_ACWY[0], MENINGO_B[0]) if naissance.year >= 2023 else (MENINGO_C[0],)
    return (DTP[0], *(code for code, _ in DEPUIS_2018), *meningo)


def vaccins_manquants(naissance: date, dates: dict) -> list[str]:
    """Names of the compulsory vaccines whose date is not known."""
    return [NOMS[code] for code in vaccins_obligatoires(naissance) if not dates.get(code)]


def peut_sortir_seul(naissance: date, jour: date) -> bool:
    """Whether a child of that age may leave alone: never at nursery school."""
    return age(naissance, jour) >= AGE_SORTIE_SEUL


class Manque(NamedTuple):
    """What is missing: the form where one gives it (a genre of ``dossier``), in a few words, in a sentence."""

    genre: str
    bref: str
    phrase: str
    urgent: bool = False


def a_completer(
    *, naissance: date, jour: date, vaccins: dict, contre_indication: bool, assurance_fin: date | None,
    allergies: str, pai: str, pai_fin: date | None, pai_document: bool, medecin: str,
) -> list[Manque]:  # fmt: skip
    """What is missing or out of date in a health sheet; what endangers the child first."""
    manque = []
    if allergies.strip() and not pai:
        manque.append(Manque("pai", "allergie sans PAI", ALLERGIE_SANS_PAI, urgent=True))
    if pai and pai_fin and pai_fin < jour:
        manque.append(Manque("pai", "PAI périmé", "Le PAI n’est plus valable : il se revoit chaque année."))
    if pai and not pai_document:
        manque.append(Manque("pai", "document du PAI", "Le document du PAI n’a pas été transmis."))
    if not medecin:
        manque.append(Manque("medecin", "médecin traitant", "Le médecin traitant n’est pas renseigné."))
    if not contre_indication and (vaccins_absents := vaccins_manquants(naissance, vaccins)):
        noms, suite = ", ".join(vaccins_absents), f"accueil provisoire, {PROVISOIRE_MOIS} mois"
        phrase = f"Vaccins obligatoires sans date : {noms}. L’accueil est provisoire, {PROVISOIRE_MOIS} mois."
        manque.append(Manque("medecin", f"dates de vaccins ({suite})", phrase))
    if assurance_fin is None:
        phrase = "L’assurance responsabilité civile n’est pas renseignée."
        manque.append(Manque("assurance", "assurance", phrase))
    elif assurance_fin < jour:
        manque.append(Manque("assurance", "assurance périmée", "L’attestation d’assurance n’est plus valable."))
    return manque
