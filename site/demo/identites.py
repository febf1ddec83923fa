"""The demonstration's people who sign in. Invented, all of them; their passwords and second factors are public."""

from dataclasses import dataclass, replace

MOT_DE_PASSE = "demonstration-2026"
# The shared secret of the staff's second factor, in hexadecimal: 20 bytes, as an application makes them.
SECRET_HEX = "64656d6f6e7374726174696f6e2d32303236212e"


@dataclass(frozen=True)
class Identite:
    """A login: what it is for, under which name, with which role (empty for a parent)."""

    identifiant: str
    qui: str
    civilite: str
    prenom: str
    nom: str
    role: str = ""

    def dans(self, ville: dict):
        """Give this login under the name that the file of a town gives it, else under its usual one."""
        if self.identifiant not in ville.get("personnes", {}):
            return self
        civilite, prenom, nom = ville["personnes"][self.identifiant]
        return replace(self, civilite=civilite, prenom=prenom, nom=nom)

    @property
    def courriel(self):
        return f"{self.identifiant}@courriel.example"


PARENT = Identite("camille", "Un parent de deux enfants", "mme", "Camille", "Kerbrat")
SEPARE = Identite("yann", "Le parent séparé de l’un d’eux", "m", "Yann", "Talbot")
PARENTS = (PARENT, SEPARE)
PERSONNEL = (
    Identite("redaction", "Une rédactrice du service communication", "mme", "Solène", "Guivarch", "publicateur"),
    Identite("redacteur", "Un rédacteur, relu avant publication", "m", "Tugdual", "Morvan", "redacteur"),
    Identite("agent", "Un agent du guichet unique", "m", "Ronan", "Le Bihan", "agent"),
    Identite("animation", "Une agente d’un seul restaurant", "mme", "Enora", "Kervella", "agent_service"),
    Identite("animateur", "Un animateur, devant ses listes du jour", "m", "Loeiz", "Guéguen", "animateur"),
    Identite("direction", "Le responsable du service", "m", "Gwenaël", "Tanguy", "responsable"),
    Identite("regie", "La régisseuse", "mme", "Maëlle", "Cadiou", "regisseur"),
    Identite("admin", "L’administrateur", "m", "Hervé", "Quéméner", "administrateur"),
)
