"""The whole demonstration, started once: web server, tasks, bank, on a database of its own and a clock we move."""

import fcntl
import os
import re
import shutil
import socket
import time
from contextlib import closing
from datetime import date, timedelta

import dj_database_url
import pytest
import requests
from django.contrib.auth.models import Group
from django.db import connections
from django.db.models import F
from django_otp.oath import totp
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from common.models import Courriel
from demo.identites import MOT_DE_PASSE, SECRET_HEX
from demo.lancer import Demonstration
from espace_prive.comptes.models import Utilisateur
from reservations.activites.models import Creneau, Inscription, Unite
from tests.journeys.gestes import Bureau, Caisse, reserver_par_http
from tests.tools import statiques
from tests.tools.examen import LARGEURS
from tests.tools.gabarit import adresse, base_neuve, copie
from tests.tools.navigateur import NOTRE_AXE, cadrer, defauts, lancer, montrer_tout

DEPART = "2026-11-10T10:00:00+01:00"
# Each worker has a stack of its own.
VILLE = "portail_journeys_ville"
# How the models of this process read the database of the running portal, which is not the tests' own.
ALIAS = "portail"
BASE = f"portail_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'seul')}"


def _port_libre():
    """Give a port whose next one is free too."""
    while True:
        with closing(socket.socket()) as un, closing(socket.socket()) as deux:
            un.bind(("127.0.0.1", 0))
            port = un.getsockname()[1]
            try:
                deux.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


class Portail:
    """The running portal: its address, its clock, its mails, its database."""

    def __init__(self, demonstration, horloge):
        self.demonstration, self.horloge = demonstration, horloge
        self.adresse = demonstration.env["PORTAIL_ADRESSE"]
        connections.settings[ALIAS] = connections["default"].settings_dict | dj_database_url.parse(
            demonstration.env["DATABASE_URL"]
        )

    def il_est(self, instant):
        """Set the clock of every process."""
        self.horloge.write_text(instant)

    @staticmethod
    def objets(modele):
        """Give the rows of a model in the running portal's database: what a person could not see on a page."""
        return modele._default_manager.using(ALIAS)

    def complet(self, jour, *, inscription):
        """Let the day of that registration's place have no place left; give it."""
        inscrite = self.objets(Inscription).get(pk=inscription)
        creneaux = self.objets(Creneau).filter(
            date=jour, lieu=inscrite.lieu_id, unite__activite=inscrite.activite_id, groupe=None
        )
        creneaux.update(places=F("prises"), surbooking=0)
        return creneaux.get()

    def ouvrir(self, jours, *, inscription):
        """Open days of a registration's place that the demonstration does not: those of an earlier school year."""
        connue = self.objets(Inscription).get(pk=inscription)
        for unite in self.objets(Unite).filter(activite=connue.activite_id):
            for jour in jours:
                self.objets(Creneau).get_or_create(unite=unite, lieu_id=connue.lieu_id, date=jour)

    @staticmethod
    def attendre(vrai, patience=20):
        """Wait until ``vrai()``."""
        fin = time.monotonic() + patience
        while not vrai():
            assert time.monotonic() < fin, "it never came"
            time.sleep(0.1)

    def courriel(self, *, a, objet="", patience=20):
        """Wait for a mail sent to ``a`` whose subject holds ``objet``; give its text as the mail page shows it."""
        fin = time.monotonic() + patience
        while time.monotonic() < fin:
            partis = self.objets(Courriel).filter(destinataire=a, objet__icontains=objet, envoye_le__isnull=False)
            if courriel := partis.order_by("-pk").first():
                return courriel.texte
            time.sleep(0.2)
        raise AssertionError(f"no mail « {objet} » for {a}")

    def lien_du_courriel(self, **criteres):
        """Give the address of the button of that mail."""
        return re.search(r"https?://\S+", self.courriel(**criteres))[0]


def _demonstration(local, base):
    demonstration = Demonstration(port=_port_libre(), ville="donges", local=local)
    demonstration.env |= {"DATABASE_URL": base, "PORTAIL_HORLOGE_FICHIER": os.environ["PORTAIL_HORLOGE_FICHIER"]}
    return demonstration


