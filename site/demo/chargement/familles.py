"""Invented families: the two of the logins, then some dozens drawn with a fixed seed."""

import random
from datetime import date
from decimal import Decimal

from commune.models import AnneeScolaire, Ecole, Lieu
from commune.services import reglages
from demo.chargement.dossiers import charger_dossiers
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
INSCRITS = 0.5  # one child in two goes to what is not the town's first activity
NIVEAUX = list(Niveau)[1:]
QUOTIENTS = [None, "318", "412.50", "500", "500.01", "640", "812", "1000", "1100.75", "1275", "1420", "1600", "1850"]


class Fabrique:
    """Make families of a town for a school year; numbers follow each other."""

    def __init__(self, ville: dict, annee: AnneeScolaire):
        self.annee, self.reglages = annee, reglages()
        self.hasard = random.Random(int(self.reglages.code_postal[:2]))
        self.rues = ville["familles"]["rues"]
        self.ecoles = list(Ecole.objects.exclude(restaurant=None).select_related("restaurant").order_by("pk"))
        lieux = Lieu.objects.in_bulk(field_name="code")
        self.lieux = {
            activite["code"]: [(lieux[o["lieu"]], o.get("niveaux", "").split()) for o in activite["ouvertures"]]
            for activite in ville["activites"]
            if activite.get("ouvertures")
        }
        # Who goes to one of these does not go there: both are at the same hours.
        self.sans = {activite["code"]: set(activite.get("sans", ())) for activite in ville["activites"]}
        self.activites = Activite.objects.in_bulk(self.lieux, field_name="code")
        self.numero = 2000

    def ecole(self, rang):
        """Choose a school that has the class ``rang``."""
        return self.hasard.choice(self.ecoles_de(rang))

    def ecoles_de(self, rang):
        return [ecole for ecole in self.ecoles if NIVEAUX[rang] in ecole.niveaux.split()]

    def lieu(self, code, ecole, niveau):
        """Give where a pupil of ``ecole`` goes for an activity: its restaurant, the school itself, else anywhere.

        None when the activity is not for its class.
        """
        ouverts = [lieu for lieu, niveaux in self.lieux[code] if not niveaux or niveau in niveaux]
        proches = [lieu for lieu in (ecole.restaurant, ecole.lieu) if lieu in ouverts]
        return next(iter(proches or ouverts), None)

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

    def enfant(self, *, nom, prenom, rang, foyers, parents, partout=False):
        """Make a child of class ``rang`` (0 is petite section) who lives in ``foyers``.

        It is registered for the first activity (the school restaurant) and, one time in two, for each of the others;
        for all of them with ``partout``, at the first school.
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
        pris = set()
        for numero, code in enumerate(self.lieux):
            lieu = self.lieu(code, ecole, NIVEAUX[rang])
            if lieu is None or self.sans[code] & pris or (numero and not partout and self.hasard.random() > INSCRITS):
                continue
            pris.add(code)
            for _, payeur in foyers:
                Inscription.objects.create(
                    enfant=enfant, activite=self.activites[code], lieu=lieu, payeur=payeur, du=self.annee.du
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


def charger_familles(ville: dict, annee: AnneeScolaire) -> None:
    """Make the families once; a town may give the ``noms`` of its own."""
    if Foyer.objects.exists():
        return
    fabrique = Fabrique(ville, annee)
    _les_deux_foyers(fabrique, PARENT.dans(ville), SEPARE.dans(ville))
    for nom in ville["familles"].get("noms", NOMS)[:NOMBRE]:
        _une_famille(fabrique, nom)


def _les_deux_foyers(fabrique, elle, lui):
    """She has two children; the elder also lives at his place."""
    chez_elle = fabrique.foyer(elle.nom, quotient="640")
    chez_lui = fabrique.foyer(lui.nom, quotient="1420")
    mere = fabrique.adulte(chez_elle[0], civilite="mme", nom=elle.nom, prenoms=elle.prenom, compte=compte(elle))
    pere = fabrique.adulte(chez_lui[0], civilite="m", nom=lui.nom, prenoms=lui.prenom, compte=compte(lui))
    zoe = fabrique.enfant(
        nom=lui.nom, prenom="Zoé", rang=4, foyers=[chez_elle, chez_lui],
        parents=[(mere, "mere"), (pere, "pere")], partout=True,
    )  # fmt: skip
    malo = fabrique.enfant(
        nom=elle.nom, prenom="Malo", rang=1, foyers=[chez_elle], parents=[(mere, "mere")], partout=True
    )
    charger_dossiers(mere, pere, chez_elle[0], chez_lui[0], zoe, malo)


def _une_famille(fabrique, nom):
    hasard = fabrique.hasard
    foyer = fabrique.foyer(nom, quotient=hasard.choice(QUOTIENTS), hors_commune=hasard.random() < 0.08)
    parents = [(fabrique.adulte(foyer[0], civilite="mme", nom=nom, prenoms=hasard.choice(MERES)), "mere")]
    if hasard.random() < 0.7:
        parents.append((fabrique.adulte(foyer[0], civilite="m", nom=nom, prenoms=hasard.choice(PERES)), "pere"))
    rangs = hasard.sample(range(len(NIVEAUX)), hasard.choice([1, 1, 2, 2, 3]))
    for prenom, rang in zip(hasard.sample(PRENOMS, len(rangs)), rangs, strict=True):
        fabrique.enfant(nom=nom, prenom=prenom, rang=rang, foyers=[foyer], parents=parents)
