"""A school or a class closed, several days and places at once: the others keep all, and what is undone comes back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from common.errors import Refus
from common.models import Courriel
from commune.models import Ecole, Lieu
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.famille.models import Scolarite
from reservations.activites.models import Creneau, Groupe
from reservations.activites.services.places import ouvrir, ouvrir_jours
from reservations.planning.enums import Retour, Sens
from reservations.planning.models import Fermeture, OperationDeFermeture, Reservation, ReservationFermee
from reservations.planning.rules_fermetures import AnneeDEcole, PublicFerme, jours_a_fermer, refuser_jours
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.services import Ou, etudier, fermer, habitudes, publics_de, rouvrir
from reservations.planning.verification import ecarts
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.activites import centre, garderie, inscrire_a
from tests.factories.activites import ouvrir_jours as ouvrir_l_activite
from tests.factories.famille import famille
from tests.factories.reservations import piste_de, reserver_jours, souhaiter
from tests.reservations.conftest import JEUDI_12, LUNDI_16, MARDI_17, VENDREDI_13
from tests.tools.html import soupe, source, texte
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
FERMER = "/gestion/effectifs/fermer/"
SEPTEMBRE, JUILLET = date(2026, 9, 1), date(2027, 7, 1)


@pytest.fixture
def maison(ouverte):
    """Give two children of the same home, one in CE1 A, the other in CE2, booked on Friday and Monday."""
    maison = famille(ouverte, enfants=2, quotient="500")
    aine, cadet = maison.enfants
    Scolarite.objects.filter(enfant=aine).update(classe="CE1 A")
    Scolarite.objects.filter(enfant=cadet).update(niveau="CE2")
    reserver_jours(maison, ouverte, [VENDREDI_13, LUNDI_16])
    return maison


@pytest.fixture
def classe(ouverte):
    return PublicFerme(ouverte.ecole.pk, classe="CE1 A")


def vivantes(jour=VENDREDI_13):
    return set(Reservation.objects.vivantes().filter(date=jour).values_list("enfant", flat=True))


def sortie(ouverte, agent, *publics, jours=(VENDREDI_13,), motif="Sortie au zoo", **options):
    ou = [Ou(ouverte.cantine, ouverte.restaurant)]
    return fermer(**({"ou": ou, "jours": list(jours), "motif": motif, "par": agent, "publics": publics} | options))


def rangees(operation):
    return list(operation.fermetures.all())


@pytest.mark.parametrize(
    ("public", "au", "concerne"),
    [
        (PublicFerme(), (9, "CP", ""), True),
        (PublicFerme(1), (1, "CP", "CP B"), True),
        (PublicFerme(1), (2, "CP", "CP B"), False),
        (PublicFerme(1, niveau="CP"), (1, "CP", ""), True),
        (PublicFerme(1, niveau="CP"), (1, "CE1", "CP-CE1"), False),
        (PublicFerme(1, classe="CP-CE1"), (1, "CE1", "CP-CE1"), True),
        (PublicFerme(1, classe="CP-CE1"), (1, "CE1", ""), False),
        (PublicFerme(1, classe="CP-CE1"), (2, "CE1", "CP-CE1"), False),
    ],
)
def test_whom_a_closing_is_for(public, au, concerne):
    ecole, niveau, classe = au
    assert public.concerne([AnneeDEcole(SEPTEMBRE, JUILLET, ecole, niveau, classe)], VENDREDI_13) is concerne
    # The school of another year says nothing of this day.
    assert public.concerne([AnneeDEcole(JUILLET, JUILLET, ecole, niveau, classe)], VENDREDI_13) is (
        public.ecole is None
    )


def test_a_class_of_a_closed_school_is_closed_once():
    assert publics_de([PublicFerme(1, classe="CP B"), PublicFerme(1), PublicFerme(2, niveau="CP")]) == (
        PublicFerme(1), PublicFerme(2, niveau="CP"),
    )  # fmt: skip
    assert publics_de([]) == (PublicFerme(),)


def test_the_days_that_close_are_those_of_the_week_that_are_ticked():
    assert jours_a_fermer(JEUDI_12, None) == [JEUDI_12]
    assert jours_a_fermer(JEUDI_12, MARDI_17, [0, 3]) == [JEUDI_12, LUNDI_16]
    assert refuser_jours(MARDI_17, JEUDI_12).code == refuser_jours(JEUDI_12, date(2027, 2, 1)).code == "dates"
    assert refuser_jours(JEUDI_12, JEUDI_12 + timedelta(days=61)) is None


def test_an_outing_cancels_the_class_alone_and_its_return_brings_all_back(maison, ouverte, agent, classe, pose):
    aine, cadet = maison.enfants
    operation = sortie(ouverte, agent, classe)
    assert vivantes() == {cadet.pk}
    assert not Creneau.objects.get(date=VENDREDI_13).ferme
    (dit,) = Courriel.objects.filter(cle__startswith="fermeture:")
    assert "CE1 A" in dit.texte
    assert (aine.prenom in dit.texte, cadet.prenom in dit.texte) == (True, False)
    non = etudier([souhaiter(pose(maison.inscriptions[0]), VENDREDI_13, Sens.AJOUT)])[0][0].non
    assert (non.code, "Sortie au zoo" in non.phrase) == ("ferme", True)
    rouvrir(rangees(operation), par=agent)
    assert vivantes() == {aine.pk, cadet.pk}
    assert not Creneau.objects.filter(restreint=True).exists()
    assert ecarts() == []


def test_a_booking_of_the_class_is_refused_under_the_lock_and_by_usual_weeks(maison, ouverte, agent, classe, pose):
    aine, cadet = maison.enfants
    Reservation.objects.filter(date=MARDI_17).delete()
    sortie(ouverte, agent, classe, jours=[MARDI_17])
    for inscription in maison.inscriptions:
        piste = pose(inscription)
        habitudes.enregistrer(piste, piste.formules[0], Habitude((1,), MARDI_17), par=None)
    assert vivantes(MARDI_17) == {cadet.pk}


def test_the_parent_reads_why_and_the_brother_books_as_ever(client, maison, ouverte, agent, classe):
    sortie(ouverte, agent, classe, jours=[MARDI_17])
    client.force_login(maison.utilisateur)
    for page in ("semaine/2026-11-16", "mois/2026-11"):
        lue = soupe(client.get(f"/espace/reservations/{page}/"))
        assert "Sortie au zoo" in texte(lue)
        assert not lue.select(f'input[value^="{maison.inscriptions[0].pk}:"][value$="2026-11-17"]')
        assert lue.select(f'input[value^="{maison.inscriptions[1].pk}:"][value$="2026-11-17"]')


@pytest.mark.usefixtures("memoire_longue")
def test_a_page_reads_one_statement_more_where_a_class_is_closed_and_none_elsewhere(
    client, maison, ouverte, agent, classe
):
    client.force_login(maison.utilisateur)

    def combien(page):
        client.get(page)
        with requetes() as faites:
            client.get(page)
        return len(faites)

    ici, ailleurs = "/espace/reservations/semaine/2026-11-16/", "/espace/reservations/semaine/2026-11-23/"
    avant, avant_ailleurs = combien(ici), combien(ailleurs)
    sortie(ouverte, agent, classe, jours=[MARDI_17])
    assert (combien(ici), combien(ailleurs)) == (avant + 1, avant_ailleurs)


def test_a_whole_place_closed_over_a_class_hands_its_bookings_over(maison, ouverte, agent, classe):
    """The outing is called off, the strike is not: the child's booking comes back with the strike's end."""
    aine, cadet = maison.enfants
    zoo = sortie(ouverte, agent, classe)
    greve = sortie(ouverte, agent, PublicFerme(), motif="Grève")
    assert vivantes() == set()
    (issue,) = rouvrir(rangees(zoo), par=agent)
    assert (issue.retour, issue.non.phrase) == (Retour.GARDEE, "Ce jour reste fermé : Grève.")
    assert "reste fermé" in Courriel.objects.get(cle__startswith="reouverture:").texte
    assert {i.retour for i in rouvrir(rangees(greve), par=agent)} == {Retour.REMISE}
    assert vivantes() == {aine.pk, cadet.pk}
    assert ecarts() == []


def test_a_class_stays_closed_when_the_whole_place_opens_again(maison, ouverte, agent, classe, pose):
    aine, cadet = maison.enfants
    zoo = sortie(ouverte, agent, classe)
    greve = sortie(ouverte, agent, PublicFerme(), motif="Grève")
    rouvrir(rangees(greve), par=agent)
    assert vivantes() == {cadet.pk}
    assert etudier([souhaiter(pose(maison.inscriptions[0]), VENDREDI_13, Sens.AJOUT)])[0][0].non.code == "ferme"
    rouvrir(rangees(zoo), par=agent)
    assert vivantes() == {aine.pk, cadet.pk}


def test_two_classes_of_a_place_open_one_after_the_other(maison, ouverte, agent, classe):
    aine, cadet = maison.enfants
    zoo = sortie(ouverte, agent, classe, PublicFerme(ouverte.ecole.pk, niveau="CE2"))
    (une,) = [f for f in rangees(zoo) if f.classe]
    rouvrir([une], par=agent)
    assert vivantes() == {aine.pk}
    assert Creneau.objects.get(date=VENDREDI_13).restreint
    rouvrir(rangees(zoo), par=agent)
    assert vivantes() == {aine.pk, cadet.pk}
    assert not Creneau.objects.get(date=VENDREDI_13).restreint


def test_what_is_closed_already_or_wider_is_left_out_and_said(maison, ouverte, agent, classe):
    sortie(ouverte, agent, PublicFerme(ouverte.ecole.pk), motif="Grève des enseignants")
    with pytest.raises(Refus, match="déjà fermé") as refus:
        sortie(ouverte, agent, classe)
    assert refus.value.code == "deja"
    operation = sortie(ouverte, agent, classe, jours=[VENDREDI_13, LUNDI_16])
    assert [f.date for f in rangees(operation)] == [LUNDI_16]


def test_a_school_without_children_there_closes_nothing(maison, ouverte, agent):
    lieu = Lieu.objects.create(code="ecole-saint-joseph", nom="École Saint-Joseph", genre="ecole")
    autre = Ecole.objects.create(lieu=lieu, niveaux="CP", restaurant=ouverte.restaurant)
    with pytest.raises(Refus, match="Aucun enfant") as refus:
        sortie(ouverte, agent, PublicFerme(autre.pk))
    assert refus.value.code == "rien"


def test_works_of_two_weeks_in_two_activities_are_one_action_one_mail_one_return(maison, ouverte, agent):
    """Eight times five clicks formerly."""
    garde = garderie(ouverte)
    jours = jours_a_fermer(JEUDI_12, date(2026, 11, 27))
    ouvrir_l_activite(garde, ouverte.restaurant, [LUNDI_16, MARDI_17])
    piste = piste_de(inscrire_a(garde, maison.enfants[0], maison.payeur, ouverte.restaurant))
    habitudes.enregistrer(piste, piste.formules[0], Habitude((0, 1), LUNDI_16, MARDI_17), par=None)
    avant = set(Reservation.objects.vivantes().values_list("pk", flat=True))
    ou = [Ou(ouverte.cantine, ouverte.restaurant), Ou(garde.activite, ouverte.restaurant)]
    operation = sortie(ouverte, agent, ou=ou, jours=jours, publics=publics_de(()), motif="Travaux")
    # The canteen's ten school days, and the two of the care: nothing on Wednesdays, nor the second week-end.
    assert operation.fermetures.count() == 12
    assert not Reservation.objects.vivantes().exists()
    (dit,) = Courriel.objects.filter(cle__startswith="fermeture:")
    lu = dit.texte.replace("\xa0", " ")
    assert f"{maison.enfants[0].prenom}, Garderie : le lundi 16 novembre et le mardi 17 novembre" in lu
    rouvrir(rangees(operation), par=agent, motif="Fini plus tôt")
    assert set(Reservation.objects.vivantes().values_list("pk", flat=True)) == avant
    (dit,) = Courriel.objects.filter(cle__startswith="reouverture:")
    assert "Fini plus tôt" in dit.texte
    assert ecarts() == []


def test_a_group_that_opens_later_is_closed_to_the_class_too(maison, ouverte, agent, classe):
    sortie(ouverte, agent, classe, jours=[MARDI_17])
    groupe = Groupe.objects.create(
        activite=ouverte.cantine, lieu=ouverte.restaurant, nom="Tous", age_min=0, age_max=17
    )
    ouvrir_jours(ouverte.cantine, ouverte.restaurant, [LUNDI_16, MARDI_17])
    lus = Creneau.objects.filter(groupe=groupe).values_list("date", "restreint")
    assert dict(lus) == {LUNDI_16: False, MARDI_17: True}


# The screens


def envoyer(client, **donnees):
    """Read who is concerned, press the button; give both pages."""
    donnees = {"du": "2026-11-13", "motif": "Sortie au zoo"} | donnees
    lue = client.post(FERMER, donnees)
    if lue.status_code != 200:
        return lue, None
    lu = soupe(lue).select_one("button[name=confirmer]")["value"]
    return lue, client.post(FERMER, donnees | {"confirmer": lu}, follow=True)


def test_an_outing_by_the_screens(client_agent, maison, ouverte):
    aine, cadet = maison.enfants
    lue, apres = envoyer(client_agent, pour=[f"{ouverte.ecole.pk}::CE1 A"])
    page = source(lue)
    assert "1 réservation de 1 famille" in page
    assert "0,85" in page
    assert (aine.prenom in page, cadet.prenom in page) == (True, False)
    assert f"Pour {ouverte.ecole}, CE1 A seulement" in source(apres)
    adresse = reverse("operation_fermeture", args=[OperationDeFermeture.objects.get().pk])
    page = source(client_agent.post(f"{adresse}rouvrir/", {"motif": "Pluie"}, follow=True))
    assert "C’est rouvert : 1 réservation remise, 0 non" in page
    assert vivantes() == {aine.pk, cadet.pk}


def test_a_strike_is_four_clicks_and_its_undo_two(client_agent, maison, ouverte):
    """The menu, « Tout », « Voir ce qui sera annulé », « Fermer »; then, on that page, « Tout rouvrir »."""
    assert f'"{FERMER}"' in client_agent.get("/gestion/").content.decode()
    _, apres = envoyer(client_agent, partout="on", motif="Grève", au="2026-11-16")
    assert vivantes() == vivantes(LUNDI_16) == set()
    (rouvre,) = soupe(apres).select("form[action$='/rouvrir/']")
    assert "Tout rouvrir" in texte(rouvre)
    client_agent.post(rouvre["action"], {"motif": ""})
    assert len(vivantes()) == len(vivantes(LUNDI_16)) == 2


def test_what_another_agent_closed_meanwhile_is_shown_again(client_agent, maison, ouverte, agent):
    donnees = {"partout": "on", "du": "2026-11-13", "au": "2026-11-16", "motif": "Grève"}
    lu = soupe(client_agent.post(FERMER, donnees)).select_one("button[name=confirmer]")["value"]
    sortie(ouverte, agent, PublicFerme(), motif="Fuite d’eau")
    page = source(client_agent.post(FERMER, donnees | {"confirmer": lu}))
    assert "Quelqu’un a fermé ou rouvert une partie de ces jours entre-temps" in page
    assert "Déjà fermé, laissé de côté" in page
    assert "2 réservations de 1 famille" in page
    assert OperationDeFermeture.objects.count() == 1
    page = source(client_agent.post(FERMER, donnees | {"au": ""}))
    assert "est déjà fermé" in page


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({}, "Cochez ce qui ferme"),
        ({"partout": "on", "du": ""}, "Choisissez le jour à fermer."),
        ({"partout": "on", "motif": ""}, "Dites pourquoi le jour est fermé"),
        ({"partout": "on", "au": "2026-11-10"}, "Le dernier jour précède le premier."),
        ({"partout": "on", "au": "2027-11-10"}, "Pas plus de 62 jours"),
        ({"partout": "on", "au": "2026-11-14", "seulement": ["2"]}, "Aucun de ces jours de la semaine"),
        ({"partout": "on", "du": "2026-11-15"}, "Il n’y a rien d’ouvert"),
        ({"ou": ["1:999999"]}, "Vous ne tenez pas ce lieu"),
        ({"pour": ["999:CP:"]}, "Choisissez une des réponses proposées"),
    ],
)
def test_what_cannot_close_is_refused_beside_its_field_and_nothing_typed_is_lost(
    client_agent, maison, ouverte, saisie, phrase
):
    lue, _ = envoyer(client_agent, **saisie)
    assert lue.status_code == 422
    assert phrase in source(lue).replace("\xa0", " ")
    motif = soupe(lue).select_one("input[name=motif]")["value"] if saisie.get("motif", "x") else ""
    assert motif == ("Sortie au zoo" if saisie.get("motif", "x") else "")
    assert not Fermeture.objects.exists()


def test_an_activity_is_offered_where_it_has_days_and_to_who_keeps_it(maison, ouverte):
    """The leisure centre is at the centre alone: nobody is offered to close it at the restaurant."""
    loisirs = centre(ouverte)
    ouvrir(loisirs.activite, loisirs.lieu, du=LUNDI_16, au=MARDI_17, places=10)
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=animatrice, service=ouverte.service, lieu=loisirs.lieu)
    client = connecter_agent(ClientQuiLit(), animatrice)

    def offerts(client):
        return {case["value"] for case in soupe(client.get(FERMER)).select("input[name=ou]")}

    ici, la_bas = f"{ouverte.cantine.pk}:{ouverte.restaurant.pk}", f"{loisirs.activite.pk}:{loisirs.lieu.pk}"
    assert offerts(client) == {la_bas}
    assert offerts(connecter_agent(ClientQuiLit(), _agent(Role.AGENT))) == {ici, la_bas}
    lue, _ = envoyer(client, ou=[ici])
    assert lue.status_code == 422
    lue, _ = envoyer(client, partout="on")
    assert lue.status_code == 422


def test_the_roster_leads_to_its_activity_already_ticked(client_agent, maison, ouverte):
    page = soupe(client_agent.get(f"{FERMER}?activite={ouverte.cantine.pk}&jour=2026-11-13"))
    assert page.select_one("input[name=du]")["value"] == "2026-11-13"
    assert [case.has_attr("checked") for case in page.select("input[name=ou]")] == [True]


def test_the_roster_says_which_class_does_not_come(client_agent, maison, ouverte, agent, classe):
    operation = sortie(ouverte, agent, classe)
    page = client_agent.get(f"/gestion/effectifs/?activite={ouverte.cantine.pk}&jour=2026-11-13")
    assert f"{ouverte.ecole}, CE1 A : Sortie au zoo" in texte(soupe(page)).replace("\xa0", " ")
    assert reverse("fermeture_jour", args=[operation.fermetures.get().pk]) in page.content.decode()


def test_an_agent_opens_again_only_the_places_that_it_keeps(maison, ouverte, agent):
    loisirs = centre(ouverte)
    ouvrir(loisirs.activite, loisirs.lieu, du=LUNDI_16, au=LUNDI_16, places=10)
    ou = [Ou(ouverte.cantine, ouverte.restaurant), Ou(loisirs.activite, loisirs.lieu)]
    operation = sortie(ouverte, agent, ou=ou, jours=[LUNDI_16], publics=publics_de(()), motif="Grève")
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=animatrice, service=ouverte.service, lieu=loisirs.lieu)
    client = connecter_agent(ClientQuiLit(), animatrice)
    adresse = reverse("operation_fermeture", args=[operation.pk])
    assert ouverte.restaurant.nom not in source(client.get(adresse))
    client.post(f"{adresse}rouvrir/")
    assert set(Fermeture.objects.en_cours().values_list("lieu", flat=True)) == {ouverte.restaurant.pk}
    assert ReservationFermee.objects.filter(retour=Retour.ANNULEE).count() == 2
