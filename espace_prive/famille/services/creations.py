"""A whole family at once: household, adults, children, links, school, quotient, and what is asked of a new child."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from common import clock
from espace_prive.famille.extensions import arrivees
from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.services.foyers import accueillir, ajouter_enfant, ajouter_responsable, creer_foyer, lier
from espace_prive.famille.services.liens import rejoindre
from espace_prive.famille.services.quotients import enregistrer_quotient


@dataclass(frozen=True)
class AdulteVoulu:
    """``connu``, who lives nowhere today, or somebody new made of ``champs``; ``cle`` names it in what is refused."""

    cle: str
    champs: dict = field(default_factory=dict)
    connu: Responsable | None = None


@dataclass(frozen=True)
class EnfantVoulu:
    """``connu``, who lives here too, or somebody new; ``liens``: {key of an adult: quality}, ``suites``: arrivees."""

    cle: str
    champs: dict = field(default_factory=dict)
    connu: Enfant | None = None
    liens: dict = field(default_factory=dict)
    scolarite: dict | None = None
    suites: dict = field(default_factory=dict)


@transaction.atomic
def creer_famille(*, par, foyer: dict, adultes=(), enfants=(), quotient: dict | None = None) -> Foyer:
    """Create it all, or nothing. What is refused (Refus, ValidationError) bears ``cle``: about whom it is."""
    nouveau = creer_foyer(par=par, **foyer)
    if quotient:
        _pour("quotient", lambda: enregistrer_quotient(nouveau, par=par, **quotient))
    ici = {voulu.cle: _pour(voulu.cle, lambda v=voulu: arriver(nouveau, v, par=par)) for voulu in adultes}
    for voulu in enfants:
        liens = {ici[cle]: qualite for cle, qualite in voulu.liens.items()}
        _pour(voulu.cle, lambda v=voulu, li=liens: naitre(nouveau, v, liens=li, par=par))
    return nouveau


@transaction.atomic
def arriver(foyer: Foyer, voulu: AdulteVoulu, *, par, liens=None) -> Responsable:
    """The adult lives here from today: a new one, or the one who is already known."""
    if voulu.connu is None:
        return ajouter_responsable(foyer, par=par, liens=liens, **voulu.champs)
    rejoindre(voulu.connu, foyer, du=clock.aujourdhui(), par=par)
    lies = set(voulu.connu.liens.filter(en_cours()).values_list("enfant", flat=True))
    for enfant, qualite in (liens or {}).items():
        if enfant.pk not in lies:
            lier(enfant, voulu.connu, qualite, par=par)
    return voulu.connu


@transaction.atomic
def naitre(foyer: Foyer, voulu: EnfantVoulu, *, liens, par) -> Enfant:
    """The child lives here from today: a new one, or the one who is already known, in this home too."""
    if voulu.connu is None:
        enfant = ajouter_enfant(foyer, par=par, liens=liens, scolarite=voulu.scolarite, **voulu.champs)
    else:
        enfant = voulu.connu
        lies = set(enfant.liens.filter(en_cours()).values_list("responsable", flat=True))
        accueillir(enfant, foyer, par=par, liens={a: q for a, q in liens.items() if a.pk not in lies})
    arrivees.faire(enfant, foyer, voulu.suites, par=par)
    return enfant


def _pour(cle, action):
    try:
        return action()
    except ValidationError as refus:
        refus.cle = cle
        raise
