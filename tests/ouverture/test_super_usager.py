"""« Mode super-usager » : an agent acts for a family; both names are kept; what is the family's own stays closed."""

from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import resolve

from common import clock
from common.models import Courriel, Journal
from commune.models import Ecole
from espace_prive.demarches.models import Demarche
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant, LienParental
from espace_prive.modifications import instruction
from espace_prive.modifications.models import Modification
from espace_prive.ouverture.middleware import CLE, est_ouverte
from reservations.activites.services.places import ouvrir
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import ResponsableFactory, famille
from tests.factories.reservations import reserver_jours
from tests.reservations.gestes import choix, cocher, signaler
from tests.tools.adresses import ecrire, nos_adresses
from tests.tools.banque import banque
from tests.tools.famille_entiere import foyer_a, parametres
from tests.tools.fichiers import image
from tests.tools.html import soupe
from tests.tools.requetes import requetes

__all__ = ["banque", "foyer_a"]
pytestmark = [pytest.mark.django_db, pytest.mark.feature("F057")]
MOTIF = "Au guichet avec Madame Rivière"


@pytest.fixture
def ronan(agent):
    agent.first_name, agent.last_name, agent.civilite = "Ronan", "Le Bihan", "m"
    agent.save()
    return agent


@pytest.fixture
def bureau(ronan):
    return connecter_agent(ClientQuiLit(), ronan)


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    return famille(donges, compte=False)


def activer(client, maison, **champs):
    return client.post(
        f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/agir/",
        {"motif": MOTIF} | champs,
    )


def test_an_agent_acts_for_a_family_without_account_and_both_names_are_kept(bureau, maison, donges, ronan):
    (reservation,) = reserver_jours(maison, donges, [date(2026, 12, 1)])
    assert activer(bureau, maison)["Location"] == "/espace/"
    page = bureau.get("/espace/").content.decode()
    assert "Mode super-usager actif" in page
    assert "Vous agissez pour <strong>Madame Rivière</strong>" in page
    assert "Bonjour Monsieur Le Bihan" in page
    assert "Désactiver" in page
    assert str(maison.enfants[0]) in page
    assert bureau.get(f"/espace/famille/responsable/{maison.responsable.pk}/").context["soi"]
    reponse = signaler(bureau, reservation)
    demarche = Demarche.objects.get()
    assert (
        reponse["Location"].endswith(f"{demarche.numero}/confirmation/") or str(demarche.numero) in reponse["Location"]
    )
    assert (demarche.auteur, demarche.au_nom_de) == (ronan, maison.responsable)
    depot = demarche.evenements.first()
    assert (depot.par, depot.motif) == (ronan, "Déposée par Ronan Le Bihan (mairie) pour Camille Rivière")
    # The answer goes to the family, never to the agent.
    assert Courriel.objects.get(cle=f"demarche:{demarche.pk}").destinataire == maison.responsable.email
    assert not Courriel.objects.filter(destinataire=ronan.email).exists()
    assert maison.responsable.email in bureau.get(reponse["Location"]).content.decode()
    lignes = Journal.objects.filter(pour_id=maison.responsable.pk)
    assert {ligne.action for ligne in lignes} == {"consultation", "formulaire envoyé pour la famille"}
    assert {(ligne.acteur, ligne.acteur_id) for ligne in lignes} == {("Ronan Le Bihan pour Camille Rivière", ronan.pk)}
    assert Journal.objects.get(action="début du mode super-usager").motif == MOTIF
    retour = bureau.post("/espace/mode-super-usager/desactiver/")
    assert retour["Location"] == f"/gestion/familles/{maison.foyer.pk}/"
    assert Journal.objects.filter(action="fin du mode super-usager", motif="désactivé").count() == 1
    assert bureau.get(f"/espace/famille/responsable/{maison.responsable.pk}/").status_code == 404
    assert "Mode super-usager actif" not in bureau.get("/espace/").content.decode()


