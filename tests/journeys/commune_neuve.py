"""A town that has just been installed, and who works in it: the town hall, by its screens; a parent, by telephone."""

import base64
import os
import re
import time

from django_otp.oath import totp

from demo.lancer import Demonstration
from tests.journeys.conftest import _port_libre
from tests.journeys.gestes import CLE, NAISSANCE, PHRASE, jour, texte_du_pdf
from tests.tools import statiques
from tests.tools.gabarit import base_neuve

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


class Bureau:
    """Somebody of the town hall who fills forms by the names of their fields, and reads what they change first."""

    def __init__(self, personne):
        self.quelqu_un, self.page = personne, personne.page

    def va(self, chemin):
        assert self.quelqu_un.va(chemin).ok, chemin

    def lien(self, nom):
        with self.page.expect_navigation():
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
                if champ.get_attribute("type") == "radio":
                    self.page.locator(f"main [name={nom}][value='{valeur}']").check()
                elif champ.evaluate("e => e.tagName") == "SELECT":
                    champ.select_option(label=valeur)
                else:
                    champ.fill(valeur)

    def presse(self, bouton):
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=bouton, exact=True).first.click()

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
    personne.page.locator("main input[autocomplete=one-time-code]").fill(f"{totp(base64.b32decode(secret)):06d}")
    personne.clique("Vérifier le code")
    personne.va("/gestion/")
    return Bureau(personne)


class Mairie(Bureau):
    """What the town hall sets for its year, and puts right. ``numeros``: the activities that it made, by name."""

    def __init__(self, personne):
        super().__init__(personne)
        self.numeros = {}

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
        self.numeros[courant] = re.search(r"/activites/(\d+)/", self.page.url)[1]
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

    def famille(self, nom, enfants, *, quotient=""):
        """Open the file of a family on one page: ``enfants`` {first name: (level, where it is registered)}."""
        self.va("/gestion/familles/nouvelle/")
        self.remplit(nom=nom, adresse="4 quai Neuf")
        self.remplit(**{
            "adulte-1-civilite": "Madame", "adulte-1-nom": nom, "adulte-1-prenoms": "Anne",
            "adulte-1-email": f"{nom.lower()}@courriel.example",
        })  # fmt: skip
        if quotient:
            self.remplit(
                **{"quotient-valeur": quotient, "quotient-source": "CAF", "quotient-date_effet": "2026-08-24"}
            )
        for n, (prenom, (niveau, ou)) in enumerate(enfants.items(), start=1):
            part = f"enfant-{n}-"
            self.remplit(**{
                f"{part}prenom": prenom, f"{part}naissance": "2018-04-12", f"{part}ecole": "École du Bourg",
                f"{part}niveau": niveau, f"{part}lien_adulte-1": "mère",
            })  # fmt: skip
            for champ in self.page.locator(f"main select[name^='{part}inscrire_']").all():
                for lieu in ou:
                    if champ.locator("option", has_text=lieu).count():
                        champ.select_option(label=lieu)
        self.presse("Créer la famille")
        self.voit("La famille est créée", *enfants)
        return re.search(r"/gestion/familles/\d+/", self.page.url)[0]

    def corrige(self, activite, jour, prenom, geste, motif, **champs):
        """Correct one child's day by the screen; give what it changes on the bills, as the preview says it."""
        numero = self.numeros[activite]
        self.va(f"/gestion/corrections/nouvelle/?activite={numero}&jour={jour}&texte={prenom}")
        self.page.locator("main .coches label", has_text=prenom).locator("input").check()
        self.remplit(geste=geste, motif=motif, **champs)
        self.presse("Voir ce qui sera fait")
        lu = self.page.locator("main .help-warning[role=status]").inner_text()
        self.presse("Confirmer")
        self.voit("1 réservation corrigée")
        return " ".join(re.search(r"factures à venir\s*:\s*([^.]+)\.", lu)[1].split())

    def cloture(self, mois, *, echeance) -> str:
        """Close a month; give the whole that it bills, as the preview says it."""
        self.va("/gestion/factures/cloturer/")
        self.remplit(mois=mois, echeance=echeance)
        self.presse("Voir ce qui sera facturé")
        total = re.search(r"([−\d\s,]+€) au total", self.page.locator("main").inner_text())[1]
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile("^Clôturer et établir")).click()
        fin = time.monotonic() + 40
        while "Clôture terminée" not in self.page.locator("main").inner_text():
            assert time.monotonic() < fin, self.page.locator("main").inner_text()
            self.page.wait_for_timeout(300)
            self.page.reload()
        return " ".join(total.split())

    def factures(self, nom) -> list[str]:
        """Give the invoices and avoirs of a family, as the cashier's list shows them, the last first."""
        self.va(f"/gestion/factures/?texte={nom}")
        return [" ".join(rangee.split()) for rangee in self.page.locator("main tbody tr").all_inner_texts()]

    def cle(self):
        """Print the letter of the family whose file is shown; give its key."""
        bouton = self.page.get_by_role("button", name=re.compile("^Imprimer la lettre"))
        formulaire = bouton.locator("xpath=ancestor::form")
        adresse = self.quelqu_un.portail.adresse
        reponse = self.quelqu_un.contexte.request.post(
            adresse + formulaire.get_attribute("action"),
            form={"csrfmiddlewaretoken": formulaire.locator("[name=csrfmiddlewaretoken]").get_attribute("value")},
            headers={"Referer": self.page.url},
        )
        return CLE.search(texte_du_pdf(reponse.body()))[0]


class Parent(Bureau):
    """A parent, on a telephone."""

    def ouvre_son_espace(self, nom, cle):
        self.va("/espace/creer-mon-espace/")
        self.remplit(cle=cle)
        self.page.locator("main form button[type=submit]").last.click()
        self.remplit(email=f"{nom.lower()}@courriel.example", mot_de_passe=PHRASE, **NAISSANCE)
        self.page.locator("main form button[type=submit]").last.click()
        self.va("/demo/courriels/")
        self.page.get_by_role("link", name=re.compile("Activez")).first.click()
        lien = re.search(r"https?://\S+/activer/\S+", self.page.content())[0]
        self.page.goto(lien.split('"')[0])
        self.page.locator("main form button[type=submit]").first.click()
        self.va("/espace/")
        self.voit("À faire")

    def reserve(self, *jours):
        """Tick days of one month, read the recap, confirm."""
        self.va(f"/espace/reservations/mois/{jours[0][:7]}/")
        for voulu in jours:
            jour(self.quelqu_un, voulu).check()
        self.quelqu_un.clique("Aller à l’étape 2")
        self.quelqu_un.clique("Valider")
        self.voit("Traitée positivement")
