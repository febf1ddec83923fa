"""What journeys do again and again: set up a family by bare HTTP, tick days, pay at the bank."""

import io
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

import requests
from django.utils.text import slugify
from pypdf import PdfReader

from commune.models import Ecole, Regie
from demo.banque.reglages import CARTE_ACCEPTEE
from demo.identites import PARENT
from espace_prive.comptes.models import Utilisateur
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import Foyer, Payeur
from espace_prive.garde.models import DemiDeSwap, RythmeDeGarde, Swap
from espace_prive.modifications.models import Modification
from factures.facturation.models import Cloture
from reservations.activites.models import Activite, Inscription
from tests.tools.confirmation import confirmee
from tests.tools.html import liens, soupe, textes, un, valeurs

PHRASE = "trois-moutons-au-bois"
# Of the children of the journeys, as the form asks it: what proves the holder of a key.
NAISSANCE = {"naissance_0": "12", "naissance_1": "4", "naissance_2": "2018"}
CLE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")


@dataclass
class Famille:
    """A family of one parent: the account, and the registration of each child at the canteen."""

    nom: str
    foyer: int
    courriel: str
    inscriptions: dict[str, int] = field(default_factory=dict)

    @property
    def identifiant(self):
        """What its parent types to sign in."""
        return self.courriel


class Navette(requests.Session):
    """A bare HTTP session that posts forms: what a browser would send, and what none would."""

    def __init__(self, portail, cookies=()):
        super().__init__()
        self.trust_env = False
        self.portail = portail
        for biscuit in cookies:
            self.cookies.set(biscuit["name"], biscuit["value"], domain=biscuit["domain"])

    def lire(self, chemin):
        reponse = self.get(chemin if "://" in chemin else self.portail.adresse + chemin)
        reponse.raise_for_status()
        return reponse

    def poster(self, chemin, **donnees):
        """Post a form and follow where it leads."""
        donnees["csrfmiddlewaretoken"] = self.cookies.get("csrftoken", "")
        return self.post(chemin if "://" in chemin else self.portail.adresse + chemin, data=donnees)

    def enregistrer(self, chemin, **donnees):
        """Post a form that must be accepted."""
        reponse = self.poster(chemin, **donnees)
        assert reponse.history, f"{chemin}: {reponse.status_code} {textes(reponse, '[class*=error], [class*=erreur]')}"
        return reponse


class Bureau(Navette):
    """What an agent does at the desk. It sets the stage in a second; the screens have journeys of their own."""

    def __init__(self, portail, passeport):
        super().__init__(portail, passeport["cookies"])
        self.lire("/gestion/familles/")

    def famille(self, nom, *, enfants=(), quotient=None, identifiant="", du="2026-09-01"):
        """Open the file of a family, register its children, have its parent create and activate a space."""
        fiche = self.enregistrer(
            "/gestion/familles/nouvelle/",
            nom=nom,
            adresse="4 quai Neuf",
            code_postal="44480",
            ville="Donges",
            autre_personne="oui",
        )
        chemin = re.search(r"/gestion/familles/(\d+)/", fiche.url)
        famille = Famille(nom, int(chemin[1]), f"{identifiant or slugify(nom)}@courriel.example")
        fiche = self.enregistrer(
            f"{chemin[0]}adultes/ajouter/",
            civilite="mme",
            nom=nom,
            prenoms="Armelle",
            email=famille.courriel,
            autre_personne="oui",
        )
        parent = re.search(r"/adultes/(\d+)/", un(fiche, "a[href*='/adultes/']:not([href$='/ajouter/'])")["href"])[1]
        if quotient:
            self.enregistrer(f"{chemin[0]}quotient/", valeur=quotient, periode="mois", source="caf", date_effet=du)
        for prenom in enfants:
            famille.inscriptions[prenom] = self._enfant(famille, prenom, parent, du)
        lettre = self.poster(f"{chemin[0]}adultes/{parent}/cle/")
        assert lettre.headers["Content-Type"] == "application/pdf", lettre.text[:500]
        self._espace(famille, CLE.search(texte_du_pdf(lettre.content))[0])
        return famille

    def _enfant(self, famille, prenom, parent, du):
        ecole = self.portail.objets(Ecole).filter(restaurant__isnull=False).order_by("pk").first()
        activite = self.portail.objets(Activite).get(code="restauration-scolaire")
        chemin = f"/gestion/familles/{famille.foyer}/"
        qualite = {f"qualite_{parent}": "mere"}
        fiche = self.enregistrer(
            f"{chemin}enfants/ajouter/", prenom=prenom, nom=famille.nom, naissance="2018-04-12", ecole=ecole.pk,
            niveau="CE2", autre_personne="oui", **qualite,
        )  # fmt: skip
        payeur = self.portail.objets(Payeur).get(foyer=famille.foyer)
        lien = liens(fiche)[f"Inscrire {prenom}"]
        self.enregistrer(
            lien, payeur=payeur.pk, du=du, enfants=lien.split("=")[1],
            **{f"lieu_{activite.pk}": ecole.restaurant_id},
        )  # fmt: skip
        return self.portail.objets(Inscription).filter(payeur=payeur).latest("pk").pk

    def _espace(self, famille, cle):
        with Navette(self.portail) as parent:
            parent.lire("/espace/creer-mon-espace/")
            page = parent.enregistrer("/espace/creer-mon-espace/", cle=cle)
            parent.enregistrer(page.url, email=famille.courriel, mot_de_passe=PHRASE, **NAISSANCE)
            page = parent.lire(self.portail.lien_du_courriel(a=famille.courriel, objet="Activez"))
            parent.enregistrer(page.url)


