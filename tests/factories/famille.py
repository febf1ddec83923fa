"""Families. The usual situation in one call: ``famille(donges, enfants=2, quotient="640")``."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import factory

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
from espace_prive.famille.services import rubriques
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche
from espace_prive.sante.rules import vaccins_obligatoires
from reservations.activites.models import Inscription
from tests.factories.comptes import UtilisateurFactory

DEBUT = date(2026, 9, 1)
PRENOMS = ["Zoé", "Malo", "Inès", "Titouan"]


class FoyerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Foyer

    numero = factory.Sequence(lambda n: 1000 + n)
    nom = "Rivière"
    adresse = "3 rue des Ajoncs"
    code_postal = "44480"
    ville = "Donges"


class ResponsableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsable

    civilite = "mme"
    nom = "Rivière"
    prenoms = "Camille"
    email = factory.Sequence(lambda n: f"parent{n}@courriel.example")


class EnfantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enfant

    nom = "Rivière"
    # By the children that the test has already, never by what other tests of the process made: a test that reads a
    # name reads the same one alone, in another order, or on another worker.
    prenom = factory.LazyFunction(lambda: PRENOMS[Enfant.objects.count() % len(PRENOMS)])
    naissance = date(2018, 5, 14)


def inscrire(enfant, payeur, donges, *, du=DEBUT):
    """Register the child at the canteen of its school, at the cost of ``payeur``."""
    return Inscription.objects.create(
        enfant=enfant, activite=donges.cantine, lieu=donges.restaurant, payeur=payeur, du=du
    )


def famille(donges, *, enfants=1, quotient="640", compte=True, **foyer):
    """Create a foyer with one signed-up parent, its children at school and at the canteen; return the parts."""
    maison = FoyerFactory(**foyer)
    payeur = Payeur.objects.create(foyer=maison)
    utilisateur = UtilisateurFactory() if compte else None
    responsable = ResponsableFactory(utilisateur=utilisateur)
    Appartenance.objects.create(responsable=responsable, foyer=maison, du=DEBUT)
    if quotient is not None:
        QuotientFamilial.objects.create(foyer=maison, valeur=Decimal(quotient), source="caf", date_effet=DEBUT)
    petits = EnfantFactory.create_batch(enfants)
    inscriptions = []
    for enfant in petits:
        Rattachement.objects.create(enfant=enfant, foyer=maison, du=DEBUT)
        LienParental.objects.create(enfant=enfant, responsable=responsable, qualite="mere", du=DEBUT)
        Scolarite.objects.create(enfant=enfant, annee=donges.annee, ecole=donges.ecole, niveau="CE1")
        inscriptions.append(inscrire(enfant, payeur, donges))
    return SimpleNamespace(
        foyer=maison, payeur=payeur, utilisateur=utilisateur, responsable=responsable, enfants=petits,
        inscriptions=inscriptions,
    )  # fmt: skip


def completer_le_dossier(maison):
    """Write all that a family's file asks: nothing of it is then to do."""
    maison.responsable.mobile = "06 39 98 00 10"
    maison.responsable.save(update_fields=["mobile"])
    for enfant in maison.enfants:
        FicheSanitaire.objects.create(
            enfant=enfant, medecin="Dr Kerjean", medecin_telephone="02 61 91 00 01", assureur="MAE", contrat="1",
            vaccins=dict.fromkeys(vaccins_obligatoires(enfant.naissance), "2022-01-01"),
            assurance_fin=date(2030, 8, 31),
        )  # fmt: skip
        Autorisation.objects.create(enfant=enfant, genre="soins", accordee=True, par_nom="Camille Rivière")
        for rubrique in rubriques.DE_L_ENFANT:
            rubriques.confirmer(enfant, rubrique, par=maison.utilisateur)
    for rubrique in rubriques.DU_FOYER:
        rubriques.confirmer(maison.foyer, rubrique, par=maison.utilisateur)
    mamie = Proche.objects.create(
        foyer=maison.foyer, prenom="Odette", nom="Rivière", lien="grand_parent", telephone="06 39 98 00 11", rang=1
    )
    mamie.enfants.set(maison.enfants)
