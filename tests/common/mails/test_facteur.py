"""The postman: what was promised leaves, in order of urgence, whatever stops it; else a person is told."""

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core import mail

from common.errors import Refus
from common.mails import courriels, facteur, relances
from common.models import Courriel, Journal, Urgence
from espace_prive.comptes import services as comptes
from espace_prive.comptes.enums import Role
from espace_prive.famille.models import Responsable
from factures.facturation.models import Facture
from factures.facturation.services import cloturer_lot
from factures.facturation.services import courriels as courriels_de_facture
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.factories.factures import ville_a_facturer
from tests.tools.html import source

MATIN = datetime.fromisoformat("2026-11-10T10:00:00+01:00")
OUBLI = "/espace/mot-de-passe-oublie/"


@pytest.fixture
def client_administrateur(donges):
    return connecter_agent(ClientQuiLit(), _agent(Role.ADMINISTRATEUR))


@pytest.fixture
def horloge(settings, tmp_path):
    """Let mails wait for a postman, and give what moves the clock: minutes after ten."""
    settings.COURRIELS_SYNCHRONES = False
    settings.EMAIL_BACKEND = "tests.common.mails.test_facteur.Serveur"
    Serveur.panne, Serveur.recus, Serveur.secondes = None, [], 0

    fichier = tmp_path / "horloge"
    settings.HORLOGE_FICHIER = str(fichier)

    def mettre(minutes):
        fichier.write_text((MATIN + timedelta(minutes=minutes)).isoformat())

    mettre(0)
    return mettre


class Serveur:
    """A mail server that answers, or raises what ``panne`` says."""

    panne = None
    recus = []
    secondes = 0
    pendant = None

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        if Serveur.pendant:
            Serveur.pendant(messages[0])
        if Serveur.panne:
            raise Serveur.panne
        Serveur.recus += messages
        mail.outbox += messages
        return len(messages)


def envoyer(cle, **options):
    contenu = {"a": f"{cle}@courriel.example", "objet": f"Objet {cle}", "gabarit": "courriels/compte_rouvert"}
    return courriels.envoyer(cle=cle, **contenu | options)


def tournee():
    """Carry all that is due; give the addresses served, in order."""
    avant = len(Serveur.recus)
    while facteur.porter_le_suivant():
        pass
    return [message.to[0].partition("@")[0] for message in Serveur.recus[avant:]]


@pytest.mark.django_db
def test_a_server_down_for_a_day_loses_nothing_and_everything_leaves_in_order(horloge):
    Serveur.panne = ConnectionRefusedError()
    envoyer("nombre", urgence=Urgence.EN_NOMBRE)
    envoyer("a")
    horloge(300)
    envoyer("b")
    envoyer("lien", urgence=Urgence.ATTENDU)
    essais = 0
    for minutes in range(300, 24 * 60, 10):
        horloge(minutes)
        essais += bool(tournee())
    assert essais == 0
    en_attente = Courriel.objects.get(cle="a")
    assert (en_attente.erreur, en_attente.abandonne_le) == (relances.NE_REPOND_PAS, None)
    assert 10 < en_attente.essais < 25
    Serveur.panne = None
    horloge(24 * 60 + 120)
    # The first is the probe; then all that the server alone had stopped, the most awaited first, as they were asked.
    assert sorted(tournee()) == ["a", "b", "lien", "nombre"]
    rangs = [message.to[0].partition("@")[0] for message in Serveur.recus]
    assert rangs[0] in {"lien", "a"}
    assert [nom for nom in rangs[1:] if nom != "lien"][-2:] == ["b", "nombre"]
    assert not Courriel.objects.en_souffrance().exists()
    assert tournee() == []


