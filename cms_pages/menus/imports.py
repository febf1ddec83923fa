"""The lines of a spreadsheet turned into menus, or into the list of its wrong cells. Reads nothing, writes nothing."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from cms_pages.enums import ServiceDuRepas
from cms_pages.menus.plats import (
    ALLERGENES,
    LABELS,
    MENTION_MAX,
    NOM_MAX,
    ORIGINE_MAX,
    SERVICES,
    MenuSaisi,
    PlatSaisi,
    comparable,
)
from common.words.saisie import DERNIERE_ANNEE, PREMIERE_ANNEE
from common.words.typo import date_simple, typographier

# The heading, whether it must be there, and other ways to write it.
COLONNES = {
    "Date": (True, ("jour",)),
    "Restaurant": (False, ("site", "lieu")),
    "Service": (True, ("type", "composante")),
    "Plat": (True, ("libelle", "intitule")),
    "Allergènes": (True, ("allergene",)),
    "Labels": (False, ("label", "mentions")),
    "Origine": (False, ("origine des viandes", "origine de la viande")),
    "Substitution": (False, ("plat de substitution",)),
    "Végétarien": (False, ("menu vegetarien", "repas vegetarien")),
    "Mention": (False, ()),
}
ANOMALIES_MAX = 50
OUI, NON = {"oui", "o", "x", "1", "vrai", "true"}, {"non", "n", "0", "faux", "false", ""}
_DATE_FR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_DATE_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True)
class Anomalie:
    """A wrong cell: its line as the spreadsheet numbers it, its column, and what to do."""

    ligne: int
    colonne: str
    phrase: str

    def __str__(self):
        ou = ", ".join(
            filter(None, (f"Ligne {self.ligne}" if self.ligne else "", f"colonne {self.colonne}" * bool(self.colonne)))
        )
        return typographier(f"{ou} : {self.phrase}" if ou else self.phrase)


class LigneRefusee(Exception):
    """A cell that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class MenuImporte:
    """A menu of the file, and where it is served (empty: everywhere)."""

    menu: MenuSaisi
    restaurant: str = ""


def lire_menus(lignes: list[list], *, restaurants: dict[str, str]) -> tuple[list[MenuImporte], list[Anomalie]]:
    """Read ``lignes``, headings first; return the menus and the wrong cells. With any of these, write nothing.

    ``restaurants``: {name: code}.
    """
    entetes, anomalies, debut = _entetes(lignes)
    if anomalies:
        return [], anomalies
    codes = {comparable(nom): code for nom, code in restaurants.items()}
    codes |= {comparable(code): code for code in restaurants.values()}
    menus, vus = {}, {}
    for numero, cellules in enumerate(lignes[debut:], debut + 1):
        textes = {nom: _cellule(cellules, place) for nom, place in entetes.items()}
        if not any(str(valeur).strip() for valeur in textes.values()):
            continue
        lue, fautes = _ligne(numero, textes, codes, restaurants)
        anomalies += fautes
        if fautes:
            continue
        cle, plat = (lue["date"], lue["restaurant"]), lue["plat"]
        doublon = (*cle, plat.service, plat.substitution, comparable(plat.nom))
        if doublon in vus:
            anomalies.append(
                Anomalie(numero, "Plat", f"« {plat.nom} » est déjà à la ligne {vus[doublon]} pour ce jour.")
            )
            continue
        vus[doublon] = numero
        jour = menus.setdefault(cle, {"plats": [], "vegetarien": False, "mention": ""})
        jour["plats"].append(plat)
        jour["vegetarien"] |= lue["vegetarien"]
        jour["mention"] = jour["mention"] or lue["mention"]
    if not menus and not anomalies:
        anomalies.append(Anomalie(0, "", "Le fichier n’a que ses titres : ajoutez une ligne par plat."))
    rendus = [
        MenuImporte(
            restaurant=code,
            menu=MenuSaisi(
                date=jour, plats=tuple(sorted(m["plats"], key=lambda p: (p.service, p.substitution))),
                mention=m["mention"], vegetarien=m["vegetarien"],
            ),
        )
        for (jour, code), m in sorted(menus.items())
    ]  # fmt: skip
    return ([] if anomalies else rendus), anomalies


def _entetes(lignes):
    """Find where each column is. Blank lines above the headings are skipped."""
    debut = next((rang for rang, ligne in enumerate(lignes) if any(str(c or "").strip() for c in ligne)), None)
    if debut is None:
        return {}, [Anomalie(0, "", "Le fichier est vide.")], 0
    ecrits = {}
    for nom, (_, autres) in COLONNES.items():
        ecrits |= dict.fromkeys((comparable(nom), *autres), nom)
    places, anomalies = {}, []
    for rang, cellule in enumerate(lignes[debut]):
        titre = comparable(str(cellule or ""))
        nom = ecrits.get(titre)
        if titre and nom is None:
            connues = ", ".join(COLONNES)
            anomalies.append(
                Anomalie(
                    debut + 1, f"« {str(cellule)[:40]} »", f"cette colonne est inconnue. Les colonnes : {connues}."
                )
            )
        elif nom in places:
            anomalies.append(Anomalie(debut + 1, nom, "cette colonne est là deux fois."))
        elif nom:
            places[nom] = rang
    manquantes = [nom for nom, (requise, _) in COLONNES.items() if requise and nom not in places]
    if manquantes:
        quoi = "la colonne" if len(manquantes) == 1 else "les colonnes"
        anomalies.append(
            Anomalie(debut + 1, "", f"il manque {quoi} {', '.join(manquantes)}. Partez du modèle à télécharger.")
        )
    return places, anomalies, debut + 1


