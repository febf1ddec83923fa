"""Invented families: the two of the logins, then some dozens drawn with a fixed seed."""

import random
from datetime import date
from decimal import Decimal

from commune.models import AnneeScolaire, Ecole
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
from reservations.activites.models import Activite, Inscription

NOMBRE = 45
RUES = ["rue des Ajoncs", "allée des Roseaux", "rue du Marais", "impasse des Saules", "avenue de la Brière"]
NIVEAUX = list(Niveau)[1:]
QUOTIENTS = [None, "318", "412.50", "500", "500.01", "640", "812", "1000", "1100.75", "1275", "1420", "1600", "1850"]


class Fabrique:
    """Make families for a school year; numbers follow each other."""

    def __init__(self, annee: AnneeScolaire):
        self.annee, self.hasard = annee, random.Random(44)
        self.ecoles = list(Ecole.objects.exclude(restaurant=None).select_related("restaurant").order_by("pk"))
        self.cantine = Activite.objects.get(code="restauration-scolaire")
        self.numero = 2000

    def foyer(self, nom, *, quotient, hors_commune=False):
        self.numero += 1
        foyer = Foyer.objects.create(
            numero=self.numero,
            nom=nom,
            adresse=f"{self.hasard.randint(1, 60)} {self.hasard.choice(RUES)}",
            code_postal="44480",
            ville="Donges",
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

    def enfant(self, *, nom, prenom, rang, foyers, parents, ecole=None):
        """Make a child of class ``rang`` (0 is petite section) who lives in ``foyers`` and eats at the canteen."""
        ecole = ecole or self.hasard.choice(self.ecoles)
        an = self.annee.du.year - 3 - rang
        enfant = Enfant.objects.create(
            nom=nom, prenom=prenom, naissance=date(an, self.hasard.randint(1, 12), self.hasard.randint(1, 28))
        )
        Scolarite.objects.create(enfant=enfant, annee=self.annee, ecole=ecole, niveau=NIVEAUX[rang])
        for parent, qualite in parents:
            LienParental.objects.create(enfant=enfant, responsable=parent, qualite=qualite, du=self.annee.du)
        for foyer, payeur in foyers:
            Rattachement.objects.create(enfant=enfant, foyer=foyer, du=self.annee.du)
            Inscription.objects.create(
                enfant=enfant, activite=self.cantine, lieu=ecole.restaurant, payeur=payeur, du=self.annee.du
            )
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


def charger_familles(annee: AnneeScolaire) -> None:
    """Make the families once."""
    if Foyer.objects.exists():
        return
    fabrique = Fabrique(annee)
    _les_deux_foyers(fabrique)
    for nom in NOMS[:NOMBRE]:
        _une_famille(fabrique, nom)


def _les_deux_foyers(fabrique):
    """Camille has two children; the elder also lives at Yann's."""
    chez_camille = fabrique.foyer(PARENT.nom, quotient="640")
    chez_yann = fabrique.foyer(SEPARE.nom, quotient="1420")
    camille = fabrique.adulte(
        chez_camille[0], civilite="mme", nom=PARENT.nom, prenoms=PARENT.prenom, compte=compte(PARENT)
    )
    yann = fabrique.adulte(chez_yann[0], civilite="m", nom=SEPARE.nom, prenoms=SEPARE.prenom, compte=compte(SEPARE))
    ecole = fabrique.ecoles[0]
    fabrique.enfant(
        nom=SEPARE.nom, prenom="Zoé", rang=4, foyers=[chez_camille, chez_yann],
        parents=[(camille, "mere"), (yann, "pere")], ecole=ecole,
    )  # fmt: skip
    fabrique.enfant(
        nom=PARENT.nom, prenom="Malo", rang=1, foyers=[chez_camille], parents=[(camille, "mere")], ecole=ecole
    )


def _une_famille(fabrique, nom):
    hasard = fabrique.hasard
    foyer = fabrique.foyer(nom, quotient=hasard.choice(QUOTIENTS), hors_commune=hasard.random() < 0.08)
    parents = [(fabrique.adulte(foyer[0], civilite="mme", nom=nom, prenoms=hasard.choice(MERES)), "mere")]
    if hasard.random() < 0.7:
        parents.append((fabrique.adulte(foyer[0], civilite="m", nom=nom, prenoms=hasard.choice(PERES)), "pere"))
    rangs = hasard.sample(range(len(NIVEAUX)), hasard.choice([1, 1, 2, 2, 3]))
    for prenom, rang in zip(hasard.sample(PRENOMS, len(rangs)), rangs, strict=True):
        fabrique.enfant(nom=nom, prenom=prenom, rang=rang, foyers=[foyer], parents=parents)
