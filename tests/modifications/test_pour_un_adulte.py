"""A request is the adult's for whom it is, whoever typed it: an agent in « mode super-usager », or that adult."""

from datetime import date

import pytest
from django.core.cache import cache

from common.errors import Refus
from common.models import Courriel, Journal
from espace_prive.demarches.models import Demarche
from espace_prive.droits.archive import demarches
from espace_prive.droits.files import pieces
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Appartenance, LienParental, Responsable
from espace_prive.famille.services import rubriques
from espace_prive.modifications.models import Modification
from espace_prive.ouverture.services import super_usager
from espace_prive.sante.models import Proche
from espace_prive.sante.services import sante
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import ResponsableFactory
from tests.modifications.conftest import RENTREE
from tests.modifications.gestes import ENTOURAGE, FAMILLE, MAMIE, changer, dossier, lire
from tests.tools.fichiers import pdf
from tests.tools.html import source

pytestmark = [pytest.mark.django_db, pytest.mark.feature("F057")]
OUVERTURE = "a ouvert la fiche sanitaire ou un document"
CONSULTATIONS = "/espace/mes-donnees/consultations/"


@pytest.fixture
def ronan(agent):
    agent.first_name, agent.last_name = "Ronan", "Le Bihan"
    agent.save()
    return agent


@pytest.fixture
def bureau(ronan):
    return connecter_agent(ClientQuiLit(), ronan)


def agir(client, foyer, adulte):
    chemin = f"/gestion/ouvertures/familles/{foyer.pk}/adultes/{adulte.pk}/agir/"
    assert client.post(chemin, {"motif": "Au guichet"}).status_code == 302
    return client


def interdire(client, maison, **champs):
    """Ask that somebody must not fetch the children: it waits for an agent, and only who asked reads it."""
    saisie = MAMIE | {"collecte": "interdite", "rang": "", "reference": "Ordonnance du 3 novembre 2026"}
    enfants = [e.pk for e in maison.enfants]
    return changer(client, "entourage", maison.foyer.pk, **saisie | champs, enfants=enfants).url


@pytest.fixture
def conjoint(elle):
    """Another adult of her household, who has an account and is no parent of the children."""
    adulte = ResponsableFactory(utilisateur=UtilisateurFactory(), prenoms="Louis", nom="Autre")
    Appartenance.objects.create(responsable=adulte, foyer=elle.foyer, du=RENTREE)
    return adulte


def test_what_an_agent_asked_for_a_parent_is_the_parents_own(bureau, mere, elle, conjoint, ronan):
    page = interdire(agir(bureau, elle.foyer, elle.responsable), elle)
    assert "Annuler ma demande" in source(bureau.get(page))
    hers = source(mere.get(page))
    assert "Ce que vous avez demandé" in hers
    assert "Déposée par Ronan Le Bihan (mairie) pour Camille Rivière" in hers
    assert page in lire(mere, FAMILLE)
    demarche = Demarche.objects.get()
    assert (demarche.auteur, demarche.adulte) == (ronan, elle.responsable)
    # From the history of the household, where the other adult reads that something was asked, and no more.
    suivi = f"/espace/demarches/{demarche.numero}/"
    assert page in lire(mere, suivi)
    autre = ClientQuiLit()
    autre.force_login(conjoint.utilisateur)
    assert page not in lire(autre, suivi)
    assert autre.get(page).status_code == 404
    # The agent in the place of that other adult reads what that adult reads.
    agir(bureau, elle.foyer, conjoint)
    assert bureau.get(page).status_code == 404
    assert mere.post(page).url == page
    assert "Annulée" in source(mere.get(page))
    assert "Annulée par la famille." in lire(mere, suivi)


QUITTER = {"quoi": "separation", "message": "Je pars vivre au 8 impasse Cachée."}
PETIT = {"prenom": "Nino", "nom": "Rivière", "naissance_0": "3", "naissance_1": "2", "naissance_2": "2024"}


