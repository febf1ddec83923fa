"""The lists of the day: who comes, with what those who welcome the children must know, and how much a page costs."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from common import clock
from espace_prive.comptes.enums import Role
from espace_prive.famille.models import Enfant, LienParental, Scolarite
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Absence, Reservation
from reservations.pointage.models import Tirage
from reservations.pointage.services import tirages
from reservations.pointage.services.pointer import ANoter, pointer
from reservations.pointage.tasks import imprimer as tache_d_impression
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.activites import centre, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.factories.reservations import reserver_en_nombre, reserver_jours
from tests.tools.html import arbre, brut, rangees, soupe, source, texte
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
JEUDI = date(2026, 11, 12)
LISTE = "/gestion/effectifs/"
FILTRE = {"jour": JEUDI.isoformat()}


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=date(2026, 11, 20), places=60)
    return famille(donges, enfants=2)


def liste(client, **filtre):
    return client.get(LISTE, FILTRE | filtre)


def ligne(page, nom):
    """The words of the row of that child."""
    return next(texte(rang) for rang in soupe(page).select("table.effectifs tbody tr") if nom in texte(rang))


def beaucoup(donges, combien=828):
    """Have so many children eat on Thursday: four levels, diets, care plans."""
    maison = famille(donges)
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=JEUDI)
    petits = Enfant.objects.bulk_create(
        Enfant(nom=f"Le Goff-Kerguelen {n}", prenom="Anne-Sophie", naissance=date(2018, 1, 1)) for n in range(combien)
    )
    Enfant.objects.filter(pk__in=[e.pk for e in petits]).update(tri="le goff")
    Scolarite.objects.bulk_create(
        Scolarite(
            enfant=e, annee=donges.annee, ecole=donges.ecole, niveau=("CP", "CE1", "CE2", "CM1")[n % 4],
            classe=f"Classe {n % 3}",
        )
        for n, e in enumerate(petits)
    )  # fmt: skip
    FicheSanitaire.objects.bulk_create(
        FicheSanitaire(enfant=e, regime="sans_porc", allergies="Arachides" if n % 4 == 0 else "")
        for n, e in enumerate(petits)
        if n % 2
    )
    reserver_en_nombre([(e, maison.payeur) for e in petits], donges, [JEUDI])
    return petits


@pytest.mark.usefixtures("memoire_longue")
def test_a_list_of_828_children_costs_twelve_statements_and_300_kilobytes(client_agent, agent, donges, monkeypatch):
    petits = beaucoup(donges)
    faits = [ANoter(enfant=e.pk, lieu=donges.restaurant.pk, fait="present", arrivee=time(8, 2)) for e in petits]
    monkeypatch.setattr(clock, "maintenant", lambda: datetime(2026, 11, 12, 18, tzinfo=clock.fuseau()))
    pointer(donges.cantine, JEUDI, faits, par=agent)
    liste(client_agent)
    with requetes() as faites:
        page = liste(client_agent)
    assert len(soupe(page).select("table.effectifs tbody tr")) == 828
    assert len(faites) <= 12, str(faites)
    assert len(page.content) <= 300_000
    # And once it was printed: what changed since is read too.
    tirage = Tirage.objects.create(activite=donges.cantine, jour=JEUDI, fait_le=clock.maintenant(), sante=True)
    tirage.dit = {str(donges.restaurant.pk): {}}
    tirage.save()
    with requetes() as faites:
        page = liste(client_agent)
    assert source(page).count("<strong>ajouté</strong>") == 828
    assert len(faites) <= 12, str(faites)
    assert len(page.content) <= 300_000


@pytest.mark.usefixtures("memoire_longue")
def test_a_list_that_says_who_fetches_costs_no_more(client_agent, donges):
    fait = centre(donges)
    ouvrir_jours(fait, fait.lieu, [JEUDI])
    maison = famille(donges, enfants=4)
    for enfant in maison.enfants:
        Reservation.objects.create(
            enfant=enfant, formule=fait.formules["journee"], lieu=fait.lieu, payeur=maison.payeur, date=JEUDI
        )
    liste(client_agent, activite=fait.activite.pk)
    with requetes() as faites:
        liste(client_agent, activite=fait.activite.pk)
    assert len(faites) <= 16, str(faites)


def test_diets_and_care_plans_are_for_those_who_act(client_agent, agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    FicheSanitaire.objects.create(
        enfant=maison.enfants[0], regime="vegetarien", pai="allergie", pai_fin=date(2026, 10, 1), allergies="Arachides"
    )
    dit = ligne(liste(client_agent), "Zoé")
    assert "Végétarien · PAI : allergie alimentaire, fini le 1er octobre 2026 · Allergies : Arachides" in dit
    assert "Végétarien : 1" in texte(liste(client_agent))
    agent.groups.first().permissions.remove(agent.groups.first().permissions.get(codename="consulter_sante"))
    page = texte(liste(client_agent))
    assert "Zoé" in page
    assert not {"Végétarien", "PAI", "Arachides"} & set(page.replace(":", " ").split())


def test_the_list_says_who_may_fetch_the_child_and_who_must_not(client_agent, maison, donges):
    fait = centre(donges)
    ouvrir_jours(fait, fait.lieu, [JEUDI])
    zoe, malo = maison.enfants
    for enfant in maison.enfants:
        inscrire_a(fait, enfant, maison.payeur, fait.lieu)
        Reservation.objects.create(
            enfant=enfant, formule=fait.formules["journee"], lieu=fait.lieu, payeur=maison.payeur, date=JEUDI
        )
    pere = famille(donges, enfants=0).responsable
    pere.prenoms, pere.nom = "Paul", "Roux"
    pere.save()
    LienParental.objects.create(enfant=zoe, responsable=pere, qualite="pere", restreint=True, du=date(2026, 9, 1))
    for prenom, collecte, reference in (("Odette", "autorisee", ""), ("Jean", "interdite", "Jugement du 3 mai")):
        proche = Proche.objects.create(
            foyer=maison.foyer, prenom=prenom, nom="Rivière", lien="autre", collecte=collecte, reference=reference,
            du=date(2026, 9, 1),
        )  # fmt: skip
        proche.enfants.set([zoe])
    finie = Proche.objects.create(
        foyer=maison.foyer, prenom="Finie", nom="Rivière", lien="autre", collecte="autorisee", du=date(2026, 9, 1),
        au=date(2026, 10, 1),
    )  # fmt: skip
    finie.enfants.set([zoe])
    Autorisation.objects.create(enfant=malo, genre="sortie", accordee=True, heure=time(17), par_nom="Camille")
    page = liste(client_agent, activite=fait.activite.pk)
    dit = ligne(page, "Zoé")
    assert "Camille Rivière, Odette Rivière Jamais avec Jean Rivière ni Paul Roux" in dit
    assert "Finie" not in dit
    assert "Repart seul dès 17 h" in ligne(page, "Malo")
    assert "Les 6-11 ans" in dit
    arbre_de_la_liste = soupe(page)
    assert [o.text.strip() for o in arbre_de_la_liste.select("#activite option[selected]")] == ["Centre de loisirs"]


def test_a_late_absence_keeps_its_meal_and_is_said(client_agent, maison, donges):
    une, _ = reserver_jours(maison, donges, [JEUDI])
    Absence.objects.create(reservation=une, motif="maladie", effet="facturee")
    page = liste(client_agent)
    assert "Absence signalée, repas commandé" in ligne(page, une.enfant.prenom)
    assert ["École Aimé-Césaire", "CE1", "2", "—"] in [r for t in soupe(page).select(".totaux") for r in rangees(t)]


def test_a_list_is_narrowed_by_what_tells_its_children_apart(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    Scolarite.objects.filter(enfant=maison.enfants[0]).update(niveau="CP", classe="Mme Briand")
    page = liste(client_agent, classe="CP Mme Briand")
    noms = [texte(r).split()[1] for r in soupe(page).select("table.effectifs tbody tr")]
    assert noms == [maison.enfants[0].prenom]
    assert soupe(page).select_one("#classe option[selected]")["value"] == "CP Mme Briand"
    assert "CE1" in texte(soupe(page).select_one("#classe"))
    en_ordre = [texte(r) for r in soupe(liste(client_agent, par_classe="1")).select("table.effectifs tbody tr")]
    assert "CP" in en_ordre[0]
    assert "CE1" in en_ordre[1]
    assert liste(client_agent, lieu="999999999999999999999", unite="x", classe="\0").status_code == 200


def test_an_activity_without_booking_lists_who_is_registered(client_agent, maison, donges):
    fait = centre(donges)
    type(fait.activite).objects.filter(pk=fait.activite.pk).update(fonctionnement="sans_reservation")
    inscrire_a(fait, maison.enfants[0], maison.payeur, fait.lieu)
    page = liste(client_agent, activite=fait.activite.pk)
    assert "Attendu" in ligne(page, maison.enfants[0].prenom)
    assert len(soupe(page).select("table.effectifs tbody tr")) == 1
    samedi = client_agent.get(LISTE, {"activite": fait.activite.pk, "jour": "2026-11-14"})
    assert soupe(samedi).select("table.effectifs tbody tr") == []


def imprimer(client, **criteres):
    donnees = soupe(liste(client, **criteres)).select("form[action$='imprimer/'] input[type=hidden]")
    return client.post(f"{LISTE}imprimer/", {c["name"]: c["value"] for c in donnees}, follow=True)


def test_a_list_is_printed_and_what_changes_afterwards_is_marked(client_agent, maison, donges):
    zoe, malo = maison.enfants
    reserver_jours(maison, donges, [JEUDI], enfants=[zoe])
    page = imprimer(client_agent)
    assert "Prête : 1 enfant" in texte(page)
    (pdf,) = [a["href"] for a in soupe(page).find_all("a") if a["href"].endswith("/pdf/")]
    assert client_agent.get(pdf).content.startswith(b"%PDF")
    assert "ajouté" not in texte(liste(client_agent))
    reserver_jours(maison, donges, [JEUDI], enfants=[malo])
    Reservation.objects.filter(enfant=zoe).update(etat="annulee", annulee_le=clock.maintenant(), cause="agent")
    page = texte(liste(client_agent))
    assert "Dernière liste imprimée" in page
    assert f"{malo.nom} {malo.prenom} ajouté" in page
    assert f"N’y sont plus : {zoe.nom} {zoe.prenom}." in page


def test_a_diet_that_changes_after_the_list_was_printed_is_marked(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    imprimer(client_agent)
    FicheSanitaire.objects.create(enfant=maison.enfants[1], regime="sans_viande")
    page = liste(client_agent)
    assert "changé" in ligne(page, maison.enfants[1].prenom)
    assert "changé" not in ligne(page, maison.enfants[0].prenom)


def test_a_long_list_is_printed_in_the_background(client_agent, donges, monkeypatch):
    beaucoup(donges, 70)
    en_file = []
    monkeypatch.setattr(tirages, "async_task", lambda *a: en_file.append(a))
    page = imprimer(client_agent)
    assert "La liste se prépare" in texte(page)
    assert page["Refresh"]
    ((tache, pk),) = en_file
    assert tache == "reservations.pointage.tasks.imprimer"
    tache_d_impression(pk)
    tache_d_impression(pk)
    assert "Prête : 70 enfants" in texte(client_agent.get(f"{LISTE}listes/{pk}/"))


def test_the_spreadsheet_holds_text_never_a_formula(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    Enfant.objects.filter(pk=maison.enfants[0].pk).update(nom="=1+1")
    feuille = load_workbook(BytesIO(liste(client_agent, format="xlsx").content)).active
    assert [c.value for c in feuille[1]][:3] == ["Lieu", "Enfant", "Classe"]
    cellule = next(r[1] for r in feuille.iter_rows(min_row=2) if str(r[1].value).startswith("="))
    assert cellule.data_type == "s"


def test_the_night_keeps_the_lists_of_the_day_and_they_do_not_stay(client_agent, agent, maison, donges, monkeypatch):
    reserver_jours(maison, donges, [JEUDI])
    monkeypatch.setattr(clock, "maintenant", lambda: datetime(2026, 11, 12, 3, 30, tzinfo=clock.fuseau()))
    for _ in range(2):
        tirages.garder_les_listes_du_jour()
    assert sorted(Tirage.objects.values_list("lieu__nom", "sante", "enfants")) == [
        ("Restaurant Aimé-Césaire", False, 2), ("Restaurant Aimé-Césaire", True, 2)
    ]  # fmt: skip
    page = client_agent.get(f"{LISTE}listes/")
    assert "Par la nuit" in texte(page)
    assert len([a for a in soupe(page).find_all("a") if a["href"].endswith("/pdf/")]) == 2
    monkeypatch.setattr(clock, "maintenant", lambda: datetime(2026, 11, 21, 3, 30, tzinfo=clock.fuseau()))
    assert tirages.effacer_les_tirages() == 2


def test_a_list_of_the_night_is_for_its_places_and_for_those_who_may(donges, maison):
    reserver_jours(maison, donges, [JEUDI])
    listes = [
        Tirage.objects.create(activite=donges.cantine, lieu=donges.restaurant, jour=JEUDI, sante=s, de_nuit=True)
        for s in (True, False)
    ]
    for t in listes:
        tirages.imprimer(t)
    ailleurs = connecter_agent(ClientQuiLit(), _agent(Role.AGENT_DE_SERVICE))
    for t in listes:
        assert ailleurs.get(f"{LISTE}listes/{t.pk}/pdf/").status_code == 404
    agent = _agent(Role.AGENT)
    client = connecter_agent(ClientQuiLit(), agent)
    assert [client.get(f"{LISTE}listes/{t.pk}/pdf/").status_code for t in listes] == [200, 200]
    groupe = agent.groups.first()
    groupe.permissions.remove(groupe.permissions.get(codename="consulter_sante"))
    client = connecter_agent(ClientQuiLit(), agent)
    assert [client.get(f"{LISTE}listes/{t.pk}/pdf/").status_code for t in listes] == [404, 200]


def test_who_is_barred_from_a_child_reads_its_name_on_no_list_kept(donges, maison):
    reserver_jours(maison, donges, [JEUDI])
    nuit = Tirage.objects.create(activite=donges.cantine, lieu=donges.restaurant, jour=JEUDI, de_nuit=True)
    tirages.imprimer(nuit)
    agent = _agent(Role.AGENT)
    parent = famille(donges, enfants=0).responsable
    parent.utilisateur = agent
    parent.save()
    zoe, malo = maison.enfants
    LienParental.objects.create(enfant=zoe, responsable=parent, qualite="pere", restreint=True, du=date(2026, 9, 1))
    client = connecter_agent(ClientQuiLit(), agent)
    assert client.get(f"{LISTE}listes/{nuit.pk}/pdf/").status_code == 404
    page = liste(client)
    assert zoe.prenom not in texte(soupe(page).main)
    # Compared with its own lists alone: the night's would tell that somebody is missing.
    assert "N’y sont plus" not in texte(page)
    assert "Prête : 1 enfant" in texte(imprimer(client))
    assert "seules les vôtres" in texte(client.get(f"{LISTE}listes/"))


def test_the_page_is_valid_html(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    arbre(liste(client_agent))


def test_a_name_is_words_never_tags(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    Enfant.objects.filter(pk=maison.enfants[0].pk).update(nom="<b>Le Goff</b>")
    FicheSanitaire.objects.create(enfant=maison.enfants[0], allergies="<i>Arachides</i>")
    page = brut(liste(client_agent))
    assert "&lt;b&gt;Le Goff" in page
    assert "<i>Arachides" not in page


def test_a_list_of_a_place_that_is_not_there_is_not_printed(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    for lieu in ("999999", "9" * 18):
        page = client_agent.post(f"{LISTE}imprimer/", FILTRE | {"lieu": lieu})
        assert page.status_code == 404
    assert not Tirage.objects.exists()
