"""Before an agent creates somebody: who is already known and may be the same. Suggested, never decided.

An agent of one service is told that another service knows such a family, without a name: only where to ask.
"""

from dataclasses import dataclass

from django.urls import reverse

from common.words import typo
from espace_prive.famille.acces import portee
from espace_prive.famille.models import Appartenance, Enfant, Foyer, Rattachement, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.ressemblances import (
    adresse_de,
    adultes_ressemblants,
    enfants_ressemblants,
    foyers_ressemblants,
)
from espace_prive.famille.rules_ressemblances import Portrait

AILLEURS = "Quelqu’un que suit un autre service"


@dataclass(frozen=True)
class Double:
    """Somebody who may be the same, why, and the page of their file when the agent reads it."""

    qui: str
    pourquoi: str
    adresse: str = ""


def de_foyer(agent, *, nom, adresse, code_postal, ville, **_) -> list[Double]:
    connus = Foyer.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.foyers_fermes(agent))
    voulue = adresse_de(Foyer(adresse=adresse, code_postal=code_postal, ville=ville))
    memes = foyers_ressemblants(nom, voulue, parmi=connus)
    lus = _lus(agent, [f.pk for f in memes])
    return [_dire(str(f), "même adresse, même nom", f.pk if f.pk in lus else None) for f in memes]


def d_adulte(agent, foyer, *, nom, nom_naissance, prenoms, naissance, email, mobile, telephone, **_) -> list[Double]:
    voulu = Portrait(
        noms=(nom, nom_naissance), prenoms=prenoms, naissance=naissance, email=email,
        telephones=tuple(filter(None, (mobile, telephone))), adresses=(adresse_de(foyer),),
    )  # fmt: skip
    connus = Responsable.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.adultes_fermes(agent))
    trouves = adultes_ressemblants(voulu, parmi=connus)
    logements = Appartenance.objects.filter(en_cours(), responsable__in=[p.responsable.pk for p in trouves])
    chez = dict(logements.values_list("responsable", "foyer"))
    lus = _lus(agent, chez.values())
    doubles = []
    for proposition in trouves:
        ou = chez.get(proposition.responsable.pk)
        pourquoi = typo.enumeration(proposition.signes)
        doubles.append(_dire(str(proposition.responsable), pourquoi, ou if ou in lus else None))
    return doubles


def d_enfant(agent, *, prenom, naissance, **_) -> list[Double]:
    connus = Enfant.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.ecartes(agent))
    memes = enfants_ressemblants(prenom, naissance, parmi=connus)
    chez = {}
    maisons = Rattachement.objects.filter(en_cours(), enfant__in=[e.pk for e in memes])
    for enfant, foyer in maisons.values_list("enfant", "foyer"):
        chez.setdefault(enfant, []).append(foyer)
    lus = _lus(agent, [foyer for foyers in chez.values() for foyer in foyers])
    pourquoi = f"prénom proche, même date de naissance ({typo.date_simple(naissance)})"
    return [_dire(str(e), pourquoi, next((f for f in chez.get(e.pk, ()) if f in lus), None)) for e in memes]


def _lus(agent, foyers):
    return set(portee.foyers(agent).filter(pk__in=list(foyers)).values_list("pk", flat=True))


def _dire(qui, pourquoi, foyer):
    if foyer is None:
        return Double(AILLEURS, pourquoi)
    return Double(qui, pourquoi, reverse("familles:dossier", args=[foyer]))