@pytest.mark.parametrize(
    ("genre", "champs", "secret"),
    [("situation", QUITTER, "impasse Cachée"), ("enfant", PETIT | {"qualite": "mere"}, "Nino")],
)
def test_who_is_left_does_not_read_what_was_said_of_it(mere, elle, conjoint, client_agent, genre, champs, secret):
    document = pdf("ordonnance.pdf")
    page = changer(mere, genre, elle.foyer.pk, **champs, piece=document).url
    demande = Modification.objects.get()
    suivi = f"/espace/demarches/{demande.demarche.numero}/"
    autre = ClientQuiLit()
    autre.force_login(conjoint.utilisateur)
    assert secret in lire(mere, page)
    assert page in lire(mere, suivi)
    assert autre.get(page).status_code == 404
    assert secret not in lire(autre, suivi)
    assert page not in lire(autre, FAMILLE)
    for personne, nombre in ((elle.utilisateur, 1), (conjoint.utilisateur, 0)):
        moi = perimetre(personne)
        assert len([nom for _, nom, _ in pieces(moi, personne) if "ordonnance" in nom]) == nombre
        (demarche,) = demarches(moi, personne)
        assert bool([ligne for ligne in demarche["contenu"] if secret in ligne]) is bool(nombre)
    # The answer neither.
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    client_agent.post(adresse, {"version": "0", "reponse": "refuser", "motif": f"Venez nous voir : {secret}"})
    assert secret in lire(mere, suivi)
    assert secret not in lire(autre, suivi)


def test_coordinates_that_an_agent_reads_first_are_ones_own(mere, elle, conjoint, agent):
    """The page of an adult shows its electronic address to nobody else: the request neither."""
    rubriques.regler({"coordonnees": "demande"}, par=agent)
    cache.clear()
    page = changer(mere, "coordonnees", elle.responsable.pk, email="secrete@courriel.example", version="1").url
    autre = ClientQuiLit()
    autre.force_login(conjoint.utilisateur)
    assert "secrete@" in lire(mere, page)
    assert autre.get(page).status_code == 404
    assert "secrete@" not in lire(autre, f"/espace/demarches/{Demarche.objects.get().numero}/")


def test_what_another_adult_asked_of_a_relative_has_no_link_that_leads_nowhere(mere, elle, conjoint, client_agent):
    LienParental.objects.create(enfant=elle.enfants[0], responsable=conjoint, qualite="pere", du=RENTREE)
    changer(mere, "entourage", elle.foyer.pk, **MAMIE, enfants=[elle.enfants[0].pk])
    mamie = Proche.objects.get()
    Proche.objects.update(collecte="interdite", reference="Ordonnance")
    saisie = MAMIE | {"rang": "2", "version": "1"}
    page = changer(mere, "proche", mamie.pk, **saisie, enfants=[elle.enfants[0].pk]).url
    assert page in lire(mere, f"/espace/dossier/proche/{mamie.pk}/")
    autre = ClientQuiLit()
    autre.force_login(conjoint.utilisateur)
    formulaire = lire(autre, f"/espace/dossier/proche/{mamie.pk}/")
    assert "Elle n’est pas de vous" in formulaire
    assert page not in formulaire


def test_the_agent_is_not_told_of_a_mail_that_nobody_gets(bureau, elle, client_agent):
    Responsable.objects.filter(pk=elle.responsable.pk).update(utilisateur=None, email="")
    interdire(agir(bureau, elle.foyer, elle.responsable), elle)
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{Modification.objects.get().pk}/"
    reponse = client_agent.post(adresse, {"version": "0", "reponse": "refuser", "motif": "Illisible."}, follow=True)
    assert "pas d’adresse électronique" in source(reponse)
    assert "prévenue par courriel" not in source(reponse)


def test_who_left_its_home_reads_the_answer_that_the_mail_announces(mere, elle, conjoint, client_agent):
    """The agent does first what was asked, so whoever goes has gone when the answer comes."""
    page = changer(mere, "situation", elle.foyer.pk, **QUITTER).url
    Appartenance.objects.filter(responsable=elle.responsable).update(au=date(2026, 9, 2))
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{Modification.objects.get().pk}/"
    client_agent.post(adresse, {"version": "0", "reponse": "accepter", "motif": "Votre foyer est créé."})
    assert Courriel.objects.get().destinataire == elle.utilisateur.email
    assert "Votre foyer est créé." in lire(mere, page)