@pytest.mark.feature("F033")
def test_without_an_address_no_mail_leaves(bureau, maison, donges):
    """In a guide the portal is compulsory; here who has neither account nor address does everything at the desk."""
    maison.responsable.email = ""
    maison.responsable.save()
    (reservation,) = reserver_jours(maison, donges, [date(2026, 12, 1)])
    activer(bureau, maison)
    signaler(bureau, reservation)
    assert Demarche.objects.count() == 1
    assert not Courriel.objects.exists()


def test_the_reason_is_asked_and_what_was_typed_remains(bureau, maison):
    page = activer(bureau, maison, motif=" ")
    assert "Dites pourquoi vous agissez" in page.content.decode()
    assert CLE not in bureau.session
    assert activer(bureau, maison, motif="x" * 301).status_code == 422
    assert CLE not in bureau.session


def test_who_may_not_start_it(bureau, client_regisseur, maison, donges, ronan):
    chemin = f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/agir/"
    assert client_regisseur.post(chemin, {"motif": MOTIF}).status_code == 404
    ailleurs = famille(donges)
    croise = f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{ailleurs.responsable.pk}/agir/"
    assert bureau.post(croise, {"motif": MOTIF}).status_code == 404
    maison.responsable.utilisateur = ronan
    maison.responsable.save()
    assert "propre dossier" in activer(bureau, maison).content.decode()
    assert CLE not in bureau.session


def test_the_mode_reaches_what_the_adult_reaches_and_no_more(bureau, donges, ronan, foyer_a):
    """Outside the mode an agent gets 404; in it, the adult's own household; never what a court keeps away."""
    enfant = f"/espace/enfants/{foyer_a.enfants[0].pk}/"
    assert bureau.get(enfant).status_code == 404
    voisin = famille(donges)
    activer(bureau, voisin)
    assert bureau.get(enfant).status_code == 404
    activer(bureau, foyer_a)
    assert bureau.get(enfant).status_code == 200
    assert bureau.get(f"/espace/enfants/{voisin.enfants[0].pk}/").status_code == 404
    ronan.agit_pour = foyer_a.responsable
    assert perimetre(ronan) == perimetre(foyer_a.utilisateur)
    LienParental.objects.filter(responsable=foyer_a.responsable).update(restreint=True)
    assert bureau.get(enfant).status_code == 404


def test_every_address_is_closed_but_those_that_are_named(bureau, foyer_a, banque):
    """The walk: payment, password, mail, factor, sessions, keys, rights, and whatever is added, answer 403."""
    activer(bureau, foyer_a)
    connus, fermees, ouvertes = parametres(foyer_a), set(), set()
    for nom, route in nos_adresses():
        if "(?P<" in route or nom in ("ouverture:desactiver", "comptes:deconnexion"):
            continue
        chemin, _ = ecrire(route, connus.get(nom, {}))
        codes = {bureau.get(chemin).status_code, bureau.post(chemin).status_code}
        (fermees if codes == {403} else ouvertes).add(nom)
    espaces = {nom.split(":")[0] for nom in ouvertes if ":" in nom}
    assert espaces <= {
        "accueil",
        "agenda",
        "attente",
        "campagnes",
        "garde",
        "veille",
        "demarches",
        "modifications",
        "facturation",
        "famille",
        "planning",
        "site",
        "tarifs",
        "commune",
    }
    assert {nom for nom in ouvertes if nom.startswith("famille:")} == {"famille:responsable"}
    assert {"paiements:payer", "comptes:mot_de_passe", "comptes:courriel", "comptes:appareils", "ouverture:mes_cles",
            "comptes:installer_second_facteur", "messagerie:ecrire", "ouverture:creer_espace"} <= fermees  # fmt: skip
    assert {"accueil:accueil", "planning:mois", "planning:absence", "facturation:pdf"} <= ouvertes
    page = bureau.get(ecrire("espace/mes-identifiants/", {})[0])
    assert "restent à la famille" in page.content.decode()
    assert "Mode super-usager actif" in page.content.decode()


