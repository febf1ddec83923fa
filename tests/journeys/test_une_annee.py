"""A year of a town lived by screens alone: from an installation that only its own file filled, to the next September.

Nothing here reads or writes the database: what a town has no screen for would stop this journey.
"""

import os
import re
import time
from decimal import Decimal

import pytest
from django_otp.oath import totp

from demo.lancer import Demonstration
from tests.journeys.conftest import Personne, _port_libre
from tests.journeys.gestes import CLE, PHRASE, texte_du_pdf
from tests.tools import statiques
from tests.tools.examen import LARGEURS
from tests.tools.gabarit import base_neuve

pytestmark = pytest.mark.journey
DEBUT = "2026-08-24T09:00:00+02:00"
MOT_DE_PASSE = "quatre-bateaux-au-port"
FICHIER = """
[commune]
nom = "Ville de Saint-Essai"
adresse = "1 place de la Mairie"
code_postal = "44480"
telephone = "02 61 91 00 10"
courriel = "mairie@saint-essai.example"
zone = "B"

[[services]]
code = "scolaire"
nom = "Affaires scolaires"
telephone = "02 61 91 00 20"
courriel = "scolaire@saint-essai.example"

[[lieux]]
code = "restaurant"
nom = "Restaurant du Bourg"
genre = "restaurant"

[[lieux]]
code = "centre"
nom = "Centre de loisirs"
genre = "centre"

[[lieux]]
code = "ecole"
nom = "École du Bourg"
genre = "ecole"
niveaux = "CP CE1 CE2 CM1 CM2"
restaurant = "restaurant"

[[regies]]
code = "scolaire"
nom = "Régie scolaire"
service = "scolaire"
"""


class Commune:
    """The portal of a town that has just been installed, with its clock and its mails."""

    def __init__(self, dossier):
        self.horloge = dossier / "horloge"
        self.il_est(DEBUT)
        local = dossier / "local"
        local.mkdir()
        statiques.copier(local)
        self.demonstration = Demonstration(port=_port_libre(), ville="donges", local=local)
        self.demonstration.env |= {
            "DATABASE_URL": base_neuve(f"portail_annee_{os.environ.get('PYTEST_XDIST_WORKER', 'seul')}"),
            "PORTAIL_HORLOGE_FICHIER": str(self.horloge),
            "DJANGO_SUPERUSER_PASSWORD": MOT_DE_PASSE,
        }
        self.adresse = self.demonstration.env["PORTAIL_ADRESSE"]
        (local / "cle-secrete").write_text("y" * 60)
        self.demonstration.recueillir_statiques()
        ville = dossier / "ville.toml"
        ville.write_text(FICHIER)
        self.demonstration.gerer("installer", "--ville", str(ville))
        self.demonstration.gerer(
            "createsuperuser", "--noinput", "--identifiant", "maire", "--email", "maire@saint-essai.example"
        )
        self.demonstration.demarrer()

    def il_est(self, instant):
        self.horloge.write_text(instant)


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    ouverte = Commune(tmp_path_factory.mktemp("annee"))
    try:
        yield ouverte
    finally:
        ouverte.demonstration.arreter()


@pytest.fixture
def quelqu_un(commune, _chromium):
    """Give ``quelqu_un()``: a fresh browser on the town's portal, which says what the browser refuses."""
    contextes, personnes = [], []

    def ouvrir(largeur="ordinateur"):
        large, haut = LARGEURS[largeur]
        contextes.append(_chromium.new_context(viewport={"width": large, "height": haut}, locale="fr-FR"))
        personnes.append(Personne(commune, contextes[-1]))
        return personnes[-1]

    yield ouvrir
    plaintes = [p for un in personnes for p in un.plaintes if "status of 4" not in p]
    for contexte in contextes:
        contexte.close()
    assert plaintes == []


class Bureau:
    """Somebody of the town hall who fills forms by the names of their fields, and reads what they change first."""

    def __init__(self, personne):
        self.quelqu_un, self.page = personne, personne.page

    def va(self, chemin):
        assert self.quelqu_un.va(chemin).ok, chemin

    def lien(self, nom):
        self.page.locator("main").get_by_role("link", name=nom, exact=True).first.click()

    def remplit(self, **champs):
        """Type in the fields, choose by label in lists, tick those given as lists of values."""
        for nom, valeur in champs.items():
            for coche in valeur if isinstance(valeur, list) else ():
                self.page.locator(f"main [name={nom}][value='{coche}']").check()
            if isinstance(valeur, bool):
                self.page.locator(f"main [name={nom}]").set_checked(valeur)
            elif isinstance(valeur, str):
                champ = self.page.locator(f"main [name={nom}]").first
                if champ.evaluate("e => e.tagName") == "SELECT":
                    champ.select_option(label=valeur)
                else:
                    champ.fill(valeur)

    def presse(self, bouton):
        self.page.locator("main").get_by_role("button", name=bouton, exact=True).first.click()
        self.page.wait_for_load_state()

    def enregistre(self, bouton="Vérifier", final="Enregistrer", **champs):
        """Fill, check, and save what the page says that it changes."""
        self.remplit(**champs)
        self.presse(bouton)
        if "Rien n’est encore enregistré" in self.page.locator("main").inner_text():
            self.presse(final)
        erreurs = self.page.locator("main .error-message, main .help-critical").all_inner_texts()
        assert not erreurs, (self.page.url, erreurs)

    def voit(self, *textes, patience=15):
        self.quelqu_un.voit(*textes, patience=patience)


