"""« Liens et foyers »: adults and homes of a child, once they exist; what a court decides."""

from datetime import date

import pytest

from common.errors import Refus
from common.models import Courriel, Journal
from espace_prive.famille import services
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Rattachement, Responsable
from factures.facturation.services.courriels import promettre
from reservations.activites.enums import EtatInscription
from reservations.activites.models import Creneau
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Reservation
from reservations.planning.services import Ou, fermer
from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.factories.factures import facture_brute
from tests.factories.famille import DEBUT, ResponsableFactory, famille, inscrire
from tests.factories.reservations import reserver_jours
from tests.tools.html import source

pytestmark = pytest.mark.django_db
HIER, AUJOURDHUI, FIN = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 30)


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    return famille(donges, enfants=1, numero=2042)


@pytest.fixture
def zoe(maison):
    return maison.enfants[0]


@pytest.fixture
def lien(zoe):
    return zoe.liens.get()


@pytest.fixture
def erwan(maison):
    """A second adult of the home, with a space and no link yet."""
    adulte = ResponsableFactory(prenoms="Erwan", civilite="m", utilisateur=UtilisateurFactory())
    Appartenance.objects.create(responsable=adulte, foyer=maison.foyer, du=DEBUT)
    return adulte


def base(maison, zoe, suite=""):
    return f"/gestion/familles/{maison.foyer.pk}/enfants/{zoe.pk}/{suite}"


def espace(adulte):
    client = ClientQuiLit()
    client.force_login(adulte.utilisateur)
    return client


def code(appel, *args, **options):
    with pytest.raises(Refus) as refus:
        appel(*args, **options)
    return refus.value.code


# The page and its forms


def test_a_second_adult_added_later_is_tied_to_the_children_in_the_same_form(client_agent, maison, zoe):
    saisie = {"civilite": "m", "nom": "Morvan", "prenoms": "Erwan", f"qualite_{zoe.pk}": "pere"}
    assert client_agent.post(f"/gestion/familles/{maison.foyer.pk}/adultes/ajouter/", saisie).status_code == 302
    assert zoe.liens.get(responsable__prenoms="Erwan").qualite == "pere"


def test_an_adult_without_a_link_is_tied_then_corrected(client_agent, maison, zoe, erwan):
    assert "Lier un adulte" in source(client_agent.get(base(maison, zoe, "liens/")))
    saisie = {
        "responsable": erwan.pk,
        "qualite": "tuteur",
        "autorite_parentale": "on",
        "du": "2026-11-10",
        "version": 1,
    }
    reponse = client_agent.post(base(maison, zoe, "liens/ajouter/"), saisie)
    assert reponse["Location"] == base(maison, zoe, "liens/")
    assert espace(erwan).get(f"/espace/enfants/{zoe.pk}/").status_code == 200
    lien = zoe.liens.get(responsable=erwan)
    corrige = {"qualite": "pere", "version": 2}
    assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/"), corrige).status_code == 302
    lien.refresh_from_db()
    assert (lien.qualite, lien.autorite_parentale) == ("pere", False)
    page = source(client_agent.get(base(maison, zoe, "liens/")))
    assert "Père, sans autorité parentale" in page
    assert "correction d’un lien parental" in page
    # Who is tied is not offered again.
    assert f'value="{erwan.pk}"' not in source(client_agent.get(base(maison, zoe, "liens/ajouter/")))


def test_two_agents_on_one_child_the_second_is_told_and_keeps_what_was_typed(client_agent, maison, zoe, lien, agent):
    services.corriger_lien(lien, version=1, qualite="tuteur", autorite_parentale=True, par=agent)
    reponse = client_agent.post(base(maison, zoe, f"liens/{lien.pk}/"), {"qualite": "pere", "version": 1})
    assert "modifié entre-temps" in source(reponse)
    assert '<option value="pere" selected>' in source(reponse)
    lien.refresh_from_db()
    assert lien.qualite == "tuteur"


def test_an_ended_link_is_shown_as_history_and_hides_the_child_the_day_after(client_agent, maison, zoe, lien):
    parent = espace(maison.responsable)
    saisie = {"au": "2026-11-09", "motif": "garde confiée au père", "version": 1}
    assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/fin/"), saisie).status_code == 302
    assert parent.get(f"/espace/enfants/{zoe.pk}/").status_code == 404
    page = source(client_agent.get(base(maison, zoe, "liens/")))
    assert "mère, du 1er septembre 2026 au 9 novembre 2026" in page
    assert "garde confiée au père" in page
    assert "Aucun adulte n’est lié" in page


