"""The word for what is booked, with its agreements: « le repas est commandé », « la séance est facturée ». Pure."""

from dataclasses import dataclass

from common.words import typo


@dataclass(frozen=True)
class Mot:
    """A noun and how sentences agree with it."""

    nom: str
    pluriel: str
    feminin: bool = False
    # A kitchen orders it ahead: past the deadline it is cooked, whoever comes.
    commande: bool = False

    @property
    def le(self) -> str:
        """« le repas », « la journée », « l’accueil »."""
        if typo.de(self.nom).startswith(f"d{typo.APOSTROPHE}"):
            return f"l{typo.APOSTROPHE}{self.nom}"
        return f"{'la' if self.feminin else 'le'} {self.nom}"

    @property
    def il(self) -> str:
        return "elle" if self.feminin else "il"

    @property
    def e(self) -> str:
        """The ending of what agrees with it: « factur(é) », « factur(ée) »."""
        return "e" if self.feminin else ""

    def compte(self, nombre: int) -> str:
        """« 1 repas », « 12 séances »."""
        return f"{typo.nombre(nombre)} {self.pluriel if typo.pluriel(nombre) else self.nom}"


# By the value of enums.Prestation.
MOTS = {
    "repas": Mot("repas", "repas", commande=True),
    "journee": Mot("journée", "journées", feminin=True),
    "seance": Mot("séance", "séances", feminin=True),
    "accueil": Mot("accueil", "accueils"),
}