def _cellule(cellules, place):
    valeur = cellules[place] if place < len(cellules) else None
    return "" if valeur is None else valeur


def _ligne(numero, textes, codes, restaurants):
    """(values, wrong cells) of one line."""
    fautes, lus = [], {}

    def lire(colonne, lecture, defaut):
        try:
            return lecture(textes.get(colonne, ""))
        except LigneRefusee as refus:
            fautes.append(Anomalie(numero, colonne, str(refus)))
            return defaut

    lus["date"] = lire("Date", lire_date, None)
    lus["restaurant"] = lire("Restaurant", lambda brut: _restaurant(brut, codes, restaurants), "")
    lus["vegetarien"] = lire("Végétarien", _oui, False)
    lus["mention"] = lire("Mention", lambda brut: _texte(brut, MENTION_MAX), "")
    service = lire("Service", _service, None)
    nom = lire("Plat", lambda brut: _texte(brut, NOM_MAX, requis="Écrivez le nom du plat."), "")
    labels = lire("Labels", lambda brut: _mots(LABELS, brut), ())
    allergenes = lire("Allergènes", lambda brut: _mots(ALLERGENES, brut), ())
    origine = lire("Origine", lambda brut: _texte(brut, ORIGINE_MAX), "")
    substitution = lire("Substitution", _oui, False)
    if not fautes:
        lus["plat"] = PlatSaisi(
            service=service, nom=nom, labels=labels, allergenes=allergenes, origine=origine, substitution=substitution
        )
    return lus, fautes


def lire_date(brut) -> date:
    """A day: a spreadsheet's own date, « 16/11/2026 » or « 2026-11-16 »."""
    if isinstance(brut, datetime):
        brut = brut.date()
    if not isinstance(brut, date):
        texte = " ".join(str(brut).split())
        if not texte:
            raise LigneRefusee("Écrivez le jour du menu, par exemple 16/11/2026.")
        iso, francais = _DATE_ISO.fullmatch(texte), _DATE_FR.fullmatch(texte)
        morceaux = iso.groups() if iso else francais.groups()[::-1] if francais else None
        try:
            annee, mois, jour = map(int, morceaux)
            brut = date(annee + 2000 if annee < 100 else annee, mois, jour)
        except (TypeError, ValueError):
            raise LigneRefusee(f"« {texte[:40]} » n’est pas une date. Écrivez par exemple 16/11/2026.") from None
    if not PREMIERE_ANNEE <= brut.year <= DERNIERE_ANNEE:
        raise LigneRefusee(f"Le {date_simple(brut)} est bien loin : vérifiez l’année.")
    return brut


def _service(brut):
    trouves, phrases = SERVICES.lire(str(brut).replace("/", " "))
    if phrases or len(trouves) != 1:
        noms = ", ".join(str(s.label) for s in ServiceDuRepas)
        raise LigneRefusee(phrases[0] if phrases else f"Écrivez le service du repas, un seul par ligne : {noms}.")
    return trouves[0]


def _restaurant(brut, codes, restaurants):
    texte = _texte(brut, NOM_MAX)
    if not texte or comparable(texte) in ("tous", "tous les restaurants"):
        return ""
    if comparable(texte) not in codes:
        noms = ", ".join(restaurants) or "aucun pour le moment"
        raise LigneRefusee(
            f"« {texte[:40]} » n’est pas un restaurant de la commune. Laissez vide pour tous, ou : {noms}."
        )
    return codes[comparable(texte)]


def _mots(vocabulaire, brut):
    texte = _texte(brut, 400)
    if comparable(texte) in ("aucun", "neant", "-", "non"):
        return ()
    trouves, phrases = vocabulaire.lire(texte)
    if phrases:
        raise LigneRefusee(" ".join(phrases))
    return tuple(trouves)


def _oui(brut):
    mot = comparable(str(brut))
    if mot in OUI:
        return True
    if mot in NON:
        return False
    raise LigneRefusee(f"« {str(brut)[:40]} » : écrivez oui ou non.")


def _texte(brut, longueur, *, requis=""):
    texte = " ".join(str(brut).replace("\x00", " ").split())
    if texte.startswith("="):
        raise LigneRefusee("cette case contient une formule : remplacez-la par son résultat.")
    if not texte and requis:
        raise LigneRefusee(requis)
    if len(texte) > longueur:
        raise LigneRefusee(f"ce texte a {len(texte)} signes : {longueur} au plus.")
    return texte