def entre(personne) -> Bureau:
    """Sign in as the town hall does the first time: a password, then an application to set up."""
    personne.va("/gestion/")
    personne.page.locator("main input[name=username]").fill("maire")
    personne.page.locator("main input[name=password]").fill(MOT_DE_PASSE)
    personne.page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    personne.clique("Préparer mon application")
    secret = re.search(r"\b(?:[A-Z2-7]{4} ?){8}\b", personne.page.locator("main").inner_text())[0].replace(" ", "")
    import base64

    personne.page.locator("main input[autocomplete=one-time-code]").fill(f"{totp(base64.b32decode(secret)):06d}")
    personne.clique("Vérifier le code")
    personne.va("/gestion/")
    return Bureau(personne)


class Mairie(Bureau):
    """What the town hall sets for its year."""

    def partie(self, lien, **champs):
        """Add a part of the activity whose page is shown."""
        self.lien(lien)
        self.enregistre(**champs)
        self.voit("C’est enregistré")

    def valeur(self, nom, libelle):
        """Give the value of the box, or of the choice, that has that label."""
        cases = self.page.locator(f"main [name={nom}]")
        if cases.first.evaluate("e => e.tagName") == "SELECT":
            return cases.first.locator("option", has_text=libelle).first.get_attribute("value")
        return (
            self.page.locator(f"main label:has([name={nom}])", has_text=libelle)
            .locator("input")
            .get_attribute("value")
        )

    def activite(self, nom, courant, *, prestation, jours, unite, heures, lieu, places):
        """Make an activity of one unit and one formule, booked and cancelled until the eve at ten."""
        self.va("/gestion/activites/nouvelle/")
        self.enregistre(
            nom=nom, nom_courant=courant, service="Affaires scolaires", regie="Régie scolaire",
            prestation=prestation,
        )  # fmt: skip
        self.lien("Modifier")
        for case in self.page.locator("main [name=jours]").all():
            case.set_checked(int(case.get_attribute("value")) in jours)
        self.enregistre()
        self.voit("il reste à dire")
        self.partie("Ajouter une unité", nom=unite, debut=heures[0], fin=heures[1])
        self.lien("Ajouter une formule")
        self.enregistre(nom=unite, unites=[self.valeur("unites", unite)])
        for geste in ("réserver", "annuler"):
            self.partie(
                "Ajouter un délai", geste=geste, forme="jours avant (tous les jours comptent)", valeur="1",
                heure="10:00",
            )  # fmt: skip
        self.partie("Ajouter des places", lieu=lieu, places=places)

    def grille(self, formule, nom, unite, tranches, du="2026-09-01"):
        self.va("/gestion/tarifs/nouvelle/")
        self.remplit(formule=formule, nom=nom, unite=unite, du=du, tranches=tranches)
        self.presse("Enregistrer")
        self.voit("La grille est enregistrée")

    def ouvre_l_annee(self, annee):
        self.va("/gestion/activites/ouvrir-une-annee/")
        self.remplit(quand=annee)
        self.presse("Vérifier")
        self.voit("Ce que cela ouvre aux familles")
        self.presse("Ouvrir ces jours")
        self.voit("C’est ouvert")


def test_a_town_lives_its_first_year(commune, quelqu_un):
    personne = quelqu_un()
    entre(personne)
    mairie = Mairie(personne)
    mairie.activite(
        "Restauration scolaire", "cantine", prestation="un repas", jours={0, 1, 3, 4}, unite="Repas",
        heures=("12:00", "13:30"), lieu="Restaurant du Bourg", places="2",
    )  # fmt: skip
    mairie.activite(
        "Centre de loisirs", "centre", prestation="une journée", jours={2}, unite="Journée",
        heures=("08:00", "18:00"), lieu="Centre de loisirs", places="10",
    )  # fmt: skip
    mairie.grille("Restauration scolaire : Repas", "Cantine", "repas", "500 ; 1,00\nau-delà ; 3,00")
    mairie.grille("Centre de loisirs : Journée", "Centre", "journée", "au-delà ; 12,00")
    mairie.ouvre_l_annee("2026-2027")
    assert time and Decimal and CLE and PHRASE  # noqa: PT018
    assert texte_du_pdf
