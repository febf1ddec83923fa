"""Telephone numbers, read whatever way they are typed, written in one. Pure."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

from common.words.nettoyage import tout_a_plat

PAYS = "FR"
INDICATIF = 33


def lire(saisie: str) -> PhoneNumber | None:
    """The number, of France when no country is said (« + » or « 00 »); None for what is no number."""
    propre = tout_a_plat(saisie)
    # phonenumbers reads letters as the keys of a telephone.
    if any(signe.isalpha() for signe in propre):
        return None
    try:
        numero = phonenumbers.parse(propre, PAYS)
    except NumberParseException:
        return None
    if numero.italian_leading_zero and numero.country_code == INDICATIF:
        return None
    # Possible, not « valid »: the plan of numbers changes, and a family's new number is not for us to refuse.
    return numero if phonenumbers.is_possible_number(numero) else None


def normaliser(saisie: str) -> str | None:
    """« 06 39 98 00 01 » (or « +49170… »); None for what is no telephone number."""
    numero = lire(saisie)
    if numero is None:
        return None
    if numero.country_code != INDICATIF:
        return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)
    chiffres = f"0{numero.national_number}"
    return " ".join(chiffres[i : i + 2] for i in range(0, 10, 2)) if len(chiffres) == 10 else None


def chiffres(numero: str) -> str:
    """The figures of a normalised number, to search by."""
    return "".join(signe for signe in numero if signe.isdigit())