def _ville_prete(commun):
    """Load the town once, whoever comes first; give the folder of its files and the name of its database."""
    modele = commun / "ville"
    with (commun / "ville.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not (commun / "ville.prete").exists():
            modele.mkdir(exist_ok=True)
            statiques.copier(modele)
            demonstration = _demonstration(modele, base_neuve(VILLE))
            try:
                demonstration.preparer()
            finally:
                demonstration.arreter()
            (commun / "ville.prete").touch()
    return modele


@pytest.fixture(scope="session")
def portail(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("portail")
    commun = tmp_path_factory.getbasetemp()
    commun = commun.parent if "PYTEST_XDIST_WORKER" in os.environ else commun
    horloge = dossier / "horloge"
    horloge.write_text(DEPART)
    os.environ["PORTAIL_HORLOGE_FICHIER"] = str(horloge)
    local = shutil.copytree(_ville_prete(commun), dossier / "local")
    demonstration = _demonstration(local, copie(adresse(), VILLE, BASE))
    try:
        demonstration.demarrer()
        yield Portail(demonstration, horloge)
    finally:
        connections[ALIAS].close()
        os.environ.pop("PORTAIL_HORLOGE_FICHIER", None)
        demonstration.arreter()


@pytest.fixture(autouse=True)
def _a_l_heure(request):
    """Every journey starts on Tuesday 10 November 2026 at ten."""
    if "portail" in request.fixturenames:
        request.getfixturevalue("portail").il_est(DEPART)


@pytest.fixture(autouse=True)
def _models_read_the_portal(django_db_blocker, monkeypatch):
    """Let ``portail.objets`` ask its database: Playwright's loop in this thread waits meanwhile, and harms nothing."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def _chromium():
    with sync_playwright() as playwright:
        ouvert = lancer(playwright)
        yield ouvert
        ouvert.close()


class Personne:
    """Somebody in front of a browser. What the browser refuses (CSP, script errors) ends the test."""

    def __init__(self, portail, contexte):
        self.portail, self.contexte = portail, contexte
        self.plaintes = []
        self.page = contexte.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda m: self.plaintes.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.plaintes.append(str(e)))

    def va(self, chemin):
        return self.page.goto(chemin if "://" in chemin else self.portail.adresse + chemin)

    def clique(self, nom, role="button", exact=True):
        self.page.get_by_role(role, name=nom, exact=exact).first.click()

    def remplit(self, libelle, valeur):
        self.page.get_by_label(libelle, exact=False).first.fill(valeur)

    def lit(self):
        """Give the text of the page, spaces of any kind alike, capitals (which may be the style's) put down."""
        return " ".join(self.page.locator("body").inner_text().split()).lower()

    def voit(self, *textes, patience=5):
        """Check that each text can be read on the page, at once or a moment later."""
        fin = time.monotonic() + patience
        for texte in textes:
            cherche = " ".join(texte.split()).lower()
            while cherche not in (corps := self.lit()):
                assert time.monotonic() < fin, f"« {texte} » is not on {self.page.url}:\n{corps[:3000]}"
                self.page.wait_for_timeout(50)

    def ne_voit_pas(self, texte):
        assert " ".join(texte.split()).lower() not in self.lit()

    def telecharge(self, bouton):
        """Click what gives a PDF; give its text, page after page."""
        with self.page.expect_download() as attente:
            bouton.click()
        return "\n".join(page.extract_text() for page in PdfReader(attente.value.path()).pages)

    def se_connecte(self, identifiant, mot_de_passe=MOT_DE_PASSE):
        self.va("/espace/connexion/")
        self.page.locator("main input[name=username]").fill(identifiant)
        self.page.locator("main input[name=password]").fill(mot_de_passe)
        self.page.locator("main form:has(input[name=password]) button[type=submit]").first.click()

    def passe_le_second_facteur(self):
        """Type the code of the moment; wait for the next one when it was already used."""
        for _ in range(3):
            self.page.locator("main input[autocomplete=one-time-code]").fill(f"{totp(bytes.fromhex(SECRET_HEX)):06d}")
            self.page.locator("main form:has(input[autocomplete=one-time-code]) button[type=submit]").first.click()
            if "/second-facteur/" not in self.page.url:
                return
            time.sleep(31 - time.time() % 30)
        raise AssertionError("the second factor is refused")

    def photographie(self, nom):
        dossier = os.environ.get("PORTAIL_CAPTURES")
        if dossier:
            self.page.screenshot(path=f"{dossier}/{nom}.png", full_page=True)

    def defauts(self):
        """Run axe on the whole page as it stands; give one line a defect."""
        montrer_tout(self.page, self.page.viewport_size["width"])
        self.page.evaluate(NOTRE_AXE)
        trouves = defauts(self.page)
        cadrer(self.page, *self.page.viewport_size.values())
        return trouves


@pytest.fixture
def personne(portail, _chromium):
    """Give ``personne(largeur="téléphone", javascript=True, theme="light")``: a fresh browser."""
    contextes, personnes = [], []

    def ouvrir(*, largeur="ordinateur", javascript=True, theme="light", sans_csp=False, passeport=None):
        large, haut = LARGEURS[largeur]
        contexte = _chromium.new_context(
            viewport={"width": large, "height": haut},
            java_script_enabled=javascript,
            color_scheme=theme,
            locale="fr-FR",
            bypass_csp=sans_csp,
            storage_state=passeport,
            accept_downloads=True,
        )
        if sans_csp:
            contexte.add_init_script(NOTRE_AXE)
        contextes.append(contexte)
        personnes.append(Personne(portail, contexte))
        return personnes[-1]

    yield ouvrir
    plaintes = [p for quelqu_un in personnes for p in quelqu_un.plaintes if "status of 4" not in p]
    for contexte in contextes:
        contexte.close()
    assert plaintes == []


@pytest.fixture(scope="session")
def _passeports():
    """Give the sessions of the staff already signed in: a code of the second factor serves once in 30 seconds."""
    return {}


@pytest.fixture
def agent(personne, _passeports):
    """Give a signed-in member of the staff: ``agent("agent")``."""

    def connecter(identifiant, **options):
        if identifiant in _passeports:
            return personne(passeport=_passeports[identifiant], **options)
        quelqu_un = personne(**options)
        quelqu_un.se_connecte(identifiant)
        quelqu_un.passe_le_second_facteur()
        _passeports[identifiant] = quelqu_un.contexte.storage_state()
        return quelqu_un

    return connecter


@pytest.fixture
def tous_les_roles(portail, agent):
    """Give one signed-in person for every desk: all the menus, all the buttons."""
    administrateur = portail.objets(Utilisateur).get(identifiant="admin")
    avant = list(administrateur.groups.all())
    administrateur.groups.set(portail.objets(Group).all())
    yield agent("admin", sans_csp=True)
    administrateur.groups.set(avant)


@pytest.fixture
def famille_neuve(portail, agent, _passeports):
    """Give ``famille_neuve("Le Tallec", enfants=["Maya"], quotient="640")``: a family whose parent can sign in."""

    def ouvrir(nom, **options):
        if "agent" not in _passeports:
            agent("agent")
        return Bureau(portail, _passeports["agent"]).famille(nom, **options)

    return ouvrir


@pytest.fixture
def famille_facturee(portail, famille_neuve, agent, _passeports):
    """Give ``famille_facturee("Le Roux", jours=["2026-06-01"])``: a family that owes the meals of a month.

    The month is the test's own, before the demonstration's school year: nobody else is billed.
    """

    def ouvrir(nom, *, jours, **options):
        premier = date.fromisoformat(jours[0]).replace(day=1)
        debut = premier - timedelta(days=20)
        portail.il_est(f"{debut}T10:00:00+01:00")
        famille = famille_neuve(nom, enfants=["Alwena"], du=debut.isoformat(), **options)
        portail.ouvrir(jours, inscription=famille.inscriptions["Alwena"])
        reserver_par_http(portail, famille, "Alwena", jours)
        portail.il_est(DEPART)
        if "regie" not in _passeports:
            agent("regie")
        Caisse(portail, _passeports["regie"]).cloturer(premier.isoformat())
        return famille

    return ouvrir


@pytest.fixture
def http(portail):
    """Give a bare HTTP session: what no browser would send."""
    with requests.Session() as session:
        yield session