@pytest.mark.parametrize(
    ("suite", "saisie", "phrase"),
    [
        ("fin/", {"au": "2026-08-01", "version": 1}, "précède le premier"),
        ("fin/", {"au": "", "version": 1}, "Renseignez"),
        ("fin/", {"au": "9999-12-31", "version": 1}, "trop lointaine"),
        ("fin/", {"par_erreur": "on", "version": 1}, "Dites pourquoi"),
        ("fin/", {"au": "2026-11-30", "version": "x"}, "modifié entre-temps"),
        ("acces/", {"motif": " ", "version": 1, "sens": "retirer"}, "Écrivez la raison"),
        ("", {"qualite": "voisin", "version": 1}, "Choisissez"),
    ],
)
def test_bad_input_gets_a_sentence(client_agent, maison, zoe, lien, suite, saisie, phrase):
    reponse = client_agent.post(base(maison, zoe, f"liens/{lien.pk}/{suite}"), saisie)
    assert reponse.status_code == 422
    assert phrase in source(reponse)
    lien.refresh_from_db()
    assert (lien.au, lien.restreint) == (None, False)


def test_a_link_typed_by_mistake_goes_at_once_and_the_journal_keeps_it(client_agent, maison, zoe, lien):
    saisie = {"par_erreur": "on", "motif": "mauvaise Camille", "version": 1, "au": ""}
    assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/fin/"), saisie).status_code == 302
    assert not zoe.liens.exists()
    assert espace(maison.responsable).get(f"/espace/enfants/{zoe.pk}/").status_code == 404
    ligne = Journal.objects.get(action="lien parental effacé")
    assert (ligne.motif, ligne.donnees["responsable"]) == ("mauvaise Camille", maison.responsable.pk)


def test_who_may_only_read_has_no_such_page(client_regisseur, maison, zoe, lien):
    for suite in ("liens/", "liens/ajouter/", f"liens/{lien.pk}/", f"liens/{lien.pk}/fin/", f"liens/{lien.pk}/acces/"):
        assert client_regisseur.get(base(maison, zoe, suite)).status_code == 404
        assert client_regisseur.post(base(maison, zoe, suite), {"motif": "x", "version": 1}).status_code in (404, 405)
    assert "Liens et foyers" not in source(client_regisseur.get(f"/gestion/familles/{maison.foyer.pk}/"))


def test_a_child_of_another_family_is_not_there(client_agent, maison, zoe, lien, donges):
    autre = famille(donges)
    for suite in ("liens/", f"liens/{lien.pk}/"):
        assert client_agent.get(base(autre, zoe, suite)).status_code == 404
    assert client_agent.get(base(autre, autre.enfants[0], f"liens/{lien.pk}/")).status_code == 404


# A court's decision


@pytest.mark.feature("F093")
def test_a_restricted_parent_loses_sight_of_the_child_at_once_everywhere(client_agent, maison, zoe, lien, donges):
    reserver_jours(maison, donges, [date(2026, 11, 16)])
    parent, pk = espace(maison.responsable), maison.inscriptions[0].pk
    pages = [f"/espace/enfants/{zoe.pk}/", f"/espace/inscriptions/{pk}/", f"/espace/reservations/{pk}/"]
    assert [parent.get(p).status_code for p in pages] == [200, 200, 200]
    assert zoe.prenom in source(parent.get("/espace/"))
    saisie = {"motif": "Ordonnance du 3 novembre", "version": 1, "sens": "retirer"}
    assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/acces/"), saisie).status_code == 302
    assert [parent.get(p).status_code for p in pages] == [404, 404, 404]
    assert "facture n’est à régler" not in source(parent.get("/espace/"))
    semaine = "/espace/reservations/semaine/2026-11-16/"
    assert zoe.prenom not in source(parent.get(semaine))
    assert parent.post(semaine, {"choix": f"{pk}:{donges.formule.pk}:2026-11-17"}).status_code == 404
    for page in (
        "/espace/",
        "/espace/reservations/",
        "/espace/reservations/absence/",
        "/espace/demarches/",
        "/espace/factures/",
    ):
        reponse = parent.get(page)
        assert reponse.status_code in (200, 404), page
        assert zoe.prenom not in source(reponse), page
    page = source(client_agent.get(base(maison, zoe, "liens/")))
    assert "Rien : accès retiré par une décision de justice" in page
    assert "Ordonnance du 3 novembre" in page
    # Given back, with a reason too.
    saisie = {"motif": "Décision levée le 9 novembre", "version": 2, "sens": "rendre"}
    assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/acces/"), saisie).status_code == 302
    assert [parent.get(p).status_code for p in pages] == [200, 200, 200]
    motifs = Journal.objects.filter(objet="famille.enfant").exclude(motif="").values_list("motif", flat=True)
    assert set(motifs) == {"Ordonnance du 3 novembre", "Décision levée le 9 novembre"}


