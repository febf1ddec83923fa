"""How long a family’s file is kept once its children have gone: by a clock that the test moves."""

from datetime import date, timedelta

import pytest

from common import clock, tasks
from common.models import Journal
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.documents.models import Piece
from espace_prive.droits import services as conservation
from espace_prive.famille.models import Enfant, Foyer, QuotientFamilial, Rattachement, Responsable, Scolarite
from espace_prive.modifications.models import Modification
from espace_prive.sante.models import FicheSanitaire, Proche
from espace_prive.sante.services import entourage, sante
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from reservations.activites.models import Inscription
from reservations.planning.models import Reservation
from tests.factories.factures import payer
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.fichiers import pdf

pytestmark = pytest.mark.django_db
ANS = 365


@pytest.fixture
def dans(settings):
    def avancer(jours):
        settings.HORLOGE = "2026-11-10T03:30:00+01:00"
        settings.HORLOGE = (clock.maintenant() + timedelta(days=jours)).isoformat()

    return avancer


def regle(cle):
    (trouvee,) = [r for r in tasks.MENAGES if r.cle == cle]
    return trouvee.effacer()


@pytest.fixture
def maison(donges):
    """A family of two, whose elder leaves school this summer; nobody has an account."""
    maison = famille(donges, enfants=2, compte=False)
    maison.aine, maison.cadet = maison.enfants
    finir(maison.aine, donges.annee.au)
    return maison


def finir(enfant, au):
    Inscription.objects.filter(enfant=enfant).update(au=au)


def rester(enfant, donges, annee):
    from commune.services import importer_annee

    suivante = importer_annee(annee, zone="B")
    Scolarite.objects.create(enfant=enfant, annee=suivante, ecole=donges.ecole, niveau="CM1")


def test_the_health_of_who_left_goes_with_the_school_year_and_of_who_stays_it_stays(maison, donges, dans):
    for enfant in maison.enfants:
        sante.modifier_sante(enfant, version=0, par=None, allergies="Arachide")
        sante.joindre_pai(enfant, documents.deposer(controler(pdf()), par=None), version=1, par=None)
    assert regle("sante") == 0
    rester(maison.cadet, donges, 2027)
    dans(240)  # July: the year is over, the next has not begun
    assert regle("sante") == 0
    dans(310)  # September: schools may be written late
    assert regle("sante") == 0
    dans(360)
    assert regle("sante") == 1
    assert FicheSanitaire.objects.get().enfant == maison.cadet
    assert Piece.objects.count() == 1
    assert Journal.objects.filter(action="fiche sanitaire effacée", objet_id=str(maison.aine.pk)).count() == 1
    assert regle("sante") == 0


def test_the_health_of_a_child_whose_new_school_is_written_late_stays(maison, donges, dans):
    from commune.services import importer_annee

    importer_annee(2027, zone="B")
    finir(maison.cadet, donges.annee.au)
    sante.modifier_sante(maison.cadet, version=0, par=None, allergies="Arachide")
    for jour in (296, 350):  # the first nights of the school year, then October
        dans(jour)
        assert regle("sante") == 0, jour
    dans(400)
    finir(maison.cadet, None)
    assert regle("sante") == 0, "a registration without end"
    Inscription.objects.filter(enfant=maison.cadet).update(etat="terminee")
    assert regle("sante") == 1


def test_the_families_read_the_rule_that_runs():
    (sante_,) = [r for r in tasks.MENAGES if r.cle == "sante"]
    assert sante_.apres == "soixante jours après la rentrée qui suit le départ"
    assert conservation.DELAI_DE_RENTREE.days == 60


def test_proofs_and_old_plans_go_on_their_day(maison, dans):
    sante.modifier_sante(maison.cadet, version=0, par=None, pai="allergie", pai_fin=date(2027, 7, 2))
    sante.joindre_pai(maison.cadet, documents.deposer(controler(pdf()), par=None), version=1, par=None)
    maison.foyer.quotients.update(preuve=documents.deposer(controler(pdf("caf.pdf")), par=None))
    mamie = entourage.ajouter_proche(
        maison.foyer, enfants=[maison.cadet], par=None, prenom="Odette", nom="Rivière", lien="grand_parent",
        telephone="06 39 98 00 11", rang=1,
    )  # fmt: skip
    entourage.terminer_proche(mamie, version=1, par=None)
    for jour, restent in ((182, 2), (185, 1), (590, 1), (610, 0)):
        dans(jour)
        regle("preuves-quotient")
        regle("pai")
        assert Piece.objects.count() == restent, jour
    assert QuotientFamilial.objects.count() == 1
    assert FicheSanitaire.objects.get().pai == "allergie"
    dans(3 * ANS + 5)
    assert regle("entourage") == 1
    assert not Proche.objects.exists()


