"""What makes a child safe: its health sheet, the authorisations, the people around it."""

from espace_prive.sante.models.entourage import Proche
from espace_prive.sante.models.sante import Autorisation, FicheSanitaire

__all__ = ["Autorisation", "FicheSanitaire", "Proche"]
