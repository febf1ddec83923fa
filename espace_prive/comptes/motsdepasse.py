"""Password rules that Django lacks (CNIL, délibération 2022-100, read with OWASP ASVS 5: no composition rule)."""

from django.core.exceptions import ValidationError

from common.errors import Refus
from commune.services import reglages

CHIFFRES_MINIMUM = 16


class ToutEnChiffres:
    """Refuse a password of digits only below sixteen: fewer would not reach fifty bits."""

    def validate(self, password, user=None):
        if password.isdigit() and len(password) < CHIFFRES_MINIMUM:
            raise ValidationError(
                f"Un mot de passe fait de chiffres seuls doit en compter {CHIFFRES_MINIMUM}.", code="chiffres"
            )

    def get_help_text(self):
        return ""


class MotsDuContexte:
    """Refuse a password that holds the town's name or the portal's."""

    def validate(self, password, user=None):
        mots = [reglages().ville.lower(), "espacefamille", "espace famille"]
        if any(len(mot) >= 4 and mot in password.lower() for mot in mots):
            raise Refus(
                "Ce mot de passe contient le nom de la commune ou du portail : trop facile à deviner.",
                code="contexte",
            )

    def get_help_text(self):
        return ""