class Caisse(Navette):
    """What the cashier does, by bare HTTP."""

    def __init__(self, portail, passeport):
        super().__init__(portail, passeport["cookies"])
        self.lire("/gestion/factures/cloturer/")

    def cloturer(self, mois, *, echeance="2026-12-10"):
        """Close a month (its first day) and wait for the end."""
        regie = self.portail.objets(Regie).order_by("pk").first()
        choix = confirmee({"regie": regie.pk, "mois": mois, "echeance": echeance})
        self.enregistrer("/gestion/factures/cloturer/", **choix)
        fin = time.monotonic() + 40
        while (etat := self.portail.objets(Cloture).get(mois=mois).etat) != "terminee":
            assert time.monotonic() < fin, f"{mois} is not closed: {etat}"
            time.sleep(0.1)


def reserver_par_http(portail, famille, prenom, jours):
    """Book days at once, as the recap page does."""
    inscription = famille.inscriptions[prenom]
    with Navette(portail) as parent:
        parent.lire("/espace/connexion/")
        parent.enregistrer("/espace/connexion/", username=famille.identifiant, password=PHRASE)
        chemin = f"/espace/reservations/mois/{jours[0][:7]}/"
        page = parent.lire(chemin)
        voulus = [v for v in cases(page) if v.startswith(f"{inscription}:") and v.rpartition(":")[2] in jours]
        page = parent.enregistrer(chemin, version=valeurs(page, "version"), choix=voulus, vers="etape2")
        donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")}
        fin = parent.enregistrer("/espace/reservations/recapitulatif/", **donnees)
        assert "Traitée positivement" in fin.text, " ".join(textes(fin, "main"))


def cases(page) -> list[str]:
    """Give the values of the boxes of a week or of a month."""
    return [case["value"] for case in soupe(page).select("input[name=choix]")]


@contextmanager
def demande_en_attente(portail):
    """Have the demonstration's family ask for a change that an agent reads first; forget it afterwards."""
    foyer = portail.objets(Foyer).get(nom=PARENT.nom)
    demarche = portail.objets(Demarche).create(
        type="dossier", titre="Adresse", service=portail.objets(Activite).get(code="restauration-scolaire").service,
        foyer=foyer, auteur=portail.objets(Utilisateur).get(identifiant=PARENT.identifiant),
    )  # fmt: skip
    modification = portail.objets(Modification).create(
        demarche=demarche, genre="adresse", rubrique="adresse", cible_id=foyer.pk
    )
    yield modification
    modification.delete()
    demarche.delete()


