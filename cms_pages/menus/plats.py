"""The dishes of a menu as values: read from words, compared, checked. Pure but for the lists of words."""

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from cms_pages.enums import Allergene, LabelPlat, ServiceDuRepas
from common.words.noms import sans_accents
from common.words.typo import enumeration

NOM_MAX, ORIGINE_MAX, MENTION_MAX, PHRASE_MAX = 120, 80, 100, 500
# Other ways to write what the lists name, as caterers do.
AUTRES_ALLERGENES = {
    "ble": "gluten", "cereales": "gluten", "cereales contenant du gluten": "gluten", "crustace": "crustaces",
    "oeuf": "oeufs", "poisson": "poissons", "arachide": "arachides", "cacahuete": "arachides",
    "cacahuetes": "arachides", "soya": "soja", "lactose": "lait", "produits laitiers": "lait",
    "fruit a coque": "fruits-a-coque", "fruits a coques": "fruits-a-coque", "noix": "fruits-a-coque",
    "graines de sesame": "sesame", "sulfite": "sulfites", "anhydride sulfureux": "sulfites",
    "mollusque": "mollusques",
}  # fmt: skip
AUTRES_LABELS = {
    "agriculture biologique": "bio", "ab": "bio", "aop": "aop", "aoc": "aop", "msc": "peche-durable",
    "maison": "maison", "porc": "porc", "vegetarienne": "vegetarien", "locale": "local", "circuit court": "local",
    "fermiere": "fermier", "haute valeur environnementale": "hve",
}  # fmt: skip
AUTRES_SERVICES = {
    "entree": "1", "hors d oeuvre": "1", "plat principal": "2", "garniture": "3", "legume": "3", "fromage": "4",
    "laitage": "4", "produit laitier": "4",
}  # fmt: skip
# The meats whose origin must be told, as dishes name them. A sausage without meat says that it is vegetarian.
VIANDES = re.compile(
    r"\b(boeuf|veau|bourguignon|porc|jambon|lardons?|saucisses?|chipolatas?|rosette|cervelas|agneau|mouton|navarin"
    r"|poulet|poule|dinde|volaille|canard|pintade|steak|hachis|bolognaise|merguez)\b"
)


@dataclass(frozen=True, kw_only=True)
class PlatSaisi:
    """A dish as it was typed, or as it stands."""

    service: int
    nom: str
    labels: tuple[str, ...] = ()
    allergenes: tuple[str, ...] = ()
    origine: str = ""
    substitution: bool = False


@dataclass(frozen=True, kw_only=True)
class MenuSaisi:
    """The menu of a day as it was typed, or as it stands."""

    date: date
    plats: tuple[PlatSaisi, ...]
    mention: str = ""
    vegetarien: bool = False


@dataclass(frozen=True)
class Vocabulaire:
    """A closed list of words, each with the ways to write it."""

    singulier: str  # « allergène inconnu »
    choix: type
    autres: dict[str, str] = field(default_factory=dict)

    @property
    def connus(self):
        connus = {comparable(choix.label): choix.value for choix in self.choix}
        return {comparable(str(choix.value)): choix.value for choix in self.choix} | connus | self._autres()

    def _autres(self):
        return {mot: self.choix(int(v) if v.isdigit() else v).value for mot, v in self.autres.items()}

    def lire(self, texte: str) -> tuple[list, list[str]]:
        """(what these comma-separated words name, in the order of the list; a sentence for each wrong word)."""
        connus, trouves, phrases = self.connus, set(), []
        for mot in filter(None, (m.strip() for m in re.split(r"[,;/|\n]+", _proteger(texte)))):
            valeur = connus.get(comparable(mot))
            if valeur is None:
                phrases.append(self.refus(mot))
            else:
                trouves.add(valeur)
        return [choix.value for choix in self.choix if choix.value in trouves], phrases

    def refus(self, mot):
        """Say that a word is not known, and which one it looks like."""
        proches = get_close_matches(comparable(mot), self.connus, n=1, cutoff=0.7)
        if proches:
            suite = f"Vouliez-vous dire « {self.choix(self.connus[proches[0]]).label} » ?"
        else:
            suite = f"Choisissez parmi : {', '.join(str(choix.label) for choix in self.choix)}."
        return f"« {mot[:40]} » est inconnu ({self.singulier}). {suite}"


def _proteger(texte):
    """Protect the one label that contains a slash from being split."""
    return re.sub(r"\baop\s*/\s*aoc\b", "aop", texte, flags=re.IGNORECASE)


def comparable(texte: str) -> str:
    """Small letters, no accent, single spaces."""
    return " ".join(sans_accents(texte).replace("’", "'").lower().split())


ALLERGENES = Vocabulaire("allergène", Allergene, AUTRES_ALLERGENES)
LABELS = Vocabulaire("label", LabelPlat, AUTRES_LABELS)
SERVICES = Vocabulaire("service", ServiceDuRepas, AUTRES_SERVICES)


def origine_attendue(plat) -> bool:
    """Whether the origin of a meat should be told and is not."""
    if plat.origine or LabelPlat.VEGETARIEN.value in plat.labels:
        return False
    return LabelPlat.PORC.value in plat.labels or bool(VIANDES.search(comparable(plat.nom)))


def phrases_de_changement(avant: MenuSaisi, apres: MenuSaisi) -> list[str]:
    """What changed between two menus, dish by dish, as families read it."""
    phrases = []
    groupes = sorted({(p.service, p.substitution) for p in (*avant.plats, *apres.plats)})
    for groupe in groupes:
        anciens, nouveaux = (
            {comparable(p.nom): p for p in menu.plats if (p.service, p.substitution) == groupe}
            for menu in (avant, apres)
        )
        for nom in anciens.keys() & nouveaux.keys():
            phrases += _details(anciens[nom], nouveaux[nom])
        partis = [p.nom for nom, p in anciens.items() if nom not in nouveaux]
        venus = [p.nom for nom, p in nouveaux.items() if nom not in anciens]
        phrases += [f"« {ancien} » remplacé par « {nouveau} »" for ancien, nouveau in zip(partis, venus, strict=False)]
        phrases += [f"« {nom} » retiré" for nom in partis[len(venus) :]]
        phrases += [f"« {nom} » ajouté" for nom in venus[len(partis) :]]
    if avant.vegetarien and not apres.vegetarien:
        phrases.append("le repas n’est plus végétarien")
    if apres.vegetarien and not avant.vegetarien:
        phrases.append("le repas devient végétarien")
    return [phrase[:PHRASE_MAX] for phrase in phrases]


def _details(avant, apres):
    """What the same dish no longer contains, or now contains."""
    phrases = []
    for choix, quoi, noms in (
        (Allergene, "allergènes", lambda plat: set(plat.allergenes)),
        (LabelPlat, "mentions", lambda plat: set(plat.labels)),
    ):
        for mot, ecart in (("ajoutés", noms(apres) - noms(avant)), ("retirés", noms(avant) - noms(apres))):
            if ecart:
                liste = enumeration(c.label for c in choix if c.value in ecart)
                accord = mot if choix is Allergene else mot[:-1] + "es"
                phrases.append(f"« {apres.nom} », {quoi} {accord} : {liste}")
    if comparable(avant.origine) != comparable(apres.origine):
        phrases.append(
            f"« {apres.nom} », origine des viandes : {apres.origine or 'non précisée'}"
            + (f" au lieu de {avant.origine}" if avant.origine else "")
        )
    return phrases
