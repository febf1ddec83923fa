"""Put back into a page's form what was typed into it: for a page shown again, when the first sending did not count.

Pure: HTML in, HTML out. Only controls that a person fills are touched; never a password, a file, nor the stamps by
which a page proves where it comes from.
"""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

# Stamps of the page itself: those of the page shown now are good, the former ones are not.
TAMPONS = {"csrfmiddlewaretoken", "jeton", "site_internet"}
# Never stored nor written in a page: what proves who somebody is, by the name of its field. A test walks every form to
# find one that is not here; the pattern knows those that a library or a browser's extension adds.
SECRETS = {"password", "mot_de_passe", "confirmation", "actuel", "code", "cle", "nouveau", "totp"}
_SECRET = re.compile(r"pass_?word|mot_?de_?passe|secret|otp")
_JAMAIS = {"password", "file", "submit", "button", "image", "reset"}
_COCHES = {"checkbox", "radio"}


def est_secret(nom: str) -> bool:
    """Whether a field holds a secret, whatever a formset writes before its name or a number after it."""
    nom = nom.lower()
    return nom.rpartition("-")[2].rstrip("_0123456789") in SECRETS or bool(_SECRET.search(nom))


def remplir(page: str, champs: dict[str, list[str]], *, adresse: str, action: str, annonce: str = ""):
    """(page, names without a control): the form of ``page`` that sends to ``action`` is filled with ``champs``.

    ``adresse`` is that of the page; ``annonce``, HTML of ours, is put before the form. Without such a form the page
    comes back as it was, and every name is without a control; a form of buttons alone is left as it is.
    """
    soupe = BeautifulSoup(page, "html.parser")
    formulaires = [f for f in soupe.find_all("form") if action in _actions(f, adresse)]
    if not formulaires:
        return page, sorted(champs)
    formulaire = max(formulaires, key=lambda f: len(champs.keys() & _noms(soupe, f)))
    if not any(_se_remplit(controle) for controle in _controles(soupe, formulaire)):
        return page, []
    restes = {nom: list(valeurs) for nom, valeurs in champs.items()}
    for controle in _controles(soupe, formulaire):
        _poser(controle, champs, restes)
    if annonce:
        formulaire.insert_before(BeautifulSoup(annonce, "html.parser"))
    return str(soupe), sorted(champs.keys() - _noms(soupe, formulaire) - TAMPONS)


def _actions(formulaire, adresse):
    """The paths to which a form sends, its buttons' own included."""
    if formulaire.get("method", "get").lower() != "post":
        return set()
    boutons = [b["formaction"] for b in formulaire.find_all(["button", "input"], formaction=True)]
    return {urlsplit(urljoin(adresse, cible)).path for cible in (formulaire.get("action", ""), *boutons)}


def _controles(soupe, formulaire):
    """The controls of a form, including those elsewhere in the page that name it."""
    genres = ["input", "textarea", "select", "button"]
    dedans = formulaire.find_all(genres)
    return dedans + (soupe.find_all(genres, form=formulaire["id"]) if formulaire.get("id") else [])


def _se_remplit(controle):
    """Whether a person writes or chooses in this control."""
    return controle.name != "button" and controle.get("type", "text").lower() not in _JAMAIS | {"hidden"}


def _noms(soupe, formulaire):
    return {c.get("name") for c in _controles(soupe, formulaire)} - {None}


def _poser(controle, champs, restes):
    """Fill one control with what was typed there; several of one name take their values (``restes``) in order."""
    nom, genre = controle.get("name"), controle.get("type", "text").lower()
    if not nom or nom in TAMPONS or controle.name == "button" or genre in _JAMAIS:
        return
    valeurs = champs.get(nom)
    if controle.name == "input" and genre in _COCHES:
        _marquer(controle, "checked", controle.get("value", "on") in (valeurs or ()))
    elif valeurs is None:
        return
    elif controle.name == "select":
        for choix in controle.find_all("option"):
            _marquer(choix, "selected", choix.get("value", choix.get_text()) in valeurs)
    elif controle.name == "textarea":
        # A browser takes away the first line break of the text: one more keeps that of the person.
        controle.string = "\n" + (restes[nom].pop(0) if restes[nom] else "")
    elif restes[nom]:
        controle["value"] = restes[nom].pop(0)


def _marquer(controle, attribut, oui):
    if oui:
        controle[attribut] = ""
    else:
        controle.attrs.pop(attribut, None)