def test_an_unknown_namespace_is_closed():
    class Trouvee:
        view_name, namespaces = "nouveau:page", ["nouveau"]

    assert not est_ouverte(Trouvee)


@pytest.mark.parametrize("fin", ["heure", "droit", "parti", "preuve"])
def test_the_mode_ends_by_itself(bureau, maison, ronan, fin, monkeypatch):
    activer(bureau, maison)
    assert bureau.get("/espace/").status_code == 200
    if fin == "heure":
        plus_tard = clock.reel() + timedelta(minutes=61)
        monkeypatch.setattr("espace_prive.ouverture.services.super_usager.clock.reel", lambda: plus_tard)
        session = bureau.session
        session["acces"] = session["acces"] | {"repos": 99999, "duree": 99999} if "acces" in session else {}
        session.save()
    elif fin == "droit":
        ronan.groups.first().permissions.remove(Permission.objects.get(codename="agir_pour_famille"))
    elif fin == "parti":
        maison.responsable.delete()
    else:
        session = bureau.session
        del session["otp_device_id"]
        session.save()
    reponse = bureau.post(f"/espace/inscriptions/{maison.inscriptions[0].pk}/")
    assert reponse.status_code == 302
    assert CLE not in bureau.session
    assert bureau.get(f"/espace/enfants/{maison.enfants[0].pk}/").status_code in {302, 404}


def test_signing_out_ends_it_and_another_account_never_inherits_it(bureau, maison, ronan):
    activer(bureau, maison)
    bureau.post("/espace/deconnexion/")
    assert Journal.objects.filter(action="fin du mode super-usager", motif="déconnexion").count() == 1
    bureau.force_login(UtilisateurFactory())
    assert bureau.get(f"/espace/enfants/{maison.enfants[0].pk}/").status_code == 404


def test_in_the_admin_the_agent_acts_in_the_own_name_under_a_band(bureau, maison, donges):
    activer(bureau, maison)
    page = bureau.get(f"/gestion/familles/{maison.foyer.pk}/").content.decode()
    assert "Ici, vous agissez en votre nom" in page
    assert Journal.objects.filter(action="consultation").latest("pk").acteur == "Ronan Le Bihan"
    autre = famille(donges)
    activer(bureau, autre)
    assert Journal.objects.filter(action="fin du mode super-usager").count() == 1
    assert bureau.session[CLE]["responsable"] == autre.responsable.pk


def test_names_of_any_length_are_kept(bureau, maison, ronan):
    ronan.first_name, ronan.last_name = "R" * 150, "L" * 150
    ronan.save()
    assert activer(bureau, maison).status_code == 302
    assert bureau.get("/espace/").status_code == 200
    assert len(Journal.objects.latest("pk").acteur) == 200


def test_it_costs_a_parent_nothing(donges, maison, client, memoire_longue):
    """The same statements at home as before: the mode is asked of a session that is read anyway."""
    parent = ResponsableFactory(utilisateur=UtilisateurFactory())
    client.force_login(parent.utilisateur)
    client.get("/espace/")
    with requetes() as compte:
        client.get("/espace/plus/")
    assert not [sql for sql in compte if "famille_responsable" in sql or "auth_permission" in sql], compte


def test_forms_of_the_mode_want_their_token(maison, ronan):
    client = connecter_agent(ClientQuiLit(enforce_csrf_checks=True), ronan)
    assert activer(client, maison).status_code == 403
    assert client.post("/espace/mode-super-usager/desactiver/").status_code == 403


