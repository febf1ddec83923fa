"""Before an agent creates somebody: who is already known and may be the same. Suggested, never decided.

The agent says which: somebody else, who is created; or the known one, who is used (a child lives here too, an adult
who lives nowhere comes here), or whose file opens when they live elsewhere. An agent of one service is told that
another service knows such a family, without a name: only where to ask.
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
# What the agent answers: somebody else, or the key of a Double.
CHAMP, AUTRE = "autre_personne", "oui"
RIEN = "Rien n’a été créé : voici le dossier qui existait déjà."


@dataclass(frozen=True)
class Double:
    """Somebody who may be the same, and why.

    ``adresse``: their file, when the agent reads it. ``cle``: what is sent to say that it is them, with ``geste`` in
    words; empty when it cannot be said. ``personne``: whom to use instead of creating; None: their file opens.
    """

    qui: str
    pourquoi: str
    adresse: str = ""
    cle: str = ""
    geste: str = ""
    personne: object = None


@dataclass(frozen=True)
class Question:
    """What is asked about one person typed: the name of its field, who may be the same, what was answered."""

    champ: str
    doubles: list[Double]
    reponse: str = ""

    @property
    def repondue(self):
        return self.reponse == AUTRE or self.choisi is not None

    @property
    def choisi(self) -> Double | None:
        return next((d for d in self.doubles if d.cle and d.cle == self.reponse), None)

    @property
    def connu(self):
        """Whom to use instead of creating somebody."""
        return self.choisi.personne if self.choisi else None

    @property
    def ailleurs(self) -> str:
        """The file to open instead of creating anybody; empty when there is none."""
        return self.choisi.adresse if self.choisi and self.choisi.personne is None else ""


def demander(doubles: list[Double], data, prefixe="") -> Question | None:
    """The question about who may be the same, with its answer in ``data``; None when nobody is alike."""
    champ = f"{prefixe}-{CHAMP}" if prefixe else CHAMP
    return Question(champ, doubles, data.get(champ, "")) if doubles else None


def de_foyer(agent, *, nom, adresse, code_postal, ville, **_) -> list[Double]:
    connus = Foyer.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.foyers_fermes(agent))
    voulue = adresse_de(Foyer(adresse=adresse, code_postal=code_postal, ville=ville))
    memes = foyers_ressemblants(nom, voulue, parmi=connus)
    lus = _lus(agent, [f.pk for f in memes])
    geste = "C’est ce foyer : ouvrir son dossier, sans rien créer"
    return [_dire(f, "même adresse, même nom", f.pk if f.pk in lus else None, geste=geste) for f in memes]


def d_adulte(agent, foyer, *, nom, nom_naissance, prenoms, naissance, email, mobile, telephone, **_) -> list[Double]:
    voulu = Portrait(
        noms=(nom, nom_naissance), prenoms=prenoms, naissance=naissance, email=email,
        telephones=tuple(filter(None, (mobile, telephone))), adresses=(adresse_de(foyer),),
    )  # fmt: skip
    connus = Responsable.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.adultes_fermes(agent))
    trouves = adultes_ressemblants(voulu, parmi=connus)
    cles = [p.responsable.pk for p in trouves]
    chez = dict(Appartenance.objects.filter(en_cours(), responsable__in=cles).values_list("responsable", "foyer"))
    connus_de_l_agent = set(portee.responsables(agent).filter(pk__in=cles).values_list("pk", flat=True))
    lus = _lus(agent, chez.values())
    doubles = []
    for proposition in trouves:
        adulte, pourquoi = proposition.responsable, typo.enumeration(proposition.signes)
        if adulte.pk not in chez and adulte.pk in connus_de_l_agent:
            geste = "C’est la même personne, qui vit maintenant ici"
            doubles.append(Double(str(adulte), pourquoi, cle=_cle(adulte), geste=geste, personne=adulte))
        else:
            ou = chez.get(adulte.pk)
            geste = "C’est la même personne : ouvrir son dossier, sans rien créer"
            doubles.append(_dire(adulte, pourquoi, ou if ou in lus else None, geste=geste))
    return doubles


def d_enfant(agent, foyer=None, *, prenom, nom, naissance, **_) -> list[Double]:
    connus = Enfant.objects.filter(efface_le__isnull=True).exclude(pk__in=portee.ecartes(agent))
    memes = enfants_ressemblants(prenom, nom, naissance, parmi=connus)
    chez = {}
    maisons = Rattachement.objects.filter(en_cours(), enfant__in=[e.pk for e in memes])
    for enfant, maison in maisons.order_by("pk").values_list("enfant", "foyer"):
        chez.setdefault(enfant, []).append(maison)
    lus = _lus(agent, [maison for maisons in chez.values() for maison in maisons])
    lisibles = set(portee.enfants(agent).filter(pk__in=[e.pk for e in memes]).values_list("pk", flat=True))
    doubles = []
    for enfant in memes:
        pourquoi = _pourquoi(enfant, naissance)
        ici, ailleurs = foyer and foyer.pk in chez.get(enfant.pk, ()), [f for f in chez.get(enfant.pk, ()) if f in lus]
        dossier = foyer.pk if ici else ailleurs[0] if ailleurs else None
        adresse = reverse("familles:dossier", args=[dossier]) if dossier else ""
        if ici:
            geste = "C’est le même enfant, déjà dans ce foyer : ne rien créer"
            doubles.append(Double(str(enfant), pourquoi, adresse, _cle(enfant), geste))
        elif enfant.pk in lisibles:
            geste = "C’est le même enfant, qui vit aussi ici"
            doubles.append(Double(str(enfant), pourquoi, adresse, _cle(enfant), geste, enfant))
        else:
            doubles.append(Double(AILLEURS, pourquoi))
    return doubles


def _pourquoi(enfant, naissance):
    jour = typo.date_simple(enfant.naissance)
    meme = enfant.naissance == naissance
    return f"prénom proche, même date de naissance ({jour})" if meme else f"noms proches, naissance le {jour}"


def _lus(agent, foyers):
    return set(portee.foyers(agent).filter(pk__in=list(foyers)).values_list("pk", flat=True))


def _cle(objet):
    return f"{objet._meta.model_name}-{objet.pk}"


def _dire(objet, pourquoi, foyer, *, geste):
    """Somebody whose file opens; without a name when the agent does not read it."""
    if foyer is None:
        return Double(AILLEURS, pourquoi)
    return Double(str(objet), pourquoi, reverse("familles:dossier", args=[foyer]), _cle(objet), geste)
