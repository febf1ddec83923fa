"""The agents' screens of absences: whom they show, the document, the answer, its effect on invoices, its undoing."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from common.models import Courriel, Journal
from common.web.memory import forget
from commune.models import Lieu, Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.comptes.services import installer_roles
from espace_prive.documents.models import Piece
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from reservations.activites.models import Activite, Formule
from reservations.planning.models import Absence, DecisionAbsence
from reservations.planning.services.justificatifs import effacer_les_justificatifs
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.reservations.gestes import maison, parent
from tests.reservations.test_absences import ABSENCE, signaler
from tests.tools.fichiers import image
from tests.tools.html import soupe, texte, valeurs

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db
LISTE = "/gestion/absences/"
LUNDI, MARDI = date(2026, 11, 16), date(2026, 11, 17)


@pytest.fixture
def signalees(ouverte, maison, parent, settings):
    """Two sick days, told the morning of the first with a certificate, where the first is a waiting day."""
    Activite.objects.filter(pk=ouverte.cantine.pk).update(carence=1, certificat_sous=7)
    forget("catalogue")
    lundi, mardi = reserver_jours(maison, ouverte, [LUNDI, MARDI], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T10:00:00+01:00"
    signaler(parent, lundi, mardi, document=image())
    Courriel.objects.all().delete()
    return [lundi.absence, mardi.absence]


def repondre(client, absence, jugement, motif="", vu=None):
    adresse = f"{LISTE}{absence.pk}/"
    vu = valeurs(client.get(adresse), "vu") if vu is None else vu
    return client.post(adresse, {"jugement": jugement, "motif": motif, "vu": vu})


def effets(absences):
    return [Absence.objects.get(pk=a.pk).effet for a in absences]


@pytest.mark.feature("F144")
def test_the_list_shows_what_waits_for_an_answer_and_the_rest_by_filters(client_agent, signalees, maison, ouverte):
    autre = famille(ouverte, nom="Quéméré")
    (sans,) = reserver_jours(autre, ouverte, [LUNDI])
    Absence.objects.create(reservation=sans, motif="famille", effet="facturee", phrase="x")
    prenom = maison.enfants[0].prenom
    page = texte(client_agent.get(LISTE))
    assert "2 jours d’absence" in page
    assert prenom in page
    assert "Quéméré" not in page
    assert "3 jours d’absence" in texte(client_agent.get(f"{LISTE}?etat=toutes"))
    assert "1 jour d’absence" in texte(client_agent.get(f"{LISTE}?etat=toutes&texte=quemere"))
    assert "Rien n’attend ici" in texte(client_agent.get(f"{LISTE}?etat=refusee"))
    assert client_agent.get(f"{LISTE}?etat=zzz").status_code == 422
    repondre(client_agent, signalees[0], "acceptee")
    assert "Rien n’attend ici" in texte(client_agent.get(LISTE))


@pytest.mark.feature("F144")
def test_what_each_answer_changes_is_said_and_is_what_is_written(client_agent, signalees):
    """The waiting day stays billed by the rule; the service may bill nothing; a refusal bills all, and says why."""
    page = texte(client_agent.get(f"{LISTE}{signalees[0].pk}/"))
    assert "Le premier jour d’une maladie reste dû" in page
    assert "Absence acceptée par le service : le repas n’est pas facturé." in page
    assert effets(signalees) == ["carence", "non_facturee"]
    repondre(client_agent, signalees[0], "acceptee")
    assert effets(signalees) == ["carence", "non_facturee"]
    repondre(client_agent, signalees[0], "offerte")
    assert effets(signalees) == ["non_facturee", "non_facturee"]
    reponse = repondre(client_agent, signalees[0], "refusee")
    assert reponse.status_code == 422
    assert "Dites pourquoi : la famille le lira." in texte(reponse)
    repondre(client_agent, signalees[0], "refusee", "Le document n’est pas lisible.")
    assert effets(signalees) == ["facturee", "facturee"]
    lettre = Courriel.objects.latest("pk").texte
    assert "Le document n’est pas lisible." in lettre
    assert Courriel.objects.count() == 3


@pytest.mark.feature("F144")
def test_the_family_reads_the_answer(client_agent, signalees, parent):
    repondre(client_agent, signalees[0], "refusee", "Le document n’est pas lisible.")
    assert "Absence refusée : le repas reste facturé. Le document n’est pas lisible." in texte(parent.get(ABSENCE))


@pytest.mark.feature("F144")
def test_undone_all_is_as_before_and_the_family_is_told(client_agent, signalees):
    avant = list(Absence.objects.order_by("pk").values("effet", "phrase", "jugement"))
    repondre(client_agent, signalees[0], "offerte")
    repondre(client_agent, signalees[0], "refusee", "Erreur de saisie.")
    adresse = f"{LISTE}{signalees[0].pk}/annuler/"
    client_agent.post(adresse)
    assert effets(signalees) == ["non_facturee", "non_facturee"]
    # One step at a time: the last decision is now the undoing.
    assert "Il n’y a pas de décision à annuler" in texte(client_agent.post(adresse, follow=True))
    DecisionAbsence.objects.all().delete()
    Absence.objects.update(effet="facturee", phrase=avant[0]["phrase"], jugement="")
    repondre(client_agent, signalees[1], "offerte")
    client_agent.post(adresse)
    assert [a["jugement"] for a in Absence.objects.values("jugement")] == ["", ""]
    assert "est de nouveau examinée" in Courriel.objects.latest("pk").texte


def test_two_agents_do_not_answer_over_each_other(client_agent, signalees):
    vu = valeurs(client_agent.get(f"{LISTE}{signalees[0].pk}/"), "vu")
    repondre(client_agent, signalees[0], "offerte")
    reponse = repondre(client_agent, signalees[0], "refusee", "Non.", vu=vu)
    assert "Ces absences ont changé depuis" in texte(reponse)
    assert effets(signalees) == ["non_facturee", "non_facturee"]


@pytest.mark.feature("F144")
def test_the_document_is_a_checked_download_and_its_opening_is_noted(client_agent, signalees, maison):
    reponse = client_agent.get(f"{LISTE}{signalees[0].pk}/document/")
    assert reponse["Content-Disposition"].startswith("attachment")
    assert "sandbox" in reponse["Content-Security-Policy"]
    assert reponse["Cache-Control"] == "no-store, private"
    ligne = Journal.objects.filter(action="ouverture", objet_id=str(maison.enfants[0].pk)).latest("pk")
    assert ligne.motif == "justificatif de l’absence du lundi 16\u00a0novembre"


def test_the_document_goes_a_year_after_its_last_day_and_the_answer_stays(client_agent, signalees, settings):
    repondre(client_agent, signalees[0], "offerte")
    settings.HORLOGE = "2027-11-17T12:00:00+01:00"
    assert effacer_les_justificatifs() == 0
    settings.HORLOGE = "2027-11-18T12:00:00+01:00"
    assert (effacer_les_justificatifs(), effacer_les_justificatifs()) == (1, 0)
    assert not Piece.objects.exists()
    assert list(Absence.objects.values_list("justificatif", "jugement")) == [(None, "offerte")] * 2


def test_the_document_is_for_who_may_read_the_health_of_the_child(signalees, client_regisseur, agent):
    agent.groups.set([installer_roles()[Role.REGISSEUR]])
    agent.user_permissions.add(Permission.objects.get(codename="juger_absences"))
    sans_sante = connecter_agent(ClientQuiLit(), agent)
    page = texte(sans_sante.get(f"{LISTE}{signalees[0].pk}/"))
    assert "votre rôle ne l’ouvre pas" in page
    assert sans_sante.get(f"{LISTE}{signalees[0].pk}/document/").status_code == 404
    for adresse in (LISTE, f"{LISTE}{signalees[0].pk}/", f"{LISTE}{signalees[0].pk}/document/"):
        assert client_regisseur.get(adresse).status_code == 404


def test_an_agent_reads_the_absences_of_its_services_and_places(signalees, ouverte):
    animatrice = _agent(Role.AGENT_DE_SERVICE)
    habilitation = Habilitation.objects.create(
        utilisateur=animatrice, service=Service.objects.create(code="autre", nom="Petite enfance")
    )
    adresses = (f"{LISTE}{signalees[0].pk}/", f"{LISTE}{signalees[0].pk}/document/")

    def lit():
        client = connecter_agent(ClientQuiLit(), type(animatrice).objects.get(pk=animatrice.pk))
        return [client.get(a).status_code for a in adresses], len(
            soupe(client.get(LISTE)).select("table.listing tbody tr")
        )

    assert lit() == ([404, 404], 0)
    habilitation.service = ouverte.cantine.service
    habilitation.lieu = Lieu.objects.create(code="ailleurs", nom="Ailleurs", genre="restaurant")
    habilitation.save()
    assert lit()[0] == [404, 404]
    habilitation.lieu = ouverte.restaurant
    habilitation.save()
    codes, lignes = lit()
    assert (codes, lignes) == ([200, 200], 2)


def cloturer(donges, mois):
    return lancer_cloture(regie=donges.regie, mois=mois, echeance=date(2027, 2, 28), par=None)


@pytest.mark.feature("F144")
def test_a_document_given_after_the_invoice_is_a_credit_and_its_refusal_asks_it_again(
    client_agent, parent, maison, ouverte, settings
):
    """The certificate comes within its days, after the closing of November; the agent refuses it in December."""
    Activite.objects.filter(pk=ouverte.cantine.pk).update(certificat_sous=7)
    forget("catalogue")
    (lundi,) = reserver_jours(maison, ouverte, [date(2026, 11, 30)], enfants=maison.enfants[:1])
    reserver_jours(maison, ouverte, jours_d_ecole(date(2026, 12, 1))[-2:], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-30T10:00:00+01:00"
    signaler(parent, lundi)
    settings.HORLOGE = "2026-12-02T10:00:00+01:00"
    cloturer(ouverte, date(2026, 11, 1))
    page = texte(parent.post(f"{ABSENCE}{lundi.absence.pk}/certificat/", {"document": image()}, follow=True))
    assert "Votre facture de novembre 2026 l’a compté : 0,85 € seront déduits de la prochaine." in page
    settings.HORLOGE = "2027-01-04T10:00:00+01:00"
    cloturer(ouverte, date(2026, 12, 1))
    factures = dict(Facture.objects.values_list("mois__month", "total"))
    assert factures == {11: Decimal("0.85"), 12: Decimal("0.85")}
    dit = soupe(client_agent.get(f"{LISTE}{lundi.absence.pk}/"))
    assert "de nouveau facturé, sur la prochaine facture" in texte(dit)
    repondre(client_agent, lundi.absence, "refusee", "Certificat d’un autre enfant.")
    settings.HORLOGE = "2027-02-03T10:00:00+01:00"
    cloturer(ouverte, date(2027, 1, 1))
    assert Facture.objects.get(mois=date(2027, 1, 1)).total == Decimal("0.85")


@pytest.mark.feature("F144")
def test_any_billed_absence_may_be_explained_afterwards_and_the_service_decides(
    client_agent, parent, maison, ouverte, settings
):
    """No rule about sickness: the meal is due, the document is read by the service, who may bill nothing."""
    (lundi,) = reserver_jours(maison, ouverte, [LUNDI], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T10:00:00+01:00"
    signaler(parent, lundi, motif="famille")
    settings.HORLOGE = "2026-12-02T10:00:00+01:00"
    cloturer(ouverte, date(2026, 11, 1))
    page = texte(parent.post(f"{ABSENCE}{lundi.absence.pk}/certificat/", {"document": image()}, follow=True))
    assert "le repas reste facturé. Le service lira votre document et vous répondra." in page
    assert effets([lundi.absence]) == ["facturee"]
    dit = texte(client_agent.get(f"{LISTE}{lundi.absence.pk}/"))
    assert "0,85 € déduits de la prochaine" in dit
    repondre(client_agent, lundi.absence, "offerte", "Deuil dans la famille.")
    assert effets([lundi.absence]) == ["non_facturee"]
    assert parent.post(f"{ABSENCE}{lundi.absence.pk}/certificat/", {"document": image()}).status_code == 422


def test_the_family_file_tells_apart_what_is_booked_of_one_activity(maison, ouverte, client_agent):
    reserver_jours(maison, ouverte, [LUNDI], enfants=maison.enfants[:1])
    Formule.objects.update(nom="Panier du soir")
    page = client_agent.get(reverse("familles:dossier", args=[maison.foyer.pk]))
    assert "panier du soir" in texte(page)
