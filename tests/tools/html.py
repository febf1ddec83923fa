"""Reading the pages that a test received."""

import html5lib


def arbre(reponse):
    """Parse a page strictly: invalid HTML is an error; give its tree."""
    lecteur = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    page = lecteur.parse(reponse.content.decode())
    fautes = [f"{code} {details} at {position}" for position, code, details in lecteur.errors]
    assert fautes == [], fautes
    return page


def texte(element) -> str:
    """Give the words of an element, its blanks made one space."""
    return " ".join("".join(element.itertext()).split())


def trouver(page, nom, **attributs):
    """Give the first element of a name with these attributes (``class_`` for class), or fail."""
    for element in page.iter(nom):
        if all(element.get(cle.rstrip("_")) == valeur for cle, valeur in attributs.items()):
            return element
    raise AssertionError(f"no <{nom}> with {attributs}")


def liens(page) -> dict[str, str]:
    """Give the links of a page: words → address."""
    return {texte(a): a.get("href") for a in page.iter("a")}


def taches(client) -> dict[str, tuple[str, str]]:
    """Give what the private home says is to do: title → (its sentences, the address of its button)."""
    lignes = [li for li in arbre(client.get("/espace/")).iter("li") if li.get("class") == "ligne-tache"]
    trouvees = {}
    for ligne in lignes:
        titre, *suite = [texte(p).replace("\u00a0", " ") for p in ligne.iter("p")]
        trouvees[titre] = (" ".join(suite), next(ligne.iter("a")).get("href"))
    return trouvees