@contextmanager
def jours_proposes(portail):
    """Have the other home of the demonstration's family propose days; forget it afterwards."""
    ici = portail.objets(Foyer).get(nom=PARENT.nom)
    rythme = portail.objets(RythmeDeGarde).get(enfant__rattachements__foyer=ici)
    de = rythme.second_id if rythme.premier_id == ici.pk else rythme.premier_id
    jour = date(2026, 12, 10)
    swap = portail.objets(Swap).create(numero=uuid4(), enfant_id=rythme.enfant_id, de_id=de, a=ici, du=jour, au=jour)
    portail.objets(DemiDeSwap).create(swap=swap, jour=jour, demi=0, donne=True)
    yield swap
    swap.delete()


def texte_du_pdf(contenu):
    """Give the text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages)


def jour(quelqu_un, iso, inscription=""):
    """Give the box of a day, of the only row of the page or of that of a registration."""
    debut = f"[value^='{inscription}:']" if inscription else ""
    return quelqu_un.page.locator(f"input[name=choix][value$=':{iso}']{debut}")


def deplier(quelqu_un):
    """Open all that is folded on the page."""
    quelqu_un.page.evaluate("for (const pli of document.querySelectorAll('details')) pli.open = true")


def decocher(quelqu_un):
    """Untick what the page of absences ticks by itself."""
    while (coches := quelqu_un.page.locator("input[name=reservations]:checked")).count():
        coches.first.uncheck()


def signaler(quelqu_un):
    """Send the absences that are ticked; where the page says first what stays billed, read it and send."""
    quelqu_un.page.locator("portail-absence:not([aria-busy])").wait_for()
    quelqu_un.clique("Signaler l’absence")
    quelqu_un.page.wait_for_load_state()
    if quelqu_un.page.get_by_text("Rien n’est encore envoyé").count():
        quelqu_un.clique("Signaler l’absence")


def ouvrir_le_planning(quelqu_un, prenom):
    """Go from the private home to the week of a child, as the guides say."""
    quelqu_un.va("/espace/")
    quelqu_un.clique("Gérer mes réservations", role="link", exact=False)
    quelqu_un.clique(f"Restauration scolaire : {prenom}", role="link")
    quelqu_un.clique("Commencer", role="link")


def reserver(quelqu_un, prenom, jours):
    """Book days of the month of the first one, from the private home to the confirmation."""
    ouvrir_le_planning(quelqu_un, prenom)
    quelqu_un.clique("Le mois", role="link")
    for iso in jours:
        jour(quelqu_un, iso).check()
    quelqu_un.clique("Aller à l’étape 2")
    quelqu_un.clique("Valider")
    quelqu_un.voit("Nous avons bien enregistré votre demande", "Traitée positivement")


def payer(quelqu_un, *, javascript=True):
    """Pay the invoice shown with a card of the stand-in; without a script, the form to the bank has its button."""
    quelqu_un.clique("Payer la facture", role="link")
    quelqu_un.page.get_by_role("button", name=re.compile("^Payer ")).click()
    if not javascript:
        quelqu_un.clique("Continuer vers la banque")
    quelqu_un.voit("Banque de démonstration")
    saisir_la_carte(quelqu_un)


def saisir_la_carte(quelqu_un, numero=CARTE_ACCEPTEE):
    """Type a card at the bank and pay."""
    quelqu_un.page.locator("input[name=numero]").fill(numero)
    quelqu_un.page.get_by_role("button", name=re.compile("^Continuer et payer")).click()


def fermer_le_mois(regie, mois):
    """Close a month from the menu to the end of the closing."""
    regie.va("/gestion/factures/cloturer/")
    regie.page.locator("[name=mois]").select_option(mois)
    regie.clique("Voir ce qui sera facturé")
    regie.voit("à facturer", "à payer avant le")
    regie.page.get_by_role("button", name=re.compile("^Clôturer et établir")).click()
    regie.voit("Clôture terminée", patience=40)
