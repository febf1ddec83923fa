"""Write the journal: called by the service that changes, or shows, what a person can dispute."""

import re

from common.actions import ActionJournal
from common.models import ACTEUR_MAX, Journal

# What a line tells is bounded: it never stops the change that it documents.
TEXTE_MAX = 4000
_IMPOSSIBLES = re.compile("[\0\ud800-\udfff]")


def court(texte, longueur=TEXTE_MAX) -> str:
    """A detail that fits a column of ``longueur``: without signs that PostgreSQL refuses, cut with « … »."""
    propre = _IMPOSSIBLES.sub("", str(texte))
    return propre if len(propre) <= longueur else f"{propre[: longueur - 1]}…"


def _en_json(valeur):
    """A detail as JSON, whatever it is."""
    if isinstance(valeur, dict):
        return {court(cle): _en_json(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple | set | frozenset):
        return [_en_json(v) for v in valeur]
    if valeur is None or isinstance(valeur, bool | int):
        return valeur
    return court(valeur)


def nom_de(par) -> str:
    """The name recorded for whoever did something: with the adult for whom an agent did."""
    if par is None:
        return "Portail"
    pour = getattr(par, "agit_pour", None)
    nom = par.get_full_name() or str(par)
    return court(f"{nom} pour {pour}" if pour else nom, ACTEUR_MAX)


def _ligne(action, objet, *, par=None, motif="", **donnees):
    pour = getattr(par, "agit_pour", None)
    ligne = Journal(
        acteur_id=getattr(par, "pk", None),
        acteur=nom_de(par),
        pour_id=pour.pk if pour else None,
        action=action,
        objet=objet._meta.label_lower,
        objet_id=objet.pk,
        motif=motif,
        donnees=_en_json(donnees),
    )
    for nom in ("action", "objet", "objet_id", "motif"):
        setattr(ligne, nom, court(getattr(ligne, nom), Journal._meta.get_field(nom).max_length))
    return ligne


def noter(action, objet, **details):
    """Append one line: ``objet`` is a model instance; ``par``, a user or None for the site itself; ``motif``; data.

    An agent who acts for an adult (``agit_pour``, « mode super-usager ») is written with both names.
    """
    ligne = _ligne(action, objet, **details)
    ligne.save()
    return ligne


def noter_tous(action, objets, **details):
    """Append one line for each of ``objets``, in one statement."""
    Journal.objects.bulk_create(_ligne(action, objet, **details) for objet in objets)


def noter_liste(quoi: str, nombre: int, *, par, une_fois_par=None) -> None:
    """Append the one line of a list that shows families: who, which list, how many rows. Nothing for an empty one.

    ``une_fois_par``: a page that loads itself again within that time is one reading.
    """
    ligne = Journal(
        acteur_id=par.pk, acteur=nom_de(par), action=ActionJournal.LISTE_CONSULTEE, objet="liste",
        objet_id=court(quoi, 60), donnees={"nombre": nombre},
    )  # fmt: skip
    if une_fois_par and nombre:
        depuis = ligne.quand - une_fois_par
        lue = Journal.objects.filter(objet="liste", objet_id=ligne.objet_id, acteur_id=par.pk, quand__gte=depuis)
        nombre = 0 if lue.exists() else nombre
    if nombre:
        ligne.save()