def test_the_agent_takes_back_what_the_parent_asked_under_both_names(bureau, mere, elle):
    page = interdire(mere, elle)
    agir(bureau, elle.foyer, elle.responsable)
    assert "Ce que vous avez demandé" in source(bureau.get(page))
    bureau.post(page)
    assert "Annulée par Ronan Le Bihan (mairie) pour Camille Rivière." in source(mere.get(page))


def test_an_agent_who_is_a_parent_too_owns_nothing_of_what_it_typed(bureau, mere, elle, ronan):
    ResponsableFactory(utilisateur=ronan)
    page = interdire(agir(bureau, elle.foyer, elle.responsable), elle)
    bureau.post("/espace/mode-super-usager/desactiver/")
    assert bureau.get(page).status_code == 404
    demande = Modification.objects.get()
    assert demande.demarche.adulte == elle.responsable


@pytest.mark.parametrize("restreint", [False, True])
def test_an_agent_does_not_act_for_the_other_parent_of_its_child(bureau, elle, ronan, restreint):
    """In her place it would grant what she refused to it."""
    sien = ResponsableFactory(utilisateur=ronan)
    LienParental.objects.create(
        enfant=elle.enfants[0], responsable=sien, qualite="pere", du=RENTREE, restreint=restreint
    )
    chemin = f"/gestion/ouvertures/familles/{elle.foyer.pk}/adultes/{elle.responsable.pk}/agir/"
    reponse = bureau.post(chemin, {"motif": "Au guichet"})
    if restreint:  # the home of a child that a court keeps from it is no home that it reads
        assert reponse.status_code == 404
    else:
        assert "Vous êtes de la famille de cette personne" in source(reponse)
    with pytest.raises(Refus) as refus:
        super_usager.commencer(elle.responsable, elle.foyer, par=ronan, motif="Au guichet")
    assert refus.value.code == "famille"


def test_an_agent_does_not_act_for_who_lives_with_it(bureau, elle, ronan):
    Appartenance.objects.create(responsable=ResponsableFactory(utilisateur=ronan), foyer=elle.foyer, du=RENTREE)
    chemin = f"/gestion/ouvertures/familles/{elle.foyer.pk}/adultes/{elle.responsable.pk}/agir/"
    assert "Vous êtes de la famille de cette personne" in source(bureau.post(chemin, {"motif": "Au guichet"}))


def test_an_adult_without_an_account_has_its_requests_the_day_it_gets_one(bureau, elle, client_agent):
    elle.responsable.utilisateur = None
    elle.responsable.save()
    page = interdire(agir(bureau, elle.foyer, elle.responsable), elle)
    assert "Annuler ma demande" in source(bureau.get(page))
    elle.responsable.utilisateur = UtilisateurFactory()
    elle.responsable.save()
    client = ClientQuiLit()
    client.force_login(elle.responsable.utilisateur)
    assert "Annuler ma demande" in source(client.get(page))


def test_the_answer_reads_the_children_of_the_adult_and_not_of_the_agents_account(bureau, mere, elle, client_agent):
    """The second child is not confided to her: the agent's account, which sees all, does not widen the request."""
    elle.enfants[1].liens.update(autorite_parentale=False)
    agir(bureau, elle.foyer, elle.responsable)
    saisie = MAMIE | {"collecte": "interdite", "rang": "", "reference": "Ordonnance"}
    changer(bureau, "entourage", elle.foyer.pk, **saisie, enfants=[elle.enfants[0].pk])
    demande = Modification.objects.get()
    Modification.objects.update(saisie=demande.saisie | {"enfants": [str(e.pk) for e in elle.enfants]})
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Ronan Le Bihan pour Camille Rivière" in lire(client_agent, adresse)
    assert "ne peut plus être appliquée" in source(client_agent.post(adresse, {"version": "0", "reponse": "accepter"}))
    assert not Proche.objects.exists()


