"""What can be changed about the stand-in, and the merchant that it knows."""

from dataclasses import dataclass
from pathlib import Path

# The provider's published test merchant and test key.
SITE, RANG, IDENTIFIANT = "1999888", "32", "107904482"
CLE = "0123456789ABCDEF" * 8
CHEMINS = ("/php/", "/cgi/FramepagepaiementRWD.cgi", "/cgi/MYchoix_pagepaiement.cgi")
# The provider's published test cards: the first is accepted, the second refused.
CARTE_ACCEPTEE, CARTE_REFUSEE = "1111222233334444", "1111222233334445"
BOUCLE_LOCALE = ("127.0.0.1", "localhost", "::1")


@dataclass
class Reglages:
    """Mutable on purpose: a test makes the bank late, repetitive or silent between two payments."""

    dossier: Path
    site: str = SITE
    rang: str = RANG
    identifiant: str = IDENTIFIANT
    cle: str = CLE
    regie: str = ""
    # Hosts that may be notified besides this machine: whoever knows the test key chooses the address.
    portails: tuple[str, ...] = ()
    delai_secondes: float = 0
    repetitions: int = 1
    muette: bool = False
    en_service: bool = True

    def connait(self, hote: str | None) -> bool:
        return hote in BOUCLE_LOCALE or hote in self.portails
