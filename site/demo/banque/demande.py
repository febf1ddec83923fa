"""What the bank checks before it shows its card page; a refusal says which rule was broken."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from demo.banque.reglages import Reglages
from factures.paiements.paybox.protocol import ALGORITHMES, DEVISE_EURO, LONGUEUR_MAX_ADRESSE, signer

FORMATS = {
    "PBX_SITE": r"[0-9]{7}",
    "PBX_RANG": r"[0-9]{2,3}",
    "PBX_IDENTIFIANT": r"[0-9]{1,9}",
    "PBX_TOTAL": r"[0-9]{3,10}",
    "PBX_DEVISE": DEVISE_EURO,
    "PBX_CMD": r"[^\x00-\x1f\x7f]{1,250}",
    "PBX_PORTEUR": r"(?=.{6,120}$)[^@\s]+@[^@\s]+",
    "PBX_RETOUR": r"\w+:[A-Za-z](;\w+:[A-Za-z])*",
    "PBX_HASH": "|".join(ALGORITHMES),
    "PBX_TIME": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "PBX_SHOPPINGCART": r".+",
    "PBX_BILLING": r".+",
}
ADRESSES = ("PBX_EFFECTUE", "PBX_REFUSE", "PBX_ANNULE", "PBX_ATTENTE", "PBX_REPONDRE_A")
FACULTATIFS = {
    "PBX_RUF1": "POST|GET",
    "PBX_LANGUE": "FRA",
    "PBX_SOURCE": "HTML|XHTML|RWD",
    "PBX_DISPLAY": r"\d{3,10}",
    "PBX_SOUHAITAUTHENT": "0[1-4]",
    "PBX_SIGN_KEYSIZE": "2048",
}
# Longest text of each part of the address, whether it must be there, and its form.
TITULAIRE = {
    "FirstName": (22, r"[A-Za-z0-9 /'-]+"),
    "LastName": (22, r"[A-Za-z0-9 /'-]+"),
    "Address1": (50, r"[A-Za-z0-9 /'-]+"),
    "Address2": (50, r"[A-Za-z0-9 /'-]+"),
    "ZipCode": (10, r"[A-Za-z0-9 -]+"),
    "City": (50, r"[A-Za-z0-9 /'-]+"),
    "CountryCode": (3, r"[0-9]{3}"),
    "CountryCodeMobilePhone": (4, r"\+[0-9]{1,3}"),
    "MobilePhone": (10, r"[0-9]{4,10}"),
}


class DemandeRefusee(Exception):
    """The bank does not show its card page; the text says why."""


@dataclass(frozen=True)
class DemandeRecue:
    """A request that the bank accepts to serve."""

    reference: str
    total: str
    courriel: str
    retour: tuple[tuple[str, str], ...]
    adresses: dict[str, str]
    methode: str

    @property
    def montant(self) -> str:
        euros, centimes = divmod(int(self.total), 100)
        return f"{euros:,}".replace(",", "\u202f") + f",{centimes:02d}\u202f€"


def lire(corps: bytes) -> list[tuple[str, str]]:
    """Read the form in the order of its fields; one value a name."""
    try:
        champs = parse_qsl(corps.decode(), keep_blank_values=True, max_num_fields=60, errors="strict")
    except ValueError as erreur:
        raise DemandeRefusee("Le formulaire n’est pas lisible.") from erreur
    if len(dict(champs)) != len(champs):
        raise DemandeRefusee("Un champ est envoyé deux fois.")
    return champs


def controler(champs: list[tuple[str, str]], reglages: Reglages) -> DemandeRecue:
    """Check a request as the bank would: presence, forms, addresses, merchant, HMAC, 3-D Secure fields."""
    valeurs = dict(champs)
    _controler_formats(valeurs)
    _controler_adresses(valeurs, reglages)
    if (valeurs["PBX_SITE"], valeurs["PBX_RANG"], valeurs["PBX_IDENTIFIANT"]) != (
        reglages.site,
        reglages.rang,
        reglages.identifiant,
    ):
        raise DemandeRefusee("PBX_SITE, PBX_RANG ou PBX_IDENTIFIANT : ce commerce est inconnu.")
    _controler_signature(champs, reglages)
    _controler_panier(valeurs["PBX_SHOPPINGCART"])
    _controler_titulaire(valeurs["PBX_BILLING"])
    retour = tuple(tuple(morceau.split(":")) for morceau in valeurs["PBX_RETOUR"].split(";"))
    if [lettre for _, lettre in retour].index("K") != len(retour) - 1:
        raise DemandeRefusee("PBX_RETOUR : la signature K doit être la dernière.")
    return DemandeRecue(
        reference=valeurs["PBX_CMD"],
        total=valeurs["PBX_TOTAL"],
        courriel=valeurs["PBX_PORTEUR"],
        retour=retour,
        adresses={nom: valeurs[nom] for nom in ADRESSES},
        methode=valeurs.get("PBX_RUF1", "GET"),
    )


def _controler_formats(valeurs: dict[str, str]) -> None:
    for nom, motif in FORMATS.items():
        if not valeurs.get(nom):
            raise DemandeRefusee(f"{nom} : ce champ est obligatoire.")
        if not re.fullmatch(motif, valeurs[nom], re.ASCII):
            raise DemandeRefusee(f"Le format de {nom} n’est pas accepté.")
    for nom, motif in FACULTATIFS.items():
        if nom in valeurs and not re.fullmatch(motif, valeurs[nom], re.ASCII):
            raise DemandeRefusee(f"Le format de {nom} n’est pas accepté.")
    try:
        datetime.fromisoformat(valeurs["PBX_TIME"])
    except ValueError as erreur:
        raise DemandeRefusee("PBX_TIME n’est pas une date.") from erreur
    if "K" not in re.findall(r":(\w)", valeurs["PBX_RETOUR"]):
        raise DemandeRefusee("PBX_RETOUR : la signature K doit être demandée.")
    if int(valeurs["PBX_TOTAL"]) == 0:
        raise DemandeRefusee("Le format de PBX_TOTAL n’est pas accepté.")


def _controler_adresses(valeurs: dict[str, str], reglages: Reglages) -> None:
    for nom in ADRESSES:
        adresse = valeurs.get(nom, "")
        try:
            parties = urlsplit(adresse)
            hote, _ = parties.hostname, parties.port
        except ValueError as erreur:
            raise DemandeRefusee(f"Le format de {nom} n’est pas accepté.") from erreur
        lisible = re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[!-~]*)?", adresse)
        if not lisible or len(adresse) > LONGUEUR_MAX_ADRESSE:
            raise DemandeRefusee(f"Le format de {nom} n’est pas accepté.")
        if not reglages.connait(hote):
            raise DemandeRefusee(f"{nom} : la banque de démonstration ne connaît pas cet hôte.")


def _controler_signature(champs: list[tuple[str, str]], reglages: Reglages) -> None:
    if champs[-1][0] != "PBX_HMAC":
        raise DemandeRefusee("PBX_HMAC : ce champ est obligatoire, en dernier.")
    attendu = signer(champs[:-1], reglages.cle, dict(champs)["PBX_HASH"])
    if not hmac.compare_digest(attendu.encode(), champs[-1][1].encode()):
        raise DemandeRefusee("PBX_HMAC : la signature de la demande n’est pas la bonne.")


def _lire_xml(texte: str, nom: str) -> ElementTree.Element:
    # No entity can be declared without a DOCTYPE, so none can be expanded.
    if len(texte) > 2000 or "<!" in texte or not texte.startswith("<?xml "):
        raise DemandeRefusee(f"Le format de {nom} n’est pas accepté.")
    try:
        return ElementTree.fromstring(texte.encode())  # noqa: S314
    except ElementTree.ParseError as erreur:
        raise DemandeRefusee(f"{nom} : ce n’est pas du XML.") from erreur


def _controler_panier(texte: str) -> None:
    racine = _lire_xml(texte, "PBX_SHOPPINGCART")
    quantite = racine.findtext("total/totalQuantity") or ""
    if racine.tag != "shoppingcart" or not re.fullmatch("[1-9][0-9]?", quantite):
        raise DemandeRefusee("PBX_SHOPPINGCART : la quantité va de 1 à 99.")


def _controler_titulaire(texte: str) -> None:
    racine = _lire_xml(texte, "PBX_BILLING")
    if racine.tag != "Billing":
        raise DemandeRefusee("PBX_BILLING : l’élément Billing est attendu.")
    for nom, (longueur, motif) in TITULAIRE.items():
        valeur = racine.findtext(f"Address/{nom}")
        if valeur is None and nom == "Address2":
            continue
        if not valeur or len(valeur) > longueur or not re.fullmatch(motif, valeur):
            raise DemandeRefusee(f"PBX_BILLING : {nom} manque ou n’est pas accepté.")
