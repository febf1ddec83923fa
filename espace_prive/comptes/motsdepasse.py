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
        portail = reglages().nom_du_portail.lower()
        mots = [reglages().ville.lower(), portail, portail.replace(" ", ""), "espacefamille", "espace famille"]
        if any(len(mot) >= 4 and mot in password.lower() for mot in mots):
            raise Refus(
                "Ce mot de passe contient le nom de la commune ou du portail : trop facile à deviner.",
                code="contexte",
            )

    def get_help_text(self):
        return ""


DISTINCTS_MINIMUM = 6
# What French people type first; the letters of the password, digits and signs apart, must be more than one of them.
COURANTS = {
    "motdepasse", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "soleil", "bonjour", "jetaime", "cantine", "doudou",
    "chouchou", "loulou", "marseille", "camille", "coucou", "password", "abcdef", "abcdefgh", "portail", "famille",
}  # fmt: skip


class TropSimple:
    """Refuse a password of few characters repeated, a word said twice, or a word that everybody tries first."""

    def validate(self, password, user=None):
        bas = password.lower()
        lettres = "".join(c for c in bas if c.isalpha())
        repete = any(
            len(mot) % taille == 0 and mot == mot[:taille] * (len(mot) // taille)
            for mot in (bas, lettres)
            if mot
            for taille in range(1, len(mot) // 2 + 1)
        )
        if len(set(bas)) < DISTINCTS_MINIMUM or repete or lettres in COURANTS:
            raise Refus(
                "Ce mot de passe est trop facile à deviner. Assemblez plusieurs mots sans rapport.", code="simple"
            )

    def get_help_text(self):
        return ""
