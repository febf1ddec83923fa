"""The two XML fields that 3-D Secure version 2 asks for: the basket and the payer's address. Pure."""

import re
from dataclasses import dataclass

from anyascii import anyascii

from common.words import telephones

PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>'
FRANCE = "250"
# A number is mandatory; without one the bank asks for a stronger check more often, it does not refuse.
TELEPHONE_PAR_DEFAUT = "0600000000"
INDICATIF_PAR_DEFAUT = "+33"
INDICATIFS = (33, 262, 508, 590, 594, 596, 687, 689)
INCONNU = "NC"
CODE_POSTAL_INCONNU = "00000"


@dataclass(frozen=True)
class Titulaire:
    """The payer as the bank wants to know them."""

    prenom: str
    nom: str
    adresse: str
    code_postal: str
    ville: str
    complement: str = ""
    telephone: str = ""
    pays: str = FRANCE


def panier_xml(quantite: int = 1) -> str:
    """PBX_SHOPPINGCART; the bank takes 1 to 99 articles."""
    borne = min(max(quantite, 1), 99)
    return f"{PROLOGUE}<shoppingcart><total><totalQuantity>{borne}</totalQuantity></total></shoppingcart>"


def facturation_xml(titulaire: Titulaire) -> str:
    """PBX_BILLING on one line; its letters, digits and spaces need no escaping."""
    indicatif, numero = telephone(titulaire.telephone)
    elements = [
        ("FirstName", translitterer(titulaire.prenom, longueur=22, permis="/'-") or INCONNU),
        ("LastName", translitterer(titulaire.nom, longueur=22, permis="/'-") or INCONNU),
        ("Address1", translitterer(titulaire.adresse, longueur=50) or INCONNU),
        ("Address2", translitterer(titulaire.complement, longueur=50)),
        ("ZipCode", translitterer(titulaire.code_postal, longueur=10) or CODE_POSTAL_INCONNU),
        ("City", translitterer(titulaire.ville, longueur=50) or INCONNU),
        ("CountryCode", titulaire.pays if re.fullmatch("[0-9]{3}", titulaire.pays) else FRANCE),
        ("CountryCodeMobilePhone", indicatif),
        ("MobilePhone", numero),
    ]
    corps = "".join(f"<{nom}>{valeur}</{nom}>" for nom, valeur in elements if valeur)
    return f"{PROLOGUE}<Billing><Address>{corps}</Address></Billing>"


def translitterer(texte: str, *, longueur: int, permis: str = "") -> str:
    """What every bank reads: capitals without accent, digits, spaces, and `permis`."""
    lettres = re.sub(rf"[^A-Z0-9 {re.escape(permis)}]", " ", anyascii(texte).upper())
    return re.sub(" +", " ", lettres).strip()[:longueur].strip()


def telephone(saisi: str) -> tuple[str, str]:
    """(prefix, ten digits); a default when it is not a French number."""
    numero = telephones.lire(saisi)
    if numero is not None and numero.country_code in INDICATIFS and len(f"{numero.national_number}") == 9:
        return f"+{numero.country_code}", f"0{numero.national_number}"
    return INDICATIF_PAR_DEFAUT, TELEPHONE_PAR_DEFAUT
