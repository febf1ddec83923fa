"""Invitations and letters for many: in the background, with their progress, resumable, none sent twice."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from common import clock
from common.errors import Refus
from common.models import Courriel
from espace_prive.famille.models import Responsable
from espace_prive.ouverture import services
from espace_prive.ouverture.enums import EtatDestinataire, GenreEnvoi
from espace_prive.ouverture.models import CleEnfance, Envoi, Invitation, Liasse
from espace_prive.ouverture.querysets import sans_espace
from espace_prive.ouverture.services import envois, trouver_cle
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import Appartenance, FoyerFactory, ResponsableFactory, famille
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


def adultes(nombre, **champs):
    foyer = FoyerFactory()
    crees = Responsable.objects.bulk_create(ResponsableFactory.build_batch(nombre, **champs))
    Appartenance.objects.bulk_create(Appartenance(responsable=r, foyer=foyer, du="2026-09-01") for r in crees)
    return crees


@pytest.fixture
def differe(monkeypatch):
    """Tasks wait: what they do is called by the test."""
    taches = []
    monkeypatch.setattr(envois, "async_task", lambda *args: taches.append(args))
    return taches


def lancer(genre, agent, **options):
    return services.lancer(numero=uuid4(), genre=genre, responsables=sans_espace(), par=agent, **options)


@pytest.mark.feature("F034")
def test_two_thousand_invitations_leave_once_whatever_stops_them(donges, agent, differe, settings, monkeypatch):
    settings.COURRIELS_SYNCHRONES = False
    # What each mail says is another test's; here they are counted.
    monkeypatch.setattr("common.mails.courriels.render_to_string", lambda *args: "Ouvrez votre espace")
    adultes(2000)
    envoi = lancer(GenreEnvoi.INVITATIONS, agent)
    assert Courriel.objects.count() == 0
    # Killed in the middle of the third batch: that batch is undone, mails included.
    vrai, appels = envois.inviter_tous, []

    def mortel(*args, **options):
        appels.append(args)
        refus = vrai(*args, **options)
        if len(appels) == 3:
            raise KeyboardInterrupt
        return refus

    monkeypatch.setattr(envois, "inviter_tous", mortel)
    with pytest.raises(KeyboardInterrupt):
        services.avancer(envoi.pk)
    assert Courriel.objects.count() == Invitation.objects.count() == 100
    lu = Envoi.objects.avec_comptes().get()
    assert (lu.total, lu.restants, lu.termine_le) == (2000, 1900, None)
    services.avancer(envoi.pk)
    services.avancer(envoi.pk)
    assert Courriel.objects.count() == 2000
    assert Courriel.objects.values("destinataire").distinct().count() == 2000
    lu = Envoi.objects.avec_comptes().get()
    assert (lu.restants, lu.ecartes, lu.termine_le) == (0, 0, clock.maintenant())


def test_a_batch_costs_the_same_whoever_is_in_it_and_a_second_worker_leaves_it(donges, agent, differe, settings):
    # What carries one mail is the postman's.
    settings.COURRIELS_SYNCHRONES = False
    couts = []
    for nombre in (3, 30):
        adultes(nombre)
        envoi = lancer(GenreEnvoi.INVITATIONS, agent)
        with envois._seul(envoi.pk) as a_nous:
            assert a_nous
        with requetes() as faites:
            services.avancer(envoi.pk)
        couts.append(len(faites))
        assert Envoi.objects.get(pk=envoi.pk).termine_le
    # The town is read once, and remembered.
    assert couts[1] <= couts[0] < 20


def test_a_double_click_starts_one(donges, agent, differe):
    adultes(2)
    numero = uuid4()
    un, deux = (
        services.lancer(numero=numero, genre=GenreEnvoi.INVITATIONS, responsables=sans_espace(), par=agent)
        for _ in range(2)
    )
    assert un == deux
    assert len(differe) == 1
    with pytest.raises(Refus) as refus:
        services.lancer(numero=uuid4(), genre="lettres", responsables=Responsable.objects.none(), par=agent)
    assert refus.value.code == "vide"


def test_who_opened_a_space_meanwhile_or_has_no_address_is_set_aside_with_the_reason(donges, agent, differe):
    ouvert, muet, _ = adultes(3)
    envoi = lancer(GenreEnvoi.INVITATIONS, agent)
    Responsable.objects.filter(pk=ouvert.pk).update(utilisateur=UtilisateurFactory())
    Responsable.objects.filter(pk=muet.pk).update(email="")
    services.avancer(envoi.pk)
    motifs = dict(envoi.destinataires.exclude(motif="").values_list("responsable", "motif"))
    assert motifs.keys() == {ouvert.pk, muet.pk}
    assert "a déjà un espace" in motifs[ouvert.pk]
    assert Courriel.objects.count() == 1


@pytest.mark.feature("F037", "F038")
def test_a_batch_of_letters_is_ready_to_fold_each_with_its_own_key(client_agent, donges, agent, differe, monkeypatch):
    monkeypatch.setattr(envois, "PAR_LOT", 2)
    gens = adultes(3, email="")
    envoi = lancer(GenreEnvoi.LETTRES, agent)
    services.avancer(envoi.pk)
    liasses = list(Liasse.objects.order_by("rang"))
    assert [(liasse.rang, liasse.lettres) for liasse in liasses] == [(1, 2), (2, 1)]
    assert b"%PDF" not in bytes(liasses[0].contenu)  # sealed
    pages = []
    for liasse in liasses:
        reponse = client_agent.post(f"/gestion/ouvertures/envois/{envoi.pk}/liasses/{liasse.rang}/")
        assert "attachment" in reponse["Content-Disposition"]
        pages += [page.extract_text() for page in PdfReader(BytesIO(reponse.content)).pages]
    assert len(pages) == 3
    cles = [next(mot for mot in page.split() if len(mot) == 14 and mot.count("-") == 2) for page in pages]
    assert len(set(cles)) == 3
    for cle, adulte, page in zip(cles, gens, pages, strict=True):
        assert trouver_cle(cle).responsable == adulte
        assert "3 rue des Ajoncs" in page
        assert "Page 1 / 1" in page


def test_letters_stopped_between_the_print_and_the_write_leave_no_key(donges, agent, differe, monkeypatch):
    adultes(2, email="")
    envoi = lancer(GenreEnvoi.LETTRES, agent)
    vrai = envois.emettre_cle

    def mortel(responsable, **options):
        if CleEnfance.objects.exists():
            raise KeyboardInterrupt
        return vrai(responsable, **options)

    monkeypatch.setattr(envois, "emettre_cle", mortel)
    with pytest.raises(KeyboardInterrupt):
        services.avancer(envoi.pk)
    assert not CleEnfance.objects.exists()
    assert not Liasse.objects.exists()
    assert envoi.destinataires.filter(etat=EtatDestinataire.A_FAIRE).count() == 2


def test_the_agent_chooses_counts_starts_and_reads_who_has_opened_a_space(client_agent, donges, differe):
    eleve = famille(donges, compte=False)
    adultes(2)
    adresse = "/gestion/ouvertures/envois/nouveau/"
    choix = {"genre": "invitations", "ecole": donges.ecole.pk, "numero": str(uuid4())}
    assert "<strong>1 adulte</strong>" in client_agent.post(adresse, choix).content.decode()
    assert not Envoi.objects.exists()
    reponse = client_agent.post(adresse, choix | {"lancer": "1"})
    envoi = Envoi.objects.get()
    en_cours = client_agent.get(reponse["Location"])
    assert en_cours["Refresh"] == "3"
    assert "0 sur 1" in en_cours.content.decode()
    services.avancer(envoi.pk)
    Responsable.objects.filter(pk=eleve.responsable.pk).update(utilisateur=UtilisateurFactory())
    fini = client_agent.get(reponse["Location"])
    assert "Refresh" not in fini
    assert "a ouvert son espace" in fini.content.decode()
    assert "Personne." in client_agent.get(reponse["Location"] + "?voir=restent").content.decode()
    assert "1" in client_agent.get("/gestion/ouvertures/envois/").content.decode()
    assert "il n’y a personne à qui écrire" in client_agent.get(f"{reponse['Location']}relancer/").content.decode()
    vide = client_agent.post(f"{reponse['Location']}relancer/", {"numero": str(uuid4())}, follow=True)
    assert "Personne ne correspond" in vide.content.decode()


def test_writing_again_says_first_which_keys_die_and_a_dead_bundle_is_no_more_offered(
    client_agent, agent, donges, differe
):
    adultes(3, email="")
    premier = lancer(GenreEnvoi.LETTRES, agent)
    services.avancer(premier.pk)
    fiche = f"/gestion/ouvertures/envois/{premier.pk}/"
    imprimer = f'action="{fiche}liasses/1/"'
    assert imprimer in (page := client_agent.get(fiche).content.decode()), page
    Responsable.objects.filter(pk=premier.destinataires.first().responsable_id).update(
        utilisateur=UtilisateurFactory()
    )
    avant = set(CleEnfance.objects.values_list("pk", "annulee_le"))
    page = " ".join(client_agent.get(f"{fiche}relancer/").content.decode().split())
    assert "2 adultes</strong> n’ont pas encore ouvert" in page
    assert "2 clés déjà remises cesseront d’ouvrir" in page
    assert set(CleEnfance.objects.values_list("pk", "annulee_le")) == avant
    assert Envoi.objects.count() == 1
    suite = client_agent.post(f"{fiche}relancer/", {"numero": str(uuid4())})
    services.avancer(Envoi.objects.exclude(pk=premier.pk).get().pk)
    # One letter of the first bundle is whole still: that of who opened a space has a key that nobody used.
    CleEnfance.objects.filter(annulee_le__isnull=True, responsable__utilisateur__isnull=False).update(
        utilisee_le=clock.maintenant()
    )
    page = client_agent.get(fiche).content.decode()
    assert imprimer not in page
    assert "aucune de ses 3 clés n’ouvre plus rien" in page
    assert "2 lettres (PDF)" in client_agent.get(suite.url).content.decode()


def test_no_letter_to_print_says_why(client_agent, donges):
    adultes(2)
    choix = {"genre": "lettres", "ecole": "", "numero": str(uuid4())}
    page = " ".join(client_agent.post("/gestion/ouvertures/envois/nouveau/", choix).content.decode().split())
    assert "2 adultes sans espace ont une adresse électronique" in page


def test_letters_are_forgotten_after_a_month(donges, agent, differe, settings):
    adultes(1, email="")
    services.avancer(lancer(GenreEnvoi.LETTRES, agent).pk)
    settings.HORLOGE = (clock.maintenant() + timedelta(days=31)).isoformat()
    services.purger()
    assert not Liasse.objects.exists()
    assert Envoi.objects.exists()


def test_two_clicks_at_the_same_instant_start_one_mailing(donges, agent, differe):
    """The second looks before the first has written, and writes after it."""
    numero, adultes = uuid4(), Responsable.objects.filter(pk=famille(donges, compte=False).responsable.pk)

    class PendantCeTemps:
        def values_list(self, *args, **options):
            services.lancer(numero=numero, genre="invitations", responsables=adultes, par=agent)
            return adultes.values_list(*args, **options)

    envoi = services.lancer(numero=numero, genre="invitations", responsables=PendantCeTemps(), par=agent)
    assert Envoi.objects.get() == envoi
    assert envoi.destinataires.count() == 1