def test_no_page_of_the_mode_leads_to_a_door_that_stays_closed(bureau, foyer_a):
    """Every link and form of every page that opens: « Payer » and « Mes identifiants » are replaced by a word."""
    activer(bureau, foyer_a)
    noms, connus, lues, fermes = dict(nos_adresses()), parametres(foyer_a), 0, {}
    for nom, route in noms.items():
        if "(?P<" in route or ("<" in route and nom not in connus) or not route.startswith("espace/"):
            continue
        adresse = ecrire(route, connus.get(nom, {}))[0]
        page = bureau.get(adresse)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        lues += 1
        for element in soupe(page).select("main [href^='/espace/'], main [action^='/espace/']"):
            lien = urlsplit(element.get("href") or element["action"]).path
            if not est_ouverte(resolve(lien)):
                fermes.setdefault(adresse, set()).add(lien)
    assert lues > 15
    assert fermes == {}
    assert "La famille paie elle-même" in bureau.get(f"/espace/factures/{foyer_a.facture.pk}/").content.decode()


def test_the_month_the_absences_and_a_registration_are_noted_on_the_child_too(bureau, maison, donges, client):
    reserver_jours(maison, donges, [date(2026, 12, 1)])
    activer(bureau, maison)
    enfant, pk = maison.enfants[0], maison.inscriptions[0].pk
    lectures = Journal.objects.filter(action="consultation", objet="famille.enfant", objet_id=str(enfant.pk))
    pages = (f"reservations/{pk}/", "reservations/mois/2026-12/", "reservations/absence/", f"inscriptions/{pk}/")
    for rang, page in enumerate(pages):
        assert bureau.get(f"/espace/{page}").status_code == 200
        assert lectures.count() == rang + 1, page
    assert set(lectures.values_list("acteur", flat=True)) == {"Ronan Le Bihan pour Camille Rivière"}
    # A parent leaves no such line.
    maison.responsable.utilisateur = UtilisateurFactory()
    maison.responsable.save()
    client.force_login(maison.responsable.utilisateur)
    for page in pages:
        assert client.get(f"/espace/{page}").status_code == 200
    assert lectures.count() == len(pages)


def test_what_the_family_ticked_and_what_the_agent_ticks_for_it_do_not_mix(bureau, maison, donges, client):
    """An agent who acts for a family has a draft of its own: it books no day that the parents were thinking about."""
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 12, 1), au=date(2026, 12, 4), places=None)
    maison.responsable.utilisateur = UtilisateurFactory()
    maison.responsable.save()
    client.force_login(maison.responsable.utilisateur)
    semaine = "/espace/reservations/semaine/2026-11-30/"
    mardi, jeudi = (choix(maison.inscriptions[0], jour) for jour in ("2026-12-01", "2026-12-03"))
    cocher(client, mardi, page=semaine, vers="rester")
    activer(bureau, maison)
    assert not soupe(bureau.get(semaine)).select("input[name=choix][checked]")
    cocher(bureau, jeudi, page=semaine, vers="rester")
    assert [c["value"] for c in soupe(bureau.get(semaine)).select("input[name=choix][checked]")] == [jeudi]
    assert [c["value"] for c in soupe(client.get(semaine)).select("input[name=choix][checked]")] == [mardi]


def test_a_child_asked_for_at_the_desk_is_tied_to_the_parent_and_not_to_the_agent(bureau, maison, ronan):
    ResponsableFactory(utilisateur=ronan)  # an agent may be a parent of the town too
    activer(bureau, maison)
    adresse = f"/espace/dossier/enfant/{maison.foyer.pk}/"
    champs = {
        "prenom": "Nawel", "nom": "Rivière", "qualite": "mere", "genre": "f", "niveau": "PS",
        "naissance_0": "3", "naissance_1": "2", "naissance_2": "2022", "ecole": Ecole.objects.get().pk,
        "numero": str(uuid4()), "version": "0", "piece": image(),
    }  # fmt: skip
    assert bureau.post(adresse, champs).status_code == 302
    demande = Modification.objects.get()
    instruction.accepter(demande, version=0, par=ronan)
    assert Enfant.objects.get(prenom="Nawel").liens.get().responsable == maison.responsable
