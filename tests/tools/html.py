"""The one way in which tests read a page: BeautifulSoup, and the few questions that they ask again and again.

    page = arbre(client.get("/menus/"))          # the page, which must be valid HTML
    page = soupe(client.get("/gestion/…"))        # the page, as a browser forgives it: Wagtail's own are not all valid
    page.select_one("main h1"), page.select("li.tache")     # any element, by CSS; class is a string
    texte(page.main)                             # the words, as they are read
    liens(page)["Mon accueil"]                   # where a link leads, by its words
    rangees(page, "table.effectifs")             # a table, row by row
    formulaire(page, "main form").champs         # what a form would post as it stands
    erreurs(page)["courriel"]                    # what is said beside a field
    source(reponse)                              # the HTML itself: for what must be nowhere, not even in an attribute
    brut(reponse)                                # the same, to the character

``soupe``, ``texte`` and ``source`` take a response (of Django's client or of requests), a text, bytes or an element.
"""

from dataclasses import dataclass, field
from html import unescape

import html5lib
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

# What is in the middle of a sentence: around all the other elements there is a blank, as on the screen.
DANS_LA_PHRASE = {
    "a", "abbr", "b", "bdi", "button", "cite", "code", "em", "i", "input", "label", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr",
}  # fmt: skip
NON_LUS = {"script", "style", "template", "noscript"}


def brut(quoi) -> str:
    """Give the HTML of a response, bytes or a text."""
    contenu = getattr(quoi, "content", quoi)
    return contenu.decode() if isinstance(contenu, bytes) else str(contenu)


def soupe(quoi) -> Tag:
    """Give the page, whatever its faults; an element is given back."""
    if isinstance(quoi, Tag):
        return quoi
    return BeautifulSoup(brut(quoi), "html.parser", multi_valued_attributes=None)


def arbre(reponse) -> Tag:
    """Give the page; invalid HTML is an error."""
    lecteur = html5lib.HTMLParser(strict=False)
    lecteur.parse(brut(reponse))
    fautes = [f"{code} {details} at {position}" for position, code, details in lecteur.errors]
    assert fautes == [], fautes
    return soupe(reponse)


def texte(quoi) -> str:
    """Give the words, without tags nor entities; blanks of any kind, no-break ones too, are one space."""
    return " ".join("".join(_morceaux(soupe(quoi))).split())


def _morceaux(element):
    for enfant in element.children:
        if isinstance(enfant, Tag):
            blanc = "" if enfant.name in DANS_LA_PHRASE else " "
            yield blanc
            if enfant.name not in NON_LUS:
                yield from _morceaux(enfant)
            yield blanc
        # Comments and scripts are of other types.
        elif type(enfant) is NavigableString:
            yield enfant


def source(quoi) -> str:
    """Give the HTML with its entities resolved, blanks of any kind made one space."""
    return " ".join(unescape(brut(quoi)).split())


def trouver(page, nom, **attributs) -> Tag:
    """Give the first element of a name with these attributes (``class_`` for class), or fail."""
    voulus = {cle.rstrip("_"): valeur for cle, valeur in attributs.items()}
    trouve = soupe(page).find(nom, attrs=voulus)
    assert trouve is not None, f"no <{nom}> with {voulus}"
    return trouve


def un(page, selecteur) -> Tag:
    """Give the first element that a CSS selector finds, or fail."""
    trouve = soupe(page).select_one(selecteur)
    assert trouve is not None, f"no {selecteur}"
    return trouve


def textes(page, selecteur) -> list[str]:
    """Give the words of each element that a CSS selector finds."""
    return [texte(element) for element in soupe(page).select(selecteur)]


def liens(page, selecteur="a") -> dict[str, str]:
    """Give the links of a page: words → address."""
    return {texte(a): a.get("href") for a in soupe(page).select(selecteur)}


def rangees(page, selecteur="table") -> list[list[str]]:
    """Give the words of the first such table (or of this one), row by row, heading included."""
    table = page if getattr(page, "name", "") == "table" else un(page, selecteur)
    return [textes(rang, "th, td") for rang in table.select("tr")]


@dataclass
class Formulaire:
    """A form as a browser would send it, nothing touched: its address, its method, name → values."""

    action: str
    methode: str
    champs: dict[str, list[str]] = field(default_factory=dict)


def formulaire(page, selecteur="main form[method=post]") -> Formulaire:
    """Give the first such form, or fail."""
    balise = un(page, selecteur)
    trouve = Formulaire(balise.get("action", ""), balise.get("method", "get").lower())
    for controle in balise.select("[name]:not(button, [type=submit], [type=file], [disabled])"):
        for valeur in _valeurs(controle):
            trouve.champs.setdefault(controle["name"], []).append(valeur)
    return trouve


def _valeurs(controle) -> list[str]:
    """Give what a control adds to what is sent."""
    if controle.name == "select":
        choix = controle.select("option[selected]") or controle.select("option")[:1]
        return [option.get("value", texte(option)) for option in choix]
    if controle.name == "textarea":
        return [controle.text]
    if controle.get("type") in {"checkbox", "radio"}:
        return [controle.get("value", "on")] if controle.has_attr("checked") else []
    return [controle.get("value", "")]


def valeurs(page, nom) -> list[str]:
    """Give the values of all the controls of a name, hidden ones too, ticked or not."""
    return [controle.get("value", "") for controle in soupe(page).find_all(attrs={"name": nom})]


def erreurs(page) -> dict[str, str]:
    """Give what is said beside the fields that are refused: name of the field → its sentences."""
    dites = {dite["id"]: dite for dite in soupe(page).select("[id^=id_][id$=_erreur]")}
    return {
        id.removeprefix("id_").removesuffix("_erreur"): texte(dite).removeprefix("Erreur : ")
        for id, dite in dites.items()
    }


def taches(client) -> dict[str, tuple[str, str]]:
    """Give what the private home says is to do: title → (its sentences, the address of its button)."""
    trouvees = {}
    for ligne in arbre(client.get("/espace/")).select("li.ligne-tache"):
        titre, *suite = [texte(p) for p in ligne.select("p")]
        trouvees[titre] = (" ".join(suite), ligne.a.get("href"))
    return trouvees