def test_three_years_after_the_last_child_the_family_is_nobody_and_the_accounts_stay(maison, donges, dans, agent):
    reserver_jours(maison, donges, [date(2026, 10, 6)], enfants=[maison.aine])
    Modification.objects.create(
        demarche=une_demande(maison, donges), genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk,
        saisie={"adresse": ["1 rue Neuve"]},
    )  # fmt: skip
    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    rester(maison.cadet, donges, 2027)
    finir(maison.cadet, date(2028, 7, 1))
    dans(3 * ANS + 220)
    assert regle("dossiers-enfants") == 0
    # Three years after the elder’s last day of school: the younger is still within its three years.
    dans(3 * ANS + 300)
    assert (regle("dossiers-enfants"), regle("dossiers-foyers")) == (1, 0)
    aine = Enfant.objects.get(pk=maison.aine.pk)
    assert (str(aine), aine.naissance) == ("Enfant Effacé", date(2018, 1, 1))
    assert not aine.liens.exists()
    assert Reservation.objects.get().enfant == aine
    assert Enfant.objects.get(pk=maison.cadet.pk).prenom == maison.cadet.prenom
    dans(5 * ANS)
    assert (regle("dossiers-enfants"), regle("dossiers-foyers")) == (1, 0), "an invoice is still to pay"
    Facture.objects.get()  # frozen as it was printed
    from factures.facturation.services import corriger

    corriger(Facture.objects.get(), motif="Abandon de créance", par=agent)
    assert regle("dossiers-foyers") == 1
    foyer, adulte = Foyer.objects.get(), Responsable.objects.get()
    assert (foyer.nom, foyer.adresse, foyer.numero) == ("Effacé", "", maison.foyer.numero)
    assert (str(adulte), adulte.email) == ("Personne Effacée", "")
    assert not Modification.objects.exists()
    assert not QuotientFamilial.objects.exists()
    assert "Rivière" in Facture.objects.order_by("pk").first().debiteur
    assert (regle("dossiers-enfants"), regle("dossiers-foyers")) == (0, 0)


@pytest.mark.parametrize("source", ["paiement", "avoir"])
def test_a_household_to_which_the_town_owes_is_kept_until_it_does_not(maison, donges, dans, agent, source):
    from factures.facturation.services import corriger
    from factures.paiements.models import Paiement

    reserver_jours(maison, donges, [date(2026, 10, 6), date(2026, 11, 3)], enfants=[maison.aine])
    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    facture = Facture.objects.get()
    payer(facture)
    if source == "avoir":
        corriger(facture, motif="Malade", par=agent)
    else:
        qui = {"payeur": facture.payeur, "regie": facture.regie}
        Paiement.objects.create(mode="carte", montant=facture.total, **qui)
    Inscription.objects.update(au=donges.annee.au)
    dans(5 * ANS)
    assert (regle("dossiers-enfants"), regle("dossiers-foyers")) == (2, 0)
    # The meal of November, billed at last, takes it all.
    lancer_cloture(regie=donges.regie, mois=date(2026, 11, 1), echeance=date(2032, 1, 1), par=None)
    assert Facture.objects.filter(nature="facture").count() == 2
    assert regle("dossiers-foyers") == 1
    (titre,) = [r.titre for r in tasks.MENAGES if r.cle == "dossiers-foyers"]
    assert "à qui rien n’est dû" in titre


def une_demande(maison, donges):
    from espace_prive.demarches import services as demarches

    return demarches.deposer(
        numero="6f0e5c5e-7d0c-4a7e-9f0e-0d3f5b5a0009", type="dossier", titre="Adresse", service=donges.service,
        foyer=maison.foyer, auteur=None,
    )  # fmt: skip


def test_who_still_has_an_account_or_comes_back_is_kept(donges, dans):
    avec = famille(donges)
    revenu = famille(donges, compte=False)
    for enfant in (*avec.enfants, *revenu.enfants):
        finir(enfant, donges.annee.au)
    dans(4 * ANS)
    Rattachement.objects.create(
        enfant=revenu.enfants[0], foyer=famille(donges, enfants=0, compte=False).foyer, du=clock.aujourdhui()
    )
    assert regle("dossiers-enfants") == 0
    assert Enfant.objects.filter(efface_le__isnull=True).count() == 2
    avec.responsable.utilisateur = None
    avec.responsable.save()
    assert regle("dossiers-enfants") == 1


def test_what_was_typed_in_a_request_goes_six_months_after_the_answer(maison, donges, dans, agent):
    from espace_prive.modifications import services

    demande = Modification.objects.create(
        demarche=une_demande(maison, donges), genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk,
        saisie={"adresse": ["1 rue Neuve"]}, lignes=[{"champ": "adresse"}],
    )  # fmt: skip
    dans(200)
    assert regle("saisies") == 0
    services.refuser(demande, par=agent, motif="Illisible")
    dans(380)
    assert regle("saisies") == 0
    dans(390)
    assert regle("saisies") == 1
    demande.refresh_from_db()
    assert (demande.saisie, demande.lignes, demande.demarche.titre) == ({}, [], "Adresse")
    assert regle("saisies") == 0
