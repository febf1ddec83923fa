"""A space asked for without a key: kept, compared, answered by an agent; nothing is merged."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from common import clock, tasks
from common.errors import Refus
from common.models import Courriel, Journal
from common.web import robots
from espace_prive.famille.models import Enfant, Foyer, Rattachement, Responsable
from espace_prive.ouverture import services
from espace_prive.ouverture.enums import EtatDemandeEspace
from espace_prive.ouverture.models import DemandeEspace
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.tools.courrier import dernier, lien
from tests.tools.html import arbre, brut, source, valeurs

pytestmark = pytest.mark.django_db
ADRESSE = "/espace/creer-mon-espace/sans-cle/"
NAISSANCE = {"naissance_0": "27", "naissance_1": "3", "naissance_2": "1988"}


def saisie(client, **autres):
    jeton = arbre(client.get(ADRESSE)).select_one("input[name='jeton']").get("value")
    return {
        "jeton": jeton, "site_internet": "", "civilite": "mme", "nom": "Rivière", "prenoms": "Camille",
        "qualite": "mere", "adresse": "5 quai Neuf", "code_postal": "44480", "ville": "Donges",
        "email": "camille@courriel.example", "mobile": "0639980001", **NAISSANCE, "enfant_prenom_0": "Zoé",
        "enfant_nom_0": "Rivière", "enfant_naissance_0_0": "14", "enfant_naissance_0_1": "5",
        "enfant_naissance_0_2": "2018",
    } | autres  # fmt: skip


@pytest.fixture
def heure(monkeypatch):
    instant = [clock.maintenant()]
    monkeypatch.setattr(clock, "maintenant", lambda: instant[0])

    def avancer(**duree):
        instant[0] += timedelta(**duree)

    return avancer


def demande(**champs):
    defauts = {
        "civilite": "mme", "nom": "Rivière", "prenoms": "Camille", "naissance": date(1988, 3, 27), "qualite": "mere",
        "adresse": "5 quai Neuf", "code_postal": "44480", "ville": "Donges", "email": "camille@courriel.example",
        "enfants": [{"prenom": "Zoé", "nom": "Rivière", "naissance": "2018-05-14"}],
    }  # fmt: skip
    return services.deposer(numero=uuid4(), adresse_internet="192.0.2.1", **(defauts | champs))


@pytest.mark.feature("F036", "F059")
def test_a_parent_without_a_key_asks_and_is_told_the_same_thing_known_or_not(client, donges, heure):
    famille(donges, compte=False)
    reponses = []
    for email in ("camille@courriel.example", "inconnue@courriel.example"):
        page = saisie(client, email=email)
        heure(seconds=30)
        reponse = client.post(ADRESSE, page, follow=True)
        jetons, page_lue = valeurs(reponse, "csrfmiddlewaretoken"), brut(reponse).replace(email, "…")
        for un_jeton in jetons:
            page_lue = page_lue.replace(un_jeton, "")
        reponses.append(page_lue)
        assert dernier(email).objet == "Votre demande d’espace"
        # The same page sent twice is one request.
        client.post(ADRESSE, page)
    assert reponses[0] == reponses[1]
    assert "Un agent vous répond" in reponses[0]
    assert DemandeEspace.objects.en_attente().count() == 2
    (enfant,) = DemandeEspace.objects.first().enfants
    assert enfant == {"prenom": "Zoé", "nom": "Rivière", "naissance": "2018-05-14"}


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"naissance_2": "2020"}, "votre date de naissance à vous"),
        ({"naissance_1": "13"}, "Cette date n’existe pas"),
        ({"enfant_naissance_0_2": "1990"}, "moins de 21 ans"),
        ({"enfant_naissance_0_2": "2031"}, "un enfant est déjà né"),
        ({"enfant_prenom_0": ""}, "Renseignez le prénom de l’enfant."),
        ({"enfant_naissance_0_1": "13"}, "Cette date n’existe pas"),
        ({"enfant_prenom_1": "Malo"}, "Complétez ce qui est dit de cet enfant"),
        ({"code_postal": "4448"}, "cinq chiffres"),
        ({"email": "camille@"}, "incomplète"),
        ({"mobile": "06 39"}, "incomplet"),
        ({"site_internet": "https://vente.example"}, robots.RELIRE),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, donges, heure, champs, dit):
    page = saisie(client, message="Nous arrivons en janvier", nom="Nguyễn-O’Brien", **champs)
    heure(seconds=30)
    lu = client.post(ADRESSE, page).content.decode()
    assert dit in lu
    assert "Nguyễn-O’Brien" in lu
    assert "Nous arrivons en janvier" in lu
    assert not DemandeEspace.objects.exists()


def test_who_mistyped_its_address_mends_it_until_an_agent_answers(client, donges, heure):
    donnees = saisie(client, email="fausse@courriel.example")
    heure(seconds=20)
    page = client.post(ADRESSE, donnees)["Location"]
    assert "fausse@courriel.example" in client.get(page).content.decode()
    assert "fausse" not in ClientQuiLit().get(page).content.decode()
    assert client.post(page, {"email": "juste@courriel.example"})["Location"] == page
    (voulue,) = DemandeEspace.objects.all()
    assert voulue.email == "juste@courriel.example"
    assert "juste@courriel.example" in client.get(page).content.decode()
    assert dernier("juste@courriel.example").objet == "Votre demande d’espace"
    ClientQuiLit().post(page, {"email": "autre@courriel.example"})
    DemandeEspace.objects.update(etat=EtatDemandeEspace.REFUSEE, traitee_le=clock.maintenant())
    assert "Un agent a déjà répondu" in client.post(page, {"email": "autre@courriel.example"}).content.decode()
    voulue.refresh_from_db()
    assert voulue.email == "juste@courriel.example"


def test_requests_of_one_connection_are_slowed_down(donges):
    for _ in range(5):
        demande()
    with pytest.raises(Refus) as refus:
        demande()
    assert refus.value.code == "frein"


def test_known_families_are_proposed_most_alike_first_and_never_taken_by_themselves(client_agent, donges):
    proche, connu = famille(donges, compte=False), famille(donges)
    autre = famille(donges, compte=False)
    Responsable.objects.filter(pk=autre.responsable.pk).update(nom="Durand", prenoms="Luc")
    Enfant.objects.filter(pk=autre.enfants[0].pk).update(prenom="Ulysse")
    Responsable.objects.filter(pk=proche.responsable.pk).update(naissance=date(1988, 3, 27))
    Enfant.objects.filter(pk=proche.enfants[0].pk).update(prenom="Zoé")
    demandee = demande()
    propositions = services.proposer(demandee, parmi=Responsable.objects.all())
    assert [p.responsable for p in propositions] == [proche.responsable, connu.responsable]
    assert len(propositions[0].signes) == 3
    page = client_agent.get(f"/gestion/ouvertures/demandes/{demandee.pk}/").content.decode()
    assert "C’est Camille" in page
    assert "A déjà un espace" in page
    assert demandee.etat == EtatDemandeEspace.DEPOSEE


def test_an_agent_ties_the_request_to_a_known_adult_who_opens_the_space(client, client_agent, donges):
    maison = famille(donges, compte=False)
    demandee = demande()
    foyers = Foyer.objects.count()
    client_agent.post(f"/gestion/ouvertures/demandes/{demandee.pk}/rattacher/{maison.responsable.pk}/")
    courriel = dernier("camille@courriel.example")
    assert courriel.objet == "Ouvrez votre espace"
    client.get(lien(courriel))
    phrase = "trois-moutons-au-bois"
    client.post("/espace/invitation/", {"identifiant": "cam", "mot_de_passe": phrase, "confirmation": phrase})
    maison.responsable.refresh_from_db()
    assert (maison.responsable.utilisateur.identifiant, maison.responsable.email) == (
        "cam",
        "camille@courriel.example",
    )
    assert Foyer.objects.count() == foyers
    # A second agent, on the page opened before: told, nothing twice.
    page = client_agent.post(
        f"/gestion/ouvertures/demandes/{demandee.pk}/nouvelle-famille/", {"enfant_0": "nouveau"}, follow=True
    )
    assert "vient d’être traitée" in page.content.decode()
    assert Foyer.objects.count() == foyers


def test_a_new_family_is_made_of_what_was_typed_with_the_children_already_known(client_agent, donges):
    ailleurs = famille(donges)
    Enfant.objects.filter(pk=ailleurs.enfants[0].pk).update(prenom="Zoé")
    demandee = demande(
        enfants=[
            {"prenom": "Zoé", "nom": "Rivière", "naissance": "2018-05-14"},
            {"prenom": "Ilan", "nom": "Rivière", "naissance": "2022-01-02"},
        ]
    )
    adresse = f"/gestion/ouvertures/demandes/{demandee.pk}/nouvelle-famille/"
    # The agent has to say whether the known child is the same: nothing is guessed.
    assert client_agent.post(adresse, {}).status_code == 422
    connu = ailleurs.enfants[0].pk
    client_agent.post(adresse, {"hors_commune": "on", "enfant_0": str(connu)})
    demandee.refresh_from_db()
    foyer = demandee.responsable.foyer_actuel()
    assert (foyer.nom, foyer.adresse, foyer.hors_commune) == ("Rivière", "5 quai Neuf", True)
    enfants = Rattachement.objects.filter(foyer=foyer).values_list("enfant__prenom", flat=True)
    assert set(enfants) == {"Zoé", "Ilan"}
    assert Rattachement.objects.filter(enfant=connu).count() == 2
    assert {lien.qualite for lien in demandee.responsable.liens.all()} == {"mere"}
    assert dernier(demandee.email).objet == "Ouvrez votre espace"


def test_a_refusal_says_why_by_mail_and_leaves_its_line(client_agent, donges):
    demandee = demande()
    adresse = f"/gestion/ouvertures/demandes/{demandee.pk}/refuser/"
    assert client_agent.post(adresse, {"motif": " "}).status_code == 422
    client_agent.post(adresse, {"motif": "Vous n’habitez pas la commune."})
    assert "Vous n’habitez pas la commune." in dernier(demandee.email).texte
    demandee.refresh_from_db()
    assert demandee.etat == EtatDemandeEspace.REFUSEE
    assert Journal.objects.filter(action="demande d’espace refusée", motif="Vous n’habitez pas la commune.").exists()


def test_requests_are_read_by_those_who_may(client, client_regisseur, donges):
    demandee = demande()
    for adresse in ("/gestion/ouvertures/", f"/gestion/ouvertures/demandes/{demandee.pk}/"):
        assert client_regisseur.get(adresse).status_code == 404
        assert client.get(adresse).status_code == 302


def test_a_request_that_nobody_answers_goes_after_a_year_and_agents_are_told_before(client_agent, donges, settings):
    attend, debut = demande(), clock.maintenant()
    liste, page, accueil = "/gestion/ouvertures/", f"/gestion/ouvertures/demandes/{attend.pk}/", "/gestion/"

    def lire(adresse):
        return source(client_agent.get(adresse))

    def apres(jours):
        settings.HORLOGE = (debut + timedelta(days=jours)).isoformat()

    assert "attend depuis" not in lire(liste)
    apres(40)
    assert "attend depuis 40 jours" in lire(liste)
    assert "la plus ancienne depuis 40 jours" in lire(accueil)
    assert "10 novembre 2027" not in lire(page) + lire(liste) + lire(accueil)
    apres(340)
    for adresse in (liste, page, accueil):
        assert "10 novembre 2027" in lire(adresse), adresse
    apres(365)
    assert regle("demandes-espace-sans-reponse") == 0
    apres(366)
    assert (regle("demandes-espace-sans-reponse"), regle("demandes-espace-sans-reponse")) == (1, 0)
    assert not DemandeEspace.objects.exists()
    assert "aucune" in lire(accueil).lower()


def regle(cle):
    (trouvee,) = [r for r in tasks.MENAGES if r.cle == cle]
    return trouvee.effacer()


def test_answered_requests_go_after_a_year(client_agent, donges, settings):
    services.refuser(demande(), motif="Doublon", par=None)
    attend = demande(email="autre@courriel.example")
    settings.HORLOGE = (clock.maintenant() + timedelta(days=366)).isoformat()
    DemandeEspace.objects.filter(pk=attend.pk).update(deposee_le=clock.maintenant())
    services.purger()
    assert list(DemandeEspace.objects.all()) == [attend]
    assert Courriel.objects.exists()
    assert ClientQuiLit().get(ADRESSE)["Cache-Control"].startswith("no-store")
