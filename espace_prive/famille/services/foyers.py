"""Households, adults, children, and what ties them."""

from django.db import transaction
from django.db.models import Max

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import Advisory, lock, lock_number
from common.errors import Refus
from common.words.noms import meme_texte
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    Rattachement,
    Responsable,
    Scolarite,
)
from espace_prive.famille.services.courriel import prevenir_l_ancienne
from espace_prive.famille.services.versions import avancer, exiger_version

PREMIER_NUMERO = 1001


@transaction.atomic
def creer_foyer(*, par, **champs) -> Foyer:
    """Create a household with the next number, and its payer."""
    # Two agents who create a family at once get two numbers.
    lock_number(Advisory.NUMEROS_DES_FOYERS)
    dernier = Foyer.objects.aggregate(dernier=Max("numero"))["dernier"] or 0
    foyer = Foyer(numero=max(dernier + 1, PREMIER_NUMERO), **champs)
    foyer.full_clean()
    foyer.save()
    Payeur.objects.create(foyer=foyer)
    journal.noter(ActionJournal.CREATION, foyer, par=par)
    return foyer


@transaction.atomic
def ajouter_responsable(foyer: Foyer, *, par, du=None, liens=None, **champs) -> Responsable:
    """Add an adult who lives in the household from ``du`` (today); ``liens`` says to whom what: {enfant: qualité}."""
    responsable = Responsable(**champs)
    responsable.full_clean()
    responsable.save()
    appartenance = Appartenance(responsable=responsable, foyer=foyer, du=du or clock.aujourdhui())
    appartenance.full_clean()
    appartenance.save()
    journal.noter(ActionJournal.AJOUT_D_UN_RESPONSABLE, foyer, par=par, responsable=responsable.pk)
    for enfant, qualite in (liens or {}).items():
        lier(enfant, responsable, qualite, par=par, du=du)
    return responsable


@transaction.atomic
def ajouter_enfant(foyer: Foyer, *, par, du=None, liens=None, scolarite=None, **champs) -> Enfant:
    """Add a child who lives in the household.

    ``liens`` says who is what, {responsable: qualité}; ``scolarite`` is what ``scolariser`` wants of its school.
    """
    enfant = Enfant(**champs)
    enfant.full_clean()
    enfant.save()
    accueillir(enfant, foyer, par=par, du=du, liens=liens)
    if scolarite:
        scolariser(enfant, par=par, **scolarite)
    return enfant


@transaction.atomic
def accueillir(enfant: Enfant, foyer: Foyer, *, par, du=None, liens=None) -> None:
    """The child lives here too; ``liens``: {responsable: qualité} for the adults of the household."""
    rattacher(enfant, foyer, par=par, du=du)
    for responsable, qualite in (liens or {}).items():
        lier(enfant, responsable, qualite, par=par, du=du)


@transaction.atomic
def modifier_enfant(enfant: Enfant, *, version: int, par, scolarite=None, **champs) -> Enfant:
    """Change a child and, with it, its school of a year (as ``scolariser`` takes it)."""
    lu = modifier(enfant, version=version, par=par, **champs)
    if scolarite:
        scolariser(lu, version=lu.version, par=par, **scolarite)
    return lu


@transaction.atomic
def rattacher(enfant: Enfant, foyer: Foyer, *, par, du=None, au=None) -> Rattachement:
    rattachement = Rattachement(enfant=enfant, foyer=foyer, du=du or clock.aujourdhui(), au=au)
    rattachement.full_clean()
    rattachement.save()
    journal.noter(ActionJournal.RATTACHEMENT_D_UN_ENFANT, foyer, par=par, enfant=enfant.pk)
    return rattachement


@transaction.atomic
def lier(enfant: Enfant, responsable: Responsable, qualite, *, par, du=None, **champs) -> LienParental:
    lien = LienParental(enfant=enfant, responsable=responsable, qualite=qualite, du=du or clock.aujourdhui(), **champs)
    lien.full_clean()
    lien.save()
    journal.noter(ActionJournal.LIEN_PARENTAL, enfant, par=par, responsable=responsable.pk, qualite=str(qualite))
    return lien


@transaction.atomic
def scolariser(enfant: Enfant, *, annee, ecole, niveau, par, classe="", version=None) -> Scolarite:
    """Write the child's school of ``annee``; a second call corrects the first.

    ``version`` is the child's, as its page showed it; None when nobody can have seen the child yet.
    """
    enfant = lock(enfant)
    scolarite = Scolarite.objects.filter(enfant=enfant, annee=annee).first() or Scolarite(enfant=enfant, annee=annee)
    if scolarite.pk and (scolarite.ecole_id, scolarite.niveau, scolarite.classe) == (ecole.pk, niveau, classe):
        return scolarite
    avancer(enfant, enfant.version if version is None else version)
    scolarite.ecole, scolarite.niveau, scolarite.classe = ecole, niveau, classe
    scolarite.full_clean()
    scolarite.save()
    journal.noter(
        ActionJournal.SCOLARITE, enfant, par=par, annee=annee.libelle, ecole=str(ecole), niveau=niveau, classe=classe
    )
    return scolarite


@transaction.atomic
def modifier(objet, *, version: int, par, **champs):
    """Change a foyer, a responsable or a child, if nobody changed it since it was shown as ``version``."""
    actuel = lock(objet)
    exiger_version(actuel.version, version)
    changes = {nom: valeur for nom, valeur in champs.items() if getattr(actuel, nom) != valeur}
    if not changes:
        return actuel
    avant = {nom: str(getattr(actuel, nom)) for nom in changes}
    for nom, valeur in changes.items():
        setattr(actuel, nom, valeur)
    actuel.version += 1
    actuel.full_clean()
    actuel.save()
    ligne = journal.noter(
        ActionJournal.MODIFICATION,
        actuel,
        par=par,
        avant=avant,
        apres={nom: str(valeur) for nom, valeur in changes.items()},
    )
    if "email" in changes:
        prevenir_l_ancienne(actuel, avant["email"], evenement=ligne.pk)
    return actuel


@transaction.atomic
def reprendre_adresse(responsable: Responsable, *, lue: str, par) -> None:
    """Clear the address that the person gave, once the service has read it (and changed the foyer's, or not).

    ``lue`` is what the page showed: another one that came since stays, to be read too.
    """
    responsable = lock(responsable)
    if not responsable.adresse_indiquee:
        return
    if responsable.adresse_indiquee != lue:
        raise Refus("Une autre adresse a été indiquée entre-temps : lisez-la.", code="version")
    responsable.adresse_indiquee, responsable.adresse_indiquee_le = "", None
    responsable.save(update_fields=["adresse_indiquee", "adresse_indiquee_le"])
    journal.noter(ActionJournal.ADRESSE_INDIQUEE_VUE, responsable, par=par)


def meme_enfant(enfant: Enfant, prenom: str) -> bool:
    """Whether a child of the same birthday bears that very first name, spelled otherwise or not."""
    return meme_texte(prenom, enfant.prenom)
