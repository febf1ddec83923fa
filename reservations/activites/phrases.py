"""Deadlines in words, as parents read them. Pure."""

from common.words import typo
from reservations.activites.enums import FormeDelai, Geste

NOMBRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
GESTES = {Geste.RESERVER: "réserver", Geste.ANNULER: "annuler", Geste.ABSENCE: "signaler une absence"}


def horaires(debut, fin) -> str:
    """« de 16 h 30 à 18 h »; empty when the hours are unknown."""
    return f"de {typo.heure(debut)} {typo.a_heure(fin)}" if debut and fin else ""


def nommer(formule, connue=None) -> str:
    """« Étude surveillée, de 16 h 30 à 18 h », « Mercredis, journée avec repas, de 8 h à 18 h ».

    ``formule`` comes with its activity; ``connue`` is the same ``avec_horaires``. Its own name is said where it adds
    something.
    """
    activite, sien = formule.activite, formule.nom.lower()
    parties = [activite.nom]
    if sien != activite.mot.nom and sien not in activite.nom.lower():
        parties.append(sien)
    if connue and (quand := horaires(connue.debut, connue.fin)):
        parties.append(quand)
    return ", ".join(parties)


def _nombre(valeur: int) -> str:
    return NOMBRES[valeur] if valeur < len(NOMBRES) else str(valeur)


def _duree(jours: int) -> str:
    """« quatre semaines », « un jour », « dix jours »."""
    if jours and jours % 7 == 0:
        semaines = jours // 7
        return "une semaine" if semaines == 1 else f"{_nombre(semaines)} semaines"
    return f"{_nombre(jours)} jour{typo.pluriel(jours)}"


def delai_en_clair(forme: str, valeur: int, heure) -> str:
    """« jusqu’à deux jours ouvrés avant, à 9 h », « le jour même, avant 9 h »."""
    a = typo.a_heure(heure)
    if forme == FormeDelai.SESSION:
        return f"jusqu’à {_duree(valeur)} avant le premier jour d’accueil des vacances, {a}"
    if valeur == 0:
        return f"le jour même, avant {typo.heure(heure)}"
    if forme == FormeDelai.OUVRES:
        if valeur == 1:
            return f"jusqu’au jour ouvré précédent, {a}"
        return f"jusqu’à {_nombre(valeur)} jours ouvrés avant, {a}"
    if valeur == 1:
        return f"jusqu’à la veille, {a}"
    return f"jusqu’à {_nombre(valeur)} jours avant, {a}"


def delais_en_clair(regles) -> list[str]:
    """One line for each deadline; actions with the same deadline share a line."""
    par_delai = {}
    for geste, nom in GESTES.items():
        for regle in regles:
            if regle.geste == geste:
                par_delai.setdefault(delai_en_clair(regle.forme, regle.valeur, regle.heure), []).append(nom)
    lignes = (f"{typo.enumeration(noms, liaison='ou')}{typo.INSECABLE}: {delai}" for delai, noms in par_delai.items())
    return [ligne[:1].upper() + ligne[1:] for ligne in lignes]
