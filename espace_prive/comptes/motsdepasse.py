"""Password rules (CNIL, délibération 2022-100, read with OWASP ASVS 5: no composition rule).

Each says one thing; ``juger`` raises the first that is broken, so that a person reads one sentence and not three.
"""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
    get_default_password_validators,
)
from django.core.exceptions import ValidationError

from common.errors import Refus
from common.words.noms import sans_accents
from commune.services import reglages

LONGUEUR_PARENT, LONGUEUR_PERSONNEL = 12, 15
CHIFFRES_MINIMUM = 16


def longueur_minimum(utilisateur) -> int:
    """The staff read the files of all families: their passwords are longer."""
    return LONGUEUR_PERSONNEL if getattr(utilisateur, "is_staff", False) else LONGUEUR_PARENT


def regle(utilisateur=None) -> str:
    """The sentence that tells the rule before it is broken."""
    return (
        f"{longueur_minimum(utilisateur)} caractères au moins. Le plus simple à retenir : une phrase de quatre ou "
        "cinq mots sans rapport entre eux."
    )


def juger(mot_de_passe: str, utilisateur=None) -> None:
    """Raise ValidationError with the one sentence that helps most; the settings list the rules in that order."""
    for validateur in get_default_password_validators():
        validateur.validate(mot_de_passe, utilisateur)


class RegleDeMotDePasse:
    def get_help_text(self):
        return ""


class Longueur(RegleDeMotDePasse):
    """Refuse a password too short for this account: the staff's are longer."""

    def validate(self, password, user=None):
        minimum = longueur_minimum(user)
        if len(password) < minimum:
            raise Refus(
                f"Ce mot de passe est trop court : il lui faut {minimum} caractères au moins.", code="trop_court"
            )


class ToutEnChiffres(RegleDeMotDePasse):
    """Refuse a password of digits only below sixteen: fewer would not reach fifty bits."""

    def validate(self, password, user=None):
        if password.isdigit() and len(password) < CHIFFRES_MINIMUM:
            raise Refus(f"Un mot de passe fait de chiffres seuls doit en compter {CHIFFRES_MINIMUM}.", code="chiffres")


class Courant(CommonPasswordValidator):
    """Refuse one of the twenty thousand passwords that Django lists."""

    def validate(self, password, user=None):
        try:
            super().validate(password, user)
        except ValidationError as erreur:
            raise Refus(
                "Ce mot de passe est trop courant : beaucoup de gens l’ont choisi. Assemblez plusieurs mots.",
                code="courant",
            ) from erreur


def _lettres(texte):
    return "".join(c for c in sans_accents(texte).lower() if c.isalnum())


class MotsDuContexte(RegleDeMotDePasse):
    """Refuse a password that holds the town's name, the portal's, or the person's own."""

    def validate(self, password, user=None):
        lettres = _lettres(password)
        mots = (_lettres(reglages().ville), _lettres(reglages().nom_du_portail), "espacefamille")
        if any(len(mot) >= 4 and mot in lettres for mot in mots):
            raise Refus(
                "Ce mot de passe contient le nom de la commune ou du portail : trop facile à deviner.",
                code="contexte",
            )
        if user is not None and any(len(mot) >= 4 and mot in lettres for mot in self._mots(user)):
            raise Refus(
                "Ce mot de passe contient votre nom, votre prénom, votre identifiant ou votre adresse électronique : "
                "trop facile à deviner.",
                code="personne",
            )

    @staticmethod
    def _mots(user):
        noms = f"{user.first_name} {user.last_name}".replace("-", " ").split()
        return {_lettres(mot) for mot in (*noms, user.last_name, user.identifiant, user.email.split("@")[0])}


class Semblable(UserAttributeSimilarityValidator):
    """Refuse a password that is nearly the person's name or address."""

    def validate(self, password, user=None):
        try:
            super().validate(password, user)
        except ValidationError as erreur:
            raise Refus(
                "Ce mot de passe ressemble trop à votre nom, votre identifiant ou votre adresse électronique.",
                code="semblable",
            ) from erreur


DISTINCTS_MINIMUM = 6
# What French people type first; the letters of the password, digits and signs apart, must be more than one of them.
COURANTS = {
    "motdepasse", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "soleil", "bonjour", "jetaime", "cantine", "doudou",
    "chouchou", "loulou", "marseille", "camille", "coucou", "password", "abcdef", "abcdefgh", "portail", "famille",
}  # fmt: skip


class TropSimple(RegleDeMotDePasse):
    """Refuse a few characters repeated, a word written twice, or a word that everybody tries first."""

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
