"""Health and authorisations: what is compulsory, what is out of date, who may leave alone. Pure."""

from datetime import date

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


def vaccins_obligatoires(naissance: date) -> tuple[str, ...]:
    """Give the codes of what is compulsory to enter a community, by the year of birth.

    Before 2018: diphtheria, tetanus, polio. From 2018: eleven diseases. From 1 January 2025 the meningococci ACWY
    and B replace the C, for the children born from 2023 on (those of 2023 and 2024 catch up).
    """
    if naissance.year < 2018:
        return (DTP[0],)
    meningo = (MENINGO_ACWY[0], MENINGO_B[0]) if naissance.year >= 2023 else (MENINGO_C[0],)
    return (DTP[0], *(code for code, _ in DEPUIS_2018), *meningo)


def vaccins_manquants(naissance: date, dates: dict) -> list[str]:
    """Give the names of the compulsory vaccines whose date is not known."""
    return [NOMS[code] for code in vaccins_obligatoires(naissance) if not dates.get(code)]


def age(naissance: date, jour: date) -> int:
    """Give the age on that day."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def peut_sortir_seul(naissance: date, jour: date) -> bool:
    """Tell whether a child of that age may leave alone: never at nursery school."""
    return age(naissance, jour) >= AGE_SORTIE_SEUL


def a_completer(
    *, naissance: date, jour: date, vaccins: dict, contre_indication: bool, assurance_fin: date | None,
    pai: bool, pai_fin: date | None, pai_document: bool, medecin: str,
) -> list[str]:  # fmt: skip
    """Say what is missing or out of date in a health sheet."""
    manque = []
    if pai and pai_fin and pai_fin < jour:
        manque.append("Le PAI n’est plus valable : il se revoit chaque année.")
    if pai and not pai_document:
        manque.append("Le document du PAI n’a pas été transmis.")
    if not medecin:
        manque.append("Le médecin traitant n’est pas renseigné.")
    if not contre_indication and (vaccins_absents := vaccins_manquants(naissance, vaccins)):
        noms = ", ".join(vaccins_absents)
        manque.append(f"Vaccins obligatoires sans date : {noms}. L’accueil est provisoire, {PROVISOIRE_MOIS} mois.")
    if assurance_fin is None:
        manque.append("L’assurance responsabilité civile n’est pas renseignée.")
    elif assurance_fin < jour:
        manque.append("L’attestation d’assurance n’est plus valable.")
    return manque