def test_taking_access_away_twice_does_not_give_it_back(client_agent, maison, zoe, lien):
    saisie = {"motif": "Ordonnance", "version": 1, "sens": "retirer"}
    for _ in range(2):
        assert client_agent.post(base(maison, zoe, f"liens/{lien.pk}/acces/"), saisie).status_code == 302
    lien.refresh_from_db()
    assert lien.restreint
    assert Journal.objects.filter(action="accès retiré par une décision de justice").count() == 1


def test_a_link_that_a_court_hides_is_not_ended_nor_erased(agent, lien):
    services.restreindre(lien, restreint=True, version=1, motif="Ordonnance", par=agent)
    assert code(services.terminer_lien, lien, version=2, au=FIN, par=agent) == "restreint"
    assert code(services.effacer_lien, lien, version=2, motif="x", par=agent) == "restreint"
    assert code(services.restreindre, lien, restreint=False, version=2, motif="  ", par=agent) == "motif"


def test_a_restricted_adult_of_the_same_home_gets_no_mail_about_it(agent, maison, zoe, lien, erwan, donges):
    services.restreindre(lien, restreint=True, version=1, motif="Ordonnance", par=agent)
    services.lier(zoe, erwan, "pere", par=agent)
    reserver_jours(maison, donges, [date(2026, 11, 16)])
    fermer(ou=[Ou(donges.cantine, donges.restaurant)], jours=[date(2026, 11, 16)], motif="Grève", par=agent)
    promettre([facture_brute(maison, donges)])
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {erwan.email}


# Homes


def depart(rattachement, agent, **options):
    return services.terminer_rattachement(rattachement, **({"version": 1, "au": FIN, "par": agent} | options))


def test_a_home_that_still_pays_is_not_left_without_a_word(client_agent, maison, zoe, donges):
    reserver_jours(maison, donges, [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)])
    chemin = base(maison, zoe, f"foyers/{zoe.rattachements.get().pk}/depart/")
    reponse = client_agent.post(chemin, {"au": "2026-11-30", "version": 1})
    assert reponse.status_code == 422
    page = source(reponse)
    assert "l’inscription « Restauration scolaire », sans date de fin" in page
    assert "2 réservations, jusqu’au 3 décembre 2026" in page
    assert zoe.rattachements.get().au is None
    saisie = {"au": "2026-11-30", "version": 1, "arreter": "on", "motif": "déménagement"}
    assert client_agent.post(chemin, saisie).status_code == 302
    maison.inscriptions[0].refresh_from_db()
    assert maison.inscriptions[0].au == FIN
    vivantes = Reservation.objects.vivantes().values_list("date", flat=True)
    assert list(vivantes) == [date(2026, 11, 30)]
    assert list(Creneau.objects.filter(prises__gt=0).values_list("date", flat=True)) == [date(2026, 11, 30)]
    assert zoe.rattachements.get().au == FIN
    assert "jusqu’au 30 novembre 2026" in source(client_agent.get(f"/gestion/familles/{maison.foyer.pk}/"))


def test_a_meal_of_today_stays_and_what_another_home_pays_is_left_alone(agent, maison, zoe, donges):
    autre = famille(donges, enfants=0)
    services.rattacher(zoe, autre.foyer, par=agent)
    inscrire(zoe, autre.payeur, donges, du=date(2026, 11, 1))
    reserver_jours(maison, donges, [AUJOURDHUI, date(2026, 11, 12)])
    autre.enfants = [zoe]
    reserver_jours(autre, donges, [date(2026, 11, 13)])
    depart(zoe.rattachements.get(foyer=maison.foyer), agent, au=HIER, arreter=True)
    jours = Reservation.objects.vivantes().order_by("date").values_list("date", flat=True)
    assert list(jours) == [AUJOURDHUI, date(2026, 11, 13)]
    assert autre.payeur.inscriptions.get().au is None