@pytest.mark.django_db
def test_the_wait_grows_and_ends_after_three_days_in_front_of_somebody(horloge):
    Serveur.panne = smtplib.SMTPDataError(451, b"greylisted: secret text")
    envoyer("a")
    instants = []
    while (courriel := Courriel.objects.get()).prochain_essai:
        instants.append((courriel.prochain_essai - MATIN) // timedelta(minutes=1))
        horloge(instants[-1])
        assert facteur.porter_le_suivant()
    ecarts = [b - a for a, b in zip(instants, instants[1:], strict=False)]
    assert ecarts[:8] == [1, 2, 5, 10, 20, 30, 60, 120]
    assert instants[-1] == 3 * 24 * 60
    assert courriel.abandonne_le == MATIN + timedelta(days=3)
    assert courriel.erreur == "Le serveur d’envoi a refusé ce courriel (451)."
    assert courriel.texte
    assert list(Courriel.objects.abandonnes()) == [courriel]


@pytest.mark.django_db
def test_a_dead_link_never_leaves_late(horloge):
    Serveur.panne = TimeoutError()
    envoyer("lien", expire_le=MATIN + timedelta(hours=24))
    tournee()
    horloge(24 * 60 + 1)
    Serveur.panne = None
    assert tournee() == []
    courriel = Courriel.objects.get()
    assert (courriel.erreur, courriel.texte, courriel.prochain_essai) == (relances.PERIME, "", None)
    with pytest.raises(Refus) as refus:
        courriels.renvoyer(par=None, pk=courriel.pk)
    assert refus.value.code == "perime"


@pytest.mark.django_db
def test_every_mail_that_carries_a_link_says_when_it_dies(horloge, donges):
    nolwenn = UtilisateurFactory(identifiant="nolwenn", email="nolwenn@courriel.example")
    comptes.demander_mot_de_passe("nolwenn", adresse="x")
    comptes.inviter_agent(nolwenn)
    endormie = UtilisateurFactory(is_active=False, a_activer=True)
    comptes.envoyer_activation(endormie)
    comptes.demander_courriel(nolwenn, "autre@courriel.example", mot_de_passe=MOT_DE_PASSE)
    tournee()
    vies = dict(Courriel.objects.values_list("objet", "expire_le"))
    assert len(vies) == 5
    for objet, fin in vies.items():
        assert fin, objet
        assert fin - MATIN in {timedelta(days=1), timedelta(days=7)}, objet


@pytest.mark.django_db
def test_a_refused_address_is_shown_at_once_and_a_greylisted_one_is_tried_again(horloge):
    envoyer("mort"), envoyer("gris")
    Serveur.pendant = refuser
    try:
        tournee()
    finally:
        Serveur.pendant = None
    mort, gris = Courriel.objects.get(cle="mort"), Courriel.objects.get(cle="gris")
    assert (mort.erreur, mort.prochain_essai) == ("Le serveur du destinataire refuse cette adresse (550).", None)
    assert gris.erreur == "Le serveur du destinataire demande d’attendre (450)."
    assert gris.prochain_essai == MATIN + timedelta(minutes=1)


def refuser(message):
    code = 550 if message.to[0].startswith("mort") else 450
    raise smtplib.SMTPRecipientsRefused({message.to[0]: (code, b"no")})


@pytest.mark.django_db
def test_killed_while_sending_the_mail_leaves_again_under_the_same_identifier(horloge):
    class Tue(BaseException):
        pass

    envoyer("a")
    Serveur.panne = Tue()
    with pytest.raises(Tue):
        facteur.porter_le_suivant()
    Serveur.panne = None
    # Another postman does not take what the first may still be sending.
    assert tournee() == []
    horloge(10)
    assert tournee() == ["a"]
    (message,) = Serveur.recus
    assert message.extra_headers["Message-ID"] == f"<courriel-{Courriel.objects.get().pk}@portail.example>"
    assert tournee() == []


def joignables():
    for adulte in Responsable.objects.all():
        Responsable.objects.filter(pk=adulte.pk).update(email=f"adulte{adulte.pk}@courriel.example")


@pytest.mark.django_db
@pytest.mark.feature("F156")
def test_a_closing_killed_anywhere_leaves_a_mail_for_each_invoice(horloge, donges, monkeypatch):
    """The promise is in the transaction of the invoices: there is nothing between both to be killed in."""
    cloture = ville_a_facturer(donges, familles=6, repas=2)
    joignables()
    vrai = courriels_de_facture.promettre

    def mortel(*args, **options):
        vrai(*args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(courriels_de_facture, "promettre", mortel)
    with pytest.raises(KeyboardInterrupt):
        cloturer_lot(cloture.pk)
    assert Facture.objects.count() == Courriel.objects.count() == 0
    monkeypatch.setattr(courriels_de_facture, "promettre", vrai)
    while cloturer_lot(cloture.pk, taille=4):
        pass
    assert Facture.objects.count() == Courriel.objects.count() == 6
    assert len(tournee()) == 6


@pytest.mark.django_db
@pytest.mark.feature("F051")
def test_a_lost_password_never_waits_behind_a_closing(horloge, donges, client):
    cloture = ville_a_facturer(donges, familles=46, repas=1)
    joignables()
    UtilisateurFactory(identifiant="presse", email="presse@courriel.example")
    cloturer_lot(cloture.pk)

    def lentement(message):
        """Each mail takes four seconds; the link is asked for during the third."""
        Serveur.secondes += 4
        horloge(Serveur.secondes / 60)
        if Serveur.secondes == 12:
            client.post(OUBLI, {"nom": "presse"})

    Serveur.pendant = lentement
    try:
        servis = tournee()
    finally:
        Serveur.pendant = None
    assert servis.index("presse") == 3
    assert len(servis) == 47
    assert Courriel.objects.get(destinataire="presse@courriel.example").envoye_le == MATIN + timedelta(seconds=16)


@pytest.mark.django_db
def test_a_promise_to_nobody_leaves_no_trace(horloge, client):
    client.post(OUBLI, {"nom": "personne"})
    assert Courriel.objects.count() == 1
    tournee()
    assert (Courriel.objects.count(), Serveur.recus) == (0, [])


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_keeps_none_from_leaving(horloge, caplog):
    courriels.promettre("common.web.views.nulle_part", 1, cle="x", objet="Perdu", urgence=Urgence.ATTENDU)
    envoyer("a")
    assert tournee() == ["a"]
    assert Courriel.objects.get(cle="x").erreur == relances.ILLISIBLE
    assert "could not be written" in caplog.text


@pytest.mark.django_db
def test_the_staff_sees_what_did_not_leave_and_sends_it_again(horloge, client_administrateur):
    Serveur.panne = ConnectionRefusedError()
    for cle in ("a", "b"):
        envoyer(cle, objet=f"Objet de {cle}", lien="/secret/jeton/")
    envoyer("perime", expire_le=MATIN + timedelta(hours=1))
    for minutes in (0, 61, 3 * 24 * 60, 3 * 24 * 60 + 130):
        horloge(minutes)
        tournee()
    page = client_administrateur.get("/gestion/reports/courriels/").content.decode()
    for dit in (
        "a@courriel.example",
        "Objet de b",
        "N’est pas parti",
        "Le serveur d’envoi ne répond pas",
        "3 courriels",
    ):
        assert dit in page
    assert "secret" not in page
    assert "Un nouveau lien est à demander" in page
    assert "n’ont pas pu partir" in client_administrateur.get("/gestion/").content.decode()
    Serveur.panne = None
    un = Courriel.objects.get(cle="a")
    renvoyer = "/gestion/reports/courriels/renvoyer/"
    assert "Le courriel va partir" in client_administrateur.post(renvoyer, {"pk": un.pk}, follow=True).content.decode()
    assert tournee() == ["a"]
    assert "n’attend plus" in client_administrateur.post(renvoyer, {"pk": un.pk}, follow=True).content.decode()
    assert "Le courriel va partir" in client_administrateur.post(renvoyer, follow=True).content.decode()
    assert tournee() == ["b"]
    assert Journal.objects.filter(action="courriel renvoyé").count() == 2
    for absurde in ("x" * 9, "9" * 5000, f"{'1' * 18}abc", "9" * 20, "-1", "\0", "٣", ""):
        assert "n’attend plus" in client_administrateur.post(renvoyer, {"pk": absurde}, follow=True).content.decode()


@pytest.mark.django_db
def test_who_may_not_does_not_see_them(horloge, client_agent):
    assert client_agent.get("/gestion/reports/courriels/").status_code == 404
    assert client_agent.post("/gestion/reports/courriels/renvoyer/").status_code == 404


@pytest.mark.django_db
def test_the_page_says_that_nobody_carries_the_mails(horloge, client_administrateur):
    envoyer("a")
    assert "est arrêté" not in client_administrateur.get("/gestion/reports/courriels/").content.decode()
    horloge(16)
    page = client_administrateur.get("/gestion/reports/courriels/").content.decode()
    assert "est arrêté" in source(page)


def test_errors_are_said_in_words_that_repeat_nothing():
    secret = b"https://ville.example/secret"
    cas = {
        smtplib.SMTPAuthenticationError(535, secret): relances.REFUSE_LE_PORTAIL,
        smtplib.SMTPConnectError(421, secret): relances.NE_REPOND_PAS,
        smtplib.SMTPServerDisconnected(secret): relances.NE_REPOND_PAS,
        TimeoutError(secret): relances.NE_REPOND_PAS,
        smtplib.SMTPSenderRefused(550, secret, "x"): "Le serveur d’envoi a refusé ce courriel (550).",
        smtplib.SMTPNotSupportedError(secret): relances.ILLISIBLE,
        ValueError(secret): relances.ILLISIBLE,
    }
    for erreur, phrase in cas.items():
        assert relances.en_mots(erreur) == phrase


@pytest.mark.django_db
def test_a_calendar_goes_with_its_mail_under_its_own_method_and_is_forgotten_with_it(settings, horloge):
    settings.COURRIELS_GARDES = False
    envoyer("agenda", agenda="BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")
    tournee()
    (message,) = Serveur.recus
    partie = next(p for p in message.message().walk() if p.get_content_type() == "text/calendar")
    assert (partie.get_param("method"), partie.get_filename()) == ("CANCEL", "reservations.ics")
    assert "METHOD:CANCEL" in partie.get_payload(decode=True).decode()
    assert message.message().get_content_type() == "multipart/mixed"
    assert Courriel.objects.get().agenda == ""
