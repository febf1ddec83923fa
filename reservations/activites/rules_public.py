"""Who may register for an activity, by what the town set. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from common.rules import Non


@dataclass(frozen=True)
class ConditionsDInscription:
    """Who an activity is for; empty: everybody."""

    ecoles: Collection[int] = ()
    niveaux: Collection[str] = ()
    age_min: int | None = None
    age_max: int | None = None
    commune_seulement: bool = False


def refuser_inscription(
    public: ConditionsDInscription, *, ecole: int | None, niveau: str | None, age: int, hors_commune: bool
) -> Non | None:
    """``age`` and school are those of the first day; without a school that year, ``ecole`` and ``niveau`` are None."""
    if public.ecoles and ecole not in public.ecoles:
        return Non("ecole", "Cette activité n’est pas ouverte aux enfants de son école.")
    if public.niveaux and niveau not in public.niveaux:
        return Non("niveau", "Cette activité n’est pas ouverte aux enfants de son niveau.")
    if public.age_min is not None and age < public.age_min:
        return Non("age", f"Cette activité commence à {public.age_min} ans : l’enfant est trop jeune.")
    if public.age_max is not None and age > public.age_max:
        return Non("age", f"Cette activité s’arrête à {public.age_max} ans : l’enfant est trop grand.")
    if public.commune_seulement and hors_commune:
        return Non("commune", "Cette activité est réservée aux familles de la commune.")
    return None
