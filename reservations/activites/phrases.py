"""Deadlines in words, as parents read them. Pure."""

from common.words import typo
from reservations.activites.enums import FormeDelai, Geste, Suite

NOMBRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
GESTES = {Geste.RESERVER: "réserver", Geste.ANNULER: "annuler", Geste.ABSENCE: "signaler une absence"}


def horaires(debut, fin) -> str:
    """« de 16 h 30 à 18 h »; empty when the hours are unknown."""
    return f"de {typo.heure(debut)} {typo.a_heure(fin)}" if debut and fin else ""


def nommer(formule, connue=None) -> str:
    """« Étude surveillée, de 16 h 30 à 18 h », « Mercredis, journée avec repas, de 8 h à 18 h ».

    ``formule`` comes with its activity; ``connue`` is the catalogue's, with its hours. Its own name is said where it
    adds something.
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


def delai_en_clair(forme: str, valeur: int, heure, jour_fixe: int | None = None) -> str:
    """« jusqu’à deux jours ouvrés avant, à 9 h », « le jour même, avant 9 h », « jusqu’au mardi précédent »."""
    if jour_fixe is not None:
        return f"jusqu’{_au_jour_fixe(forme, valeur, typo.JOURS[jour_fixe])}, {typo.a_heure(heure)}"
    a = typo.a_heure(heure)
    if forme in (FormeDelai.SESSION, FormeDelai.SESSION_FRANCS):
        return f"jusqu’{_avant_la_session(forme, valeur)} premier jour d’accueil des vacances, {a}"
    if valeur == 0 and forme != FormeDelai.FRANCS:
        return f"le jour même, avant {typo.heure(heure)}"
    return f"jusqu’{_avant_le_jour(forme, valeur)}, {a}"


# What a règlement calls the days that it counts; the others are just days.
JOURS_COMPTES = {
    FormeDelai.OUVRES: ("jour ouvré", "jours ouvrés"),
    FormeDelai.OUVRABLES: ("jour ouvrable", "jours ouvrables"),
    FormeDelai.ECOLE: ("jour d’école", "jours d’école"),
}


def _avant_le_jour(forme, valeur):
    """« au jour ouvré précédent », « à trois jours francs avant », « à la veille »."""
    if forme == FormeDelai.FRANCS:
        s = typo.pluriel(valeur)
        return f"à {_nombre(valeur)} jour{s} franc{s} avant" if valeur else "à la veille"
    if noms := JOURS_COMPTES.get(forme):
        return f"au {noms[0]} précédent" if valeur == 1 else f"à {_nombre(valeur)} {noms[1]} avant"
    return "à la veille" if valeur == 1 else f"à {_nombre(valeur)} jours avant"


def _avant_la_session(forme, valeur):
    """« à quatre semaines avant le », « à la veille du », then the first day of the session."""
    if forme == FormeDelai.SESSION_FRANCS:
        s = typo.pluriel(valeur)
        return f"à {_nombre(valeur)} jour{s} franc{s} avant le" if valeur else "à la veille du"
    return f"à {_duree(valeur)} avant le" if valeur else "au"


def _au_jour_fixe(forme, valeur, jour):
    """« au mardi précédent », « au mardi de la semaine d’avant »."""
    if forme == FormeDelai.DERNIER:
        return f"au {jour} précédent" if valeur == 0 else f"au {jour} précédent, {_duree(7 * valeur)} plus tôt"
    if valeur == 0:
        return f"au {jour} de la même semaine"
    return f"au {jour} de la semaine d’avant" if valeur == 1 else f"au {jour}, {_nombre(valeur)} semaines avant"


def pour_quoi(regle) -> str:
    """What the rule is for: « pour le lundi et le mardi, journée, vacances de Noël »; empty: for everything."""
    parties = [typo.enumeration(f"le {typo.JOURS[jour]}" for jour in sorted(regle.jours))]
    parties += [portee.nom for portee in (regle.formule, regle.periode) if portee]
    return ", ".join(filter(None, parties))


def suite_en_clair(regle) -> str:
    """What follows the deadline, where it is no refusal: « sans majoration »."""
    if regle.suite != Suite.MAJORATION:
        return ""
    offerte = " (la première fois de l’année scolaire est offerte au foyer)" if regle.premiere_offerte else ""
    return f" sans majoration{offerte}"


def _echeance_en_clair(regle):
    return delai_en_clair(regle.forme, regle.valeur, regle.heure, regle.jour_fixe) + suite_en_clair(regle)


def regle_en_clair(regle) -> str:
    """A whole rule as a sentence: « Réserver, le mercredi : jusqu’à une semaine avant, à 9 h »."""
    quoi = ", ".join(filter(None, (GESTES[regle.geste], pour_quoi(regle))))
    return f"{quoi[:1].upper()}{quoi[1:]}{typo.INSECABLE}: {_echeance_en_clair(regle)}"


def exemple(jour, limite) -> str:
    """« pour le lundi 7 décembre : jusqu’au jeudi 3 à 9 h »: a month that was just said is not said again."""
    quand = f"{typo.JOURS[limite.weekday()]} {'1er' if limite.day == 1 else limite.day}"
    if (jour.year, jour.month) != (limite.year, limite.month):
        quand = typo.date_longue(limite, annee=jour.year != limite.year)
    return f"pour le {typo.date_longue(jour)}{typo.INSECABLE}: jusqu’au {quand} {typo.a_heure(limite)}"


def delais_en_clair(regles) -> list[str]:
    """One line for each deadline; actions with the same deadline for the same days share a line."""
    par_delai = {}
    for geste, nom in GESTES.items():
        for regle in regles:
            if regle.geste == geste:
                par_delai.setdefault((pour_quoi(regle), _echeance_en_clair(regle)), []).append(nom)
    lignes = (
        f"{', '.join(filter(None, (typo.enumeration(noms, liaison='ou'), quoi)))}{typo.INSECABLE}: {delai}"
        for (quoi, delai), noms in par_delai.items()
    )
    return [ligne[:1].upper() + ligne[1:] for ligne in lignes]
