"""What every kind of change of a family's file is made of."""

from dataclasses import dataclass
from datetime import date

from espace_prive.famille.models import Enfant, Foyer
from espace_prive.famille.querysets import en_cours


@dataclass(frozen=True)
class Acte:
    """Who applies a change, and how: ``parent`` when nobody of the service has read it."""

    par: object
    version: int = 0
    piece: object = None
    parent: bool = False
    date_effet: date | None = None
    motif: str = ""
    # The adult of a family who asks, whoever types it; the home for which it is asked.
    adulte: object = None
    foyer: object = None


class TypeDeChangement:
    """A kind of change. ``modele`` is what the address names."""

    code = titre = icone = ""
    rubrique = None
    modele = None
    form = None
    succes = "C’est enregistré."
    # What is said of a request that waits: who answers, and how one is told.
    confirmation = "Votre demande est envoyée. Un agent la lit ; sa réponse arrive par courriel."
    devoir = ""
    ajout = False
    # Whether all the adults of the household may read what one of them asked.
    du_foyer = True

    def parents(self, acteur):
        """Give the records that a parent may change."""
        return self.modele.objects.pour(acteur)

    def agents(self, foyer):
        """Give the records of a household that an agent may change."""
        raise NotImplementedError

    def enfant(self, cible):
        """Give the child that the change is about, or None."""
        return None

    def enfants(self, cible, acteur):
        """Give the children that the form offers."""
        return []

    def initial(self, cible) -> dict:
        """Give what the form shows."""
        return {nom: getattr(cible, nom) for nom in self.champs}

    def connu(self, cible) -> dict:
        """Give what is known today of what is added: an agent compares."""
        return {}

    def version(self, cible) -> int:
        return cible.version

    def mode(self, cible, donnees, regles) -> str:
        """Say what becomes of a parent's change."""
        return regles[self.rubrique]

    def intitule(self, cible) -> str:
        """Give the title of the page and of the request."""
        return self.titre

    def intitule_public(self, cible) -> str:
        """Give the title of the request, which the whole household reads in « Dernières demandes »."""
        return self.intitule(cible)

    def appliquer(self, cible, champs: dict, geste: Acte):
        """Write the ``champs`` that changed."""
        raise NotImplementedError

    def reste_a_faire(self, cible) -> str:
        """Say what saving it still leaves to do, at once; empty most of the time."""
        return ""


class DuFoyer(TypeDeChangement):
    modele = Foyer

    def agents(self, foyer):
        return Foyer.objects.filter(pk=foyer.pk)


class DeLEnfant(TypeDeChangement):
    modele = Enfant
    du_foyer = False

    def parents(self, acteur):
        return Enfant.objects.confies_a(acteur)

    def agents(self, foyer):
        return Enfant.objects.filter(rattachements__in=foyer.rattachements.filter(en_cours()))

    def enfant(self, cible):
        return cible

    def intitule(self, cible):
        return f"{self.titre} – {cible.prenom}"
