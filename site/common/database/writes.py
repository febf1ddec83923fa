"""Rows written many at once, by columns: one statement, and no object made only to be taken apart again.

For the few writings of hot pages whose rows nobody reads back as objects; elsewhere ``bulk_create`` says the same.
"""

import re
from functools import lru_cache

from django.db import connection

# A length or a precision in a cast would cut what is too long; the column itself refuses it.
_PRECISION = re.compile(r"\(.*?\)")


@lru_cache(maxsize=100)
def _instruction(modele, communes, par_ligne):
    """Write the INSERT of these columns: those of ``communes`` hold one value for all the rows."""
    champs = {champ.attname: champ for champ in modele._meta.concrete_fields}

    def genre(nom):
        return _PRECISION.sub("", champs[nom].db_type(connection))

    def colonne(nom):
        return connection.ops.quote_name(champs[nom].column)

    rangs = ", ".join(f"c{rang}" for rang in range(len(par_ligne)))
    choix = [f"%s::{genre(nom)}" for nom in communes] + ([rangs] if par_ligne else [])
    listes = ", ".join(f"%s::{genre(nom)}[]" for nom in par_ligne)
    return (
        f"INSERT INTO {connection.ops.quote_name(modele._meta.db_table)}"  # noqa: S608 - names of our own models
        f" ({', '.join(map(colonne, (*communes, *par_ligne)))})"
        f" SELECT {', '.join(choix)} FROM unnest({listes}) AS lignes({rangs})"
        f" RETURNING {connection.ops.quote_name(modele._meta.pk.column)}"
    )


def inserer(modele, **colonnes) -> list[int]:
    """Insert rows of ``modele``; give their keys, in order.

    Each column is named as Django names the attribute (``enfant_id``) and holds a list, one value a row, or one value
    for all the rows; a field left out has its default. At least one column is a list; all lists have one length, and
    hold what the database's driver takes as it is: texts, numbers, dates, instants, None.
    """
    listes = {nom: valeurs for nom, valeurs in colonnes.items() if isinstance(valeurs, list)}
    longueurs = {len(valeurs) for valeurs in listes.values()}
    if len(longueurs) != 1:
        raise ValueError(f"one or more columns of one length are needed, not of {sorted(longueurs)}")
    if longueurs == {0}:
        return []
    valeurs = {
        champ.attname: champ.get_db_prep_save(colonnes.get(champ.attname, champ.get_default()), connection)
        for champ in modele._meta.concrete_fields
        if not champ.primary_key and champ.attname not in listes
    }
    if inconnues := colonnes.keys() - valeurs.keys() - listes.keys():
        raise ValueError(f"{modele.__name__} has no {sorted(inconnues)}")
    with connection.cursor() as curseur:
        curseur.execute(_instruction(modele, tuple(valeurs), tuple(listes)), [*valeurs.values(), *listes.values()])
        return [cle for (cle,) in curseur.fetchall()]
