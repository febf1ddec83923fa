"""Invented families: the two of the logins, then some two hundred drawn with a fixed seed."""

import random
from datetime import date
from decimal import Decimal

from commune.models import AnneeScolaire, Ecole
from commune.services import reglages
from demo.chargement.dossiers import charger_dossiers, donner_un_panier, partager_la_garde
from demo.chargement.inscriptions import Inscripteur
from demo.chargement.noms import MERES, NOMS, PERES, PRENOMS
from demo.identites import MOT_DE_PASSE, PARENT, SEPARE
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.enums import Niveau
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    QuotientFamilial,
    Rattachement,
    Responsable,
    Scolarite,
)

NOMBRE = 200
SEPARES = 0.06  # parents who live in two homes, and share their children
PANIERS = 0.02  # children who bring their basket
NIVEAUX = list(Niveau)[1:]
QUOTIENTS = [None, "318", "412.50", "500", "500.01", "640", "812", "1000", "1100.75", "1275", "1420", "1600", "1850"]


class Fabrique:
    """Make families of a town for a school year; numbers follow each other."""

    def __init__(self, ville: dict, annee: AnneeScolaire):
        self.annee, self.reglages = annee, reglages()
        self.hasard = random.Random(int(self.reglages.code_postal[:2]))
        self.rues = ville["familles"]["rues"]
        self.ecoles = list(Ecole.objects.exclude(restaurant=None).select_related("restaurant", "lieu").order_by("pk"))
        self.inscripteur = Inscripteur(ville, annee, hasard=self.hasard)
        self.numero = 2000

    def ecole(self, rang):
        """Choose a school that has the class ``rang``."""
        return self.hasard.choice(self.ecoles_de(rang))

    def ecoles_de(self, rang):
        return [ecole for ecole in self.ecoles if NIVEAUX[rang] in ecole.niveaux.split()]

    def foyer(self, nom, *, quotient, hors_commune=False):
        self.numero += 1
        foyer = Foyer.objects.create(
            numero=self.numero,
            nom=nom,
            adresse=f"{self.hasard.randint(1, 60)} {self.hasard.choice(self.rues)}",
            code_postal=self.reglages.code_postal,
            ville=self.reglages.ville,
            hors_commune=hors_commune,
        )
        if quotient is not None:
            QuotientFamilial.objects.create(
                foyer=foyer, valeur=Decimal(quotient), source="caf", date_effet=self.annee.du
            )
        return foyer, Payeur.objects.create(foyer=foyer)

    def adulte(self, foyer, *, civilite, nom, prenoms, compte=None):
        responsable = Responsable.objects.create(
            utilisateur=compte,
            civilite=civilite,
            nom=nom,
            prenoms=prenoms,
            email=compte.email if compte else f"famille{foyer.numero}@courriel.example",
            mobile=f"06 39 98 {self.hasard.randint(10, 99)} {self.hasard.randint(10, 99)}",
        )
        Appartenance.objects.create(responsable=responsable, foyer=foyer, du=self.annee.du)
        return responsable

    def enfant(self, *, nom, prenom, rang, foyers, parents, partout=False, panier=False):
        """Make a child of class ``rang`` (0 is petite section) who lives in ``foyers``, and register it.

        With ``partout``, at the first school and for all that is for it; with ``panier``, it brings its basket.
        """
        ecole = self.ecoles_de(rang)[0] if partout else self.ecole(rang)
        an = self.annee.du.year - 3 - rang
        enfant = Enfant.objects.create(
            nom=nom, prenom=prenom, naissance=date(an, self.hasard.randint(1, 12), self.hasard.randint(1, 28))
        )
        Scolarite.objects.create(enfant=enfant, annee=self.annee, ecole=ecole, niveau=NIVEAUX[rang])
        for parent, qualite in parents:
            LienParental.objects.create(enfant=enfant, responsable=parent, qualite=qualite, du=self.annee.du)
        for foyer, _ in foyers:
            Rattachement.objects.create(enfant=enfant, foyer=foyer, du=self.annee.du)
        payeurs = [payeur for _, payeur in foyers]
        self.inscripteur.inscrire(enfant, ecole, NIVEAUX[rang], payeurs=payeurs, partout=partout, panier=panier)
        return enfant


def compte(identite, **champs):
    """Make the account of a demonstration's person."""
    return Utilisateur.objects.create_user(
        identite.identifiant,
        identite.courriel,
        MOT_DE_PASSE,
        first_name=identite.prenom,
        last_name=identite.nom,
        civilite=identite.civilite,
        **champs,
    )


def charger_familles(ville: dict, annee: AnneeScolaire) -> None:
    """Make the families once; a town may give the ``noms`` of its own."""
    if Foyer.objects.exists():
        return
    fabrique = Fabrique(ville, annee)
    _les_deux_foyers(fabrique, PARENT.dans(ville), SEPARE.dans(ville))
    noms = ville["familles"].get("noms", NOMS)
    for rang in range(NOMBRE):
        _une_famille(fabrique, _nom(noms, rang))


def _nom(noms, rang):
    """Give each name in turn, then each with another, so that few families have the same."""
    tour, place = divmod(rang, len(noms))
    return noms[place] if tour == 0 else f"{noms[place]} {noms[(place + 7 * tour) % len(noms)]}"


def _les_deux_foyers(fabrique, elle, lui):
    """She has two children; the elder also lives at his place."""
    chez_elle = fabrique.foyer(elle.nom, quotient="640")
    chez_lui = fabrique.foyer(lui.nom, quotient="1420")
    mere = fabrique.adulte(chez_elle[0], civilite="mme", nom=elle.nom, prenoms=elle.prenom, compte=compte(elle))
    pere = fabrique.adulte(chez_lui[0], civilite="m", nom=lui.nom, prenoms=lui.prenom, compte=compte(lui))
    zoe = fabrique.enfant(
        nom=lui.nom, prenom="Zoé", rang=4, foyers=[chez_elle, chez_lui],
        parents=[(mere, "mere"), (pere, "pere")], partout=True, panier=True,
    )  # fmt: skip
    malo = fabrique.enfant(
        nom=elle.nom, prenom="Malo", rang=1, foyers=[chez_elle], parents=[(mere, "mere")], partout=True
    )
    charger_dossiers(mere, pere, chez_elle[0], chez_lui[0], zoe, malo)


def _une_famille(fabrique, nom):
    hasard = fabrique.hasard
    foyers = [fabrique.foyer(nom, quotient=hasard.choice(QUOTIENTS), hors_commune=hasard.random() < 0.08)]
    parents = [(fabrique.adulte(foyers[0][0], civilite="mme", nom=nom, prenoms=hasard.choice(MERES)), "mere")]
    separes = hasard.random() < SEPARES
    if separes:
        foyers.append(fabrique.foyer(nom, quotient=hasard.choice(QUOTIENTS)))
    if separes or hasard.random() < 0.7:
        parents.append((fabrique.adulte(foyers[-1][0], civilite="m", nom=nom, prenoms=hasard.choice(PERES)), "pere"))
    rangs = hasard.sample(range(len(NIVEAUX)), hasard.choice([1, 1, 2, 2, 3]))
    for prenom, rang in zip(hasard.sample(PRENOMS, len(rangs)), rangs, strict=True):
        panier = hasard.random() < PANIERS
        enfant = fabrique.enfant(nom=nom, prenom=prenom, rang=rang, foyers=foyers, parents=parents, panier=panier)
        if panier:
            donner_un_panier(enfant)
        if separes:
            partager_la_garde(enfant, *(foyer for foyer, _ in foyers), du=fabrique.annee.du)