def test_the_pages_link_of_an_adult_opens_in_the_agents_hands(bureau, elle):
    agir(bureau, elle.foyer, elle.responsable)
    lien = f"/espace/dossier/coordonnees/{elle.responsable.pk}/"
    assert lien in lire(bureau, f"/espace/famille/responsable/{elle.responsable.pk}/")
    assert "Téléphone mobile" in lire(bureau, lien)
    changer(bureau, "coordonnees", elle.responsable.pk, mobile="0639980042", version="1")
    elle.responsable.refresh_from_db()
    assert elle.responsable.mobile == "06 39 98 00 42"


def test_the_parent_for_whom_days_are_asked_is_not_told_as_the_other(bureau, elle, lui, ronan):
    enfant = elle.enfants[0]
    lui.responsable.utilisateur, lui.responsable.email = None, lui.utilisateur.email
    lui.responsable.save()
    rubriques.regler({"garde": "aussitot"}, par=ronan)
    cache.clear()
    agir(bureau, elle.foyer, elle.responsable)
    changer(
        bureau, "garde", enfant.pk, version=str(enfant.version), chez="moi", du="2026-11-16", du_demi="0",
        au="2026-11-17", au_demi="1",
    )  # fmt: skip
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {lui.responsable.email}


def test_a_refusal_is_the_adults_whoever_types(elle, lui, ronan):
    enfant = elle.enfants[0]

    def repondre(adulte, oui):
        ronan.agit_pour = adulte
        return sante.repondre(enfant, "image", accordee=oui, par=ronan, par_un_parent=True)

    non = repondre(elle.responsable, False)
    assert (non.responsable, non.par_nom) == (elle.responsable, "Ronan Le Bihan pour Camille Rivière")
    with pytest.raises(Exception, match="l’accord des deux parents"):
        repondre(lui.responsable, True)
    # She lifts it herself; then the agent may again for her.
    assert sante.repondre(enfant, "image", accordee=True, par=elle.utilisateur, par_un_parent=True).accordee
    sante.repondre(enfant, "image", accordee=False, par=elle.utilisateur, par_un_parent=True)
    assert repondre(elle.responsable, True).accordee


@pytest.mark.parametrize(
    "page", ["/espace/enfants/{}/dossier/", "/espace/dossier/alimentation/{}/", "/espace/dossier/medecin/{}/"]
)
def test_both_homes_read_that_an_agent_opened_the_health_of_their_child(bureau, mere, pere, elle, lui, page):
    enfant = elle.enfants[0]
    agir(bureau, elle.foyer, elle.responsable)
    Responsable.objects.filter(pk=lui.responsable.pk).update(prenoms="Yann", nom="Talbot")
    lire(bureau, page.format(enfant.pk))
    ouverture = Journal.objects.get(action="ouverture")
    assert (ouverture.objet_id, ouverture.acteur) == (str(enfant.pk), "Ronan Le Bihan pour Camille Rivière")
    hers, his = lire(mere, CONSULTATIONS), lire(pere, CONSULTATIONS)
    assert OUVERTURE in hers
    assert "Ronan Le Bihan pour Camille Rivière" in hers
    assert OUVERTURE in his
    assert "Ronan Le Bihan" in his
    # Her name is hers, and that she came to the desk.
    assert "Camille" not in his
    # Not of the mode: her own reading is nobody's news.
    lire(mere, dossier(enfant))
    assert Journal.objects.filter(action="ouverture").count() == 1


def test_the_other_home_reads_that_its_childs_page_and_entourage_were_read(bureau, pere, elle, lui):
    enfant, seul = elle.enfants
    agir(bureau, elle.foyer, elle.responsable)
    lire(bureau, f"/espace/enfants/{enfant.pk}/")
    assert "a consulté la fiche de Zoé" in lire(pere, CONSULTATIONS)
    Journal.objects.all().delete()
    changer(bureau, "entourage", elle.foyer.pk, **MAMIE, enfants=[enfant.pk])
    lire(bureau, ENTOURAGE)
    assert "a consulté la fiche" in lire(pere, CONSULTATIONS)
    lire(bureau, f"/espace/enfants/{seul.pk}/")
    assert seul.prenom not in lire(pere, CONSULTATIONS)