def test_a_registration_that_had_not_begun_is_closed(agent, maison, zoe):
    maison.inscriptions[0].du = date(2027, 1, 4)
    maison.inscriptions[0].save()
    depart(zoe.rattachements.get(), agent, arreter=True)
    maison.inscriptions[0].refresh_from_db()
    assert maison.inscriptions[0].etat == EtatInscription.TERMINEE


def test_a_child_who_left_is_shown_muted_and_can_come_back(client_agent, agent, maison, zoe):
    depart(zoe.rattachements.get(), agent, au=HIER, arreter=True)
    page = source(client_agent.get(f"/gestion/familles/{maison.foyer.pk}/"))
    assert f"{zoe}, dans ce foyer du 1er septembre 2026 au 9 novembre 2026" in page
    services.rattacher(zoe, maison.foyer, par=agent)
    # Two stays in one home are one child.
    assert client_agent.get(base(maison, zoe, "liens/")).status_code == 200
    assert client_agent.get(base(maison, zoe)).status_code == 200


def test_a_departure_before_the_arrival_or_from_an_old_page_is_refused(agent, maison, zoe):
    ici = zoe.rattachements.get()
    assert code(depart, ici, agent, au=date(2026, 8, 1), arreter=True) == "dates"
    assert code(depart, ici, agent, version=0, arreter=True) == "version"
    assert Rattachement.objects.get().au is None
    assert Reservation.objects.count() == 0


def test_a_home_that_was_left_does_not_pay_a_new_registration(agent, maison, zoe, donges):
    from reservations.activites.services.inscriptions import inscrire as inscrire_pour_de_vrai

    depart(zoe.rattachements.get(), agent, au=FIN, arreter=True)
    saisie = {"lieu": donges.restaurant, "payeur": maison.payeur, "par": agent}
    assert code(inscrire_pour_de_vrai, zoe, donges.cantine, du=date(2026, 12, 1), **saisie) == "payeur"
    dans = {"du": date(2026, 11, 12), "au": date(2027, 1, 1)}
    maison.inscriptions[0].delete()
    assert code(inscrire_pour_de_vrai, zoe, donges.cantine, **dans, **saisie) == "dates"


# Adults


def test_an_adult_leaves_and_joins_another_home(client_agent, maison, erwan, donges):
    appartenance = erwan.appartenances.get()
    autre = famille(donges, enfants=0)
    arrivee = f"/gestion/familles/{autre.foyer.pk}/adultes/connus/"
    assert "n’est sans foyer" in source(client_agent.get(f"{arrivee}?q=erwan"))
    depart = f"/gestion/familles/{maison.foyer.pk}/departs/{appartenance.pk}/"
    assert client_agent.post(depart, {"au": "2026-11-09", "version": 1, "motif": "séparation"}).status_code == 302
    page = source(client_agent.get(f"/gestion/familles/{maison.foyer.pk}/"))
    assert "Erwan Rivière, dans ce foyer du 1er septembre 2026 au 9 novembre 2026" in page
    assert "séparation" in page
    assert f"{arrivee}{erwan.pk}/" in source(client_agent.get(f"{arrivee}?q=erwan"))
    assert client_agent.post(f"{arrivee}{erwan.pk}/", {"du": "2026-11-10"}).status_code == 302
    assert Responsable.objects.get(pk=erwan.pk).foyer_actuel() == autre.foyer
    reponse = client_agent.post(f"{arrivee}{erwan.pk}/", {"du": "2026-11-12"})
    assert "déjà dans un foyer" in source(reponse)


def test_the_last_adult_does_not_leave_children_behind(agent, maison, zoe):
    seul = maison.responsable.appartenances.get()
    assert code(services.terminer_appartenance, seul, version=1, au=FIN, par=agent) == "dernier_adulte"
    depart(zoe.rattachements.get(), agent, arreter=True)
    services.terminer_appartenance(seul, version=1, au=FIN, par=agent)
    assert Appartenance.objects.get().au == FIN


def test_the_page_asks_the_same_number_of_queries(client_agent, maison, zoe, django_assert_max_num_queries):
    for _ in range(5):
        adulte = ResponsableFactory(utilisateur=UtilisateurFactory())
        Appartenance.objects.create(responsable=adulte, foyer=maison.foyer, du=DEBUT)
        LienParental.objects.create(enfant=zoe, responsable=adulte, qualite="pere", du=DEBUT)
    client_agent.get(base(maison, zoe, "liens/"))
    with django_assert_max_num_queries(20):
        client_agent.get(base(maison, zoe, "liens/"))
    assert Enfant.objects.count() == 1
