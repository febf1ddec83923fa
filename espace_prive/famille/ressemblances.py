"""Who the town already knows and may be the person typed: read before anybody is created, and for each request.

Over a bounded list (one town), compared by ``rules_ressemblances``: the same answer whatever the database.
"""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from common.words.recherche import Index
from common.words.telephones import chiffres
from espace_prive.famille.models import Appartenance, Enfant, Foyer, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.famille.rules_ressemblances import (
    Portrait,
    meme_adresse,
    meme_foyer,
    presque_meme_enfant,
    ressemblances,
)

PROPOSES, CANDIDATS = 10, 300


@dataclass(frozen=True)
class Proposition:
    """An adult of the town who may be the one, with what they have in common."""

    responsable: Responsable
    signes: tuple[str, ...]

    @property
    def a_un_espace(self):
        compte = self.responsable.utilisateur
        return compte is not None and not compte.a_activer


def adresse_de(lieu) -> str:
    """Street, postcode, town of a household or of a request for a space."""
    return f"{lieu.adresse} {lieu.code_postal} {lieu.ville}"


def portrait_de(adulte: Responsable) -> Portrait:
    return Portrait(
        noms=(adulte.nom, adulte.nom_naissance), prenoms=adulte.prenoms, naissance=adulte.naissance,
        email=adulte.email, telephones=tuple(filter(None, (adulte.mobile, adulte.telephone))),
        adresses=tuple(adresse_de(a.foyer) for a in adulte.foyers_en_cours),
        enfants=tuple((lien.enfant.prenom, lien.enfant.naissance) for lien in adulte.liens_en_cours),
    )  # fmt: skip


def adultes_ressemblants(voulu: Portrait, *, parmi) -> list[Proposition]:
    """The adults of ``parmi`` who may be the one described, most alike first."""
    trouves = []
    for adulte in _lire(parmi.filter(_candidats(voulu, parmi))):
        if signes := ressemblances(voulu, portrait_de(adulte)):
            trouves.append(Proposition(adulte, signes))
    return sorted(trouves, key=lambda p: -len(p.signes))[:PROPOSES]


def _candidats(voulu, parmi):
    """The condition on adults worth comparing: a name, a birth, an address, a telephone or a child alike."""
    index = Index(parmi.order_by().values_list("pk", "cherche"))
    cles = {cle for nom in voulu.noms for cle in index.proches(nom)}
    cles |= {cle for numero in voulu.telephones for cle in index.proches(chiffres(numero))}
    naissances = {naissance for _, naissance in voulu.enfants}
    parents = LienParental.objects.filter(en_cours(), enfant__naissance__in=naissances).values("responsable")
    condition = Q(pk__in=cles) | Q(pk__in=parents)
    if voulu.naissance:
        condition |= Q(naissance=voulu.naissance)
    if voulu.email:
        condition |= Q(email__iexact=voulu.email)
    return condition


def _lire(adultes):
    liens = LienParental.objects.filter(en_cours()).select_related("enfant")
    foyers = Appartenance.objects.filter(en_cours()).select_related("foyer")
    lus = adultes.exclude(utilisateur__is_staff=True).select_related("utilisateur")
    return lus.prefetch_related(
        Prefetch("liens", liens, to_attr="liens_en_cours"),
        Prefetch("appartenances", foyers, to_attr="foyers_en_cours"),
    )[:CANDIDATS]


def enfants_ressemblants(prenom: str, nom: str, naissance, *, parmi) -> list[Enfant]:
    """The children of ``parmi`` who may be the one described, whatever the spelling and a slip in the birthday."""
    jour, mois, annee = (Q(**{f"naissance__{p}": getattr(naissance, p)}) for p in ("day", "month", "year"))
    echanges = Q(naissance__day=naissance.month, naissance__month=naissance.day)
    memes = parmi.filter((jour & mois) | (jour & annee) | (mois & annee) | (echanges & annee))
    voulu = (prenom, nom, naissance)
    return [e for e in memes if presque_meme_enfant(voulu, (e.prenom, e.nom, e.naissance))][:PROPOSES]


def foyers_a_l_adresse(adresse: str, *, parmi) -> list[Foyer]:
    """The households of ``parmi`` at that address (street, postcode, town), whatever their name."""
    return [foyer for foyer in parmi if meme_adresse(adresse, adresse_de(foyer))][:PROPOSES]


def foyers_ressemblants(nom: str, adresse: str, *, parmi) -> list[Foyer]:
    """The households of ``parmi`` of that name or nearly, at that address (street, postcode, town)."""
    connus = ((f, (f.nom, adresse_de(f))) for f in parmi)
    return [foyer for foyer, connu in connus if meme_foyer((nom, adresse), connu)][:PROPOSES]
