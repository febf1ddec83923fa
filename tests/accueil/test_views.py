from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from espace_prive.famille.models import Enfant, LienParental
from espace_prive.sante.models import FicheSanitaire
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from reservations.activites.models import Creneau, Inscription
from tests.factories.famille import completer_le_dossier, famille, inscrire
from tests.factories.reservations import reserver_jours
from tests.tools.html import formulaire, liens, soupe, source, texte, un, valeurs
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2)


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.mark.feature("F060", "F063", "F064", "F065", "F066")
def test_the_home_shows_the_blocks_of_the_guides(parent, maison):
    page = parent.get("/espace/").content.decode()
    for titre in ("À faire", "Mon espace", "Mon tableau de bord", "Ma famille", "Membres du foyer"):
        assert titre in page
    for enfant in maison.enfants:
        assert str(enfant) in page
    assert str(maison.responsable) in page


def _couleurs(client, chemin):
    """Give the tint of each child's coloured initial on a page: « M » → {"0"}."""
    trouvees = {}
    for avatar in soupe(client.get(chemin)).select("[class=avatar][data-teinte][data-initiale]"):
        trouvees.setdefault(avatar["data-initiale"], set()).add(avatar["data-teinte"])
    return trouvees


def test_each_child_has_one_colour_on_every_page_and_no_two_the_same(client, ouverte):
    maison = famille(ouverte, enfants=4)
    for rang, enfant in enumerate(maison.enfants):
        enfant.prenom = f"{'ABCD'[rang]}lix"
        Enfant.objects.filter(pk=enfant.pk).update(prenom=enfant.prenom)
    client.force_login(maison.utilisateur)
    accueil = _couleurs(client, "/espace/")
    assert [sorted(accueil[lettre]) for lettre in "ABCD"] == [["0"], ["1"], ["2"], ["3"]]
    un = maison.enfants[1]
    siennes = [f"enfants/{un.pk}/", f"enfants/{un.pk}/dossier/"]
    for chemin in ("reservations/", "famille/", *siennes):
        assert _couleurs(client, f"/espace/{chemin}")["B"] == {"1"}, chemin
    # A child who comes later changes no other's colour.
    Enfant.objects.filter(pk=maison.enfants[3].pk).update(naissance=date(2015, 1, 1))
    assert _couleurs(client, "/espace/") == accueil


def test_the_private_area_ends_with_a_slim_footer_that_keeps_what_the_law_asks(parent):
    pied = str(un(parent.get("/espace/factures/"), "footer.pied"))
    assert "data-court" in pied
    for lien in ("Nous écrire", "Accessibilité"):
        assert lien in pied
    assert "pied__slogan" not in pied
    assert "<address" not in pied


@pytest.mark.feature("F055", "F058")
def test_home_greets_and_offers_the_way_out(parent, maison):
    page = parent.get("/espace/").content.decode()
    assert "Bonjour Madame Rivière" in page
    assert "Mon accueil" in page
    assert 'action="/espace/deconnexion/"' in page


@pytest.mark.feature("F062")
def test_from_every_private_page_my_home_leads_back_to_the_whole_family(parent, maison, ouverte):
    enfant, inscription = maison.enfants[0].pk, maison.inscriptions[0].pk
    for chemin in (
        f"enfants/{enfant}/", f"inscriptions/{inscription}/", "reservations/", f"reservations/{inscription}/",
        "reservations/semaine/", "reservations/mois/2026-11/", "reservations/absence/", "factures/", "demarches/",
        "documents/",
        "mes-identifiants/", "calculer-mon-tarif/", "plus/", "toutes-les-demarches/",
        f"famille/responsable/{maison.responsable.pk}/",
    ):  # fmt: skip
        page = soupe(parent.get(f"/espace/{chemin}"))
        (retour,) = {a["href"] for a in page.select("a") if texte(a) == "Mon accueil"}
        famille_entiere = parent.get(retour).content.decode()
        assert all(petit.prenom in famille_entiere for petit in maison.enfants), chemin


@pytest.mark.feature("F061")
def test_the_top_menu_goes_from_the_family_to_the_public_rubrics_and_to_the_documents(parent, monkeypatch):
    publiques = [("Activités", "/accueil/activites/", True, None), ("Infos pratiques", "/accueil/infos/", True, None)]
    monkeypatch.setattr("cms_pages.context_processors.pages_du_cadre", lambda: publiques)
    page = soupe(parent.get("/espace/documents/"))
    menu = liens(page, ".rubriques a")
    siennes = ["Mon accueil", "Semaine", "Factures", "Démarches", "Ma famille"]
    titres = [*siennes, "Activités", "Infos pratiques", "Édition de documents", "Rechercher"]
    assert list(menu) == titres
    assert {"/espace/", "/espace/documents/", "/activites/"} < set(menu.values())
    assert len(page.select(".rubriques [aria-current]")) == 1


@pytest.mark.feature("F170", "F171")
def test_the_family_prints_its_documents(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [date(2026, 10, 6)])
    lancer_cloture(regie=ouverte.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    page = parent.get("/espace/documents/").content.decode()
    facture = Facture.objects.get(payeur=maison.payeur)
    assert f"/espace/factures/{facture.pk}/facture.pdf" in page
    assert facture.reference in page
    fiche = parent.get(f"/espace/documents/fiche-famille/{maison.foyer.pk}/")
    assert fiche["Content-Type"] == "application/pdf"
    texte = " ".join(p.extract_text() for p in PdfReader(BytesIO(fiche.content)).pages)
    for mot in (
        f"n° {maison.foyer.numero}",
        *map(str, maison.enfants),
        maison.responsable.nom,
        ouverte.ecole.lieu.nom,
    ):
        assert mot in " ".join(texte.split())


def test_a_sheet_hides_what_a_court_keeps_from_the_person(parent, maison):
    """The household where that child lives is out of reach, its sheet too."""
    LienParental.objects.filter(enfant=maison.enfants[0]).update(restreint=True)
    assert parent.get(f"/espace/documents/fiche-famille/{maison.foyer.pk}/").status_code == 404
    assert "Pas encore de fiche famille" in parent.get("/espace/documents/").content.decode()


@pytest.mark.feature("F154")
def test_mon_compte_leads_to_the_invoices(parent):
    page = parent.get("/espace/").content.decode()
    assert "Mon compte" in page
    assert "/espace/factures/" in page


def test_what_is_to_do_says_until_when(parent, maison):
    """Nothing is booked next week: the first deadline still open is for Friday 13, on Wednesday... a working day."""
    page = " ".join(parent.get("/espace/").content.decode().split())
    assert "Réserver" in page
    assert "semaine du" in page
    assert "Rien n’est réservé pour" in page


@pytest.mark.parametrize("manque", ["nothing open", "all closed", "all full", "elsewhere", "registered later"])
def test_no_task_asks_to_book_a_day_that_cannot_be_booked(parent, maison, ouverte, manque):
    """The calendar says a school day, the places say no: closed, full, at another restaurant, or too early."""
    completer_le_dossier(maison)
    creneaux = Creneau.objects.filter(date__gte="2026-11-10")
    assert "Rien n’est réservé pour" in source(parent.get("/espace/"))
    match manque:
        case "nothing open":
            creneaux.delete()
        case "all closed":
            creneaux.update(ferme=True, motif="Travaux")
        case "all full":
            creneaux.update(places=0)
        case "elsewhere":
            creneaux.update(lieu=ouverte.ecole.lieu)
        case _:
            Inscription.objects.update(du="2026-12-01")
    page = source(parent.get("/espace/"))
    assert "Rien n’est réservé pour" not in page
    assert "Aucun jour n’est ouvert aux réservations d’ici au 20 novembre." in page


def test_nothing_to_do_is_said_in_facts(parent, maison, ouverte):
    """The week shown can be changed until its last deadline: until then nothing is asked."""
    completer_le_dossier(maison)
    reserver_jours(maison, ouverte, [date(2026, 11, 17)])
    page = source(parent.get("/espace/")).replace("\u00a0", " ")
    assert "Rien à faire" in page
    assert "Tout est en ordre jusqu’au mercredi 18 novembre. Zoé et Malo mangent mardi 17 novembre." in page


def test_all_is_in_order_until_the_first_thing_that_will_be_asked(parent, maison, ouverte):
    """An insurance that ends on the 10th: from the 11th on it is to be given again, whatever the deadlines."""
    completer_le_dossier(maison)
    reserver_jours(maison, ouverte, [date(2026, 11, 17)])
    FicheSanitaire.objects.update(assurance_fin=date(2026, 11, 10))
    assert "Tout est en ordre jusqu’à demain." in source(parent.get("/espace/"))


def test_an_empty_home_says_what_will_come(client, django_user_model):
    personne = django_user_model.objects.create_user("seule", "seule@courriel.example", "quatre-chevaux-verts")
    client.force_login(personne)
    page = client.get("/espace/").content.decode()
    assert "Aucun enfant rattaché" in page
    assert "Rien à faire" in page


@pytest.mark.feature("F093", "F094")
def test_a_child_opens_on_its_agenda_and_registrations(parent, maison, ouverte):
    adresse = f"/espace/enfants/{maison.enfants[0].pk}/"
    vide = parent.get(adresse).content.decode()
    assert "Votre agenda ne comporte aucun événement" in vide
    assert "Restauration scolaire" in vide
    reserver_jours(maison, ouverte, [date(2026, 11, 16)])
    assert "Lundi 16" in parent.get(adresse).content.decode()
    assert "aucun événement" in parent.get(f"{adresse}?mois=2026-12").content.decode()
    assert parent.get(f"{adresse}?mois=2026-99").status_code == 404


@pytest.mark.feature("F097")
def test_the_agenda_of_a_child_leads_to_its_own_days_where_they_are_changed(parent, maison, ouverte):
    petit, autre = maison.enfants
    reserver_jours(maison, ouverte, [date(2026, 11, 16)])
    agenda = parent.get(f"/espace/enfants/{petit.pk}/?mois=2026-11")
    modifier = liens(agenda)["Modifier ses réservations"]
    page = parent.get(modifier)
    titres = {c["data-titre"] for c in soupe(page).select(".case[data-titre]")}
    assert titres == {f"{petit.prenom}, Cantine"}
    envoi = formulaire(page, "form.formulaire-semaine")
    assert [v for v in envoi.champs["choix"] if v.endswith("2026-11-16")]
    parent.post(envoi.action, envoi.champs | {"choix": [], "vers": "rester"})
    recap = "/espace/reservations/recapitulatif/"
    donnees = {nom: valeurs(parent.get(recap), nom) for nom in ("montant", "version", "numero")}
    parent.post(recap, donnees)
    assert "aucun événement" in parent.get(f"/espace/enfants/{petit.pk}/?mois=2026-11").content.decode()
    assert "Lundi 16" in parent.get(f"/espace/enfants/{autre.pk}/?mois=2026-11").content.decode()


@pytest.mark.feature("F066", "F095")
def test_each_member_of_the_household_opens_and_a_child_lists_its_current_registrations(parent, maison, ouverte):
    membres = soupe(parent.get("/espace/")).select("section:has(#membres) a, section#membres a")
    pages = {a["href"]: parent.get(a["href"]) for a in membres}
    titres = [texte(un(page, "h1")) for page in pages.values()]
    assert titres == [*sorted(map(str, maison.enfants)), "Mes coordonnées", "Entourage"]
    for petit, inscription in zip(maison.enfants, maison.inscriptions, strict=True):
        fiche = f'href="/espace/inscriptions/{inscription.pk}/"'
        assert fiche in pages[f"/espace/enfants/{petit.pk}/"].content.decode()
        Inscription.objects.filter(pk=inscription.pk).update(au=date(2026, 11, 9))
        assert fiche not in parent.get(f"/espace/enfants/{petit.pk}/").content.decode()


@pytest.mark.feature("F096")
def test_the_sheet_of_a_registration_shows_bookings_and_price(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [date(2026, 11, 16)])
    page = parent.get(f"/espace/inscriptions/{maison.inscriptions[0].pk}/").content.decode()
    assert "1,00" in page
    assert "Quotient familial 640" in page
    assert "Lundi 16" in page


def test_another_family_finds_nothing(client, ouverte, maison):
    voisin = famille(ouverte)
    client.force_login(voisin.utilisateur)
    assert client.get(f"/espace/enfants/{maison.enfants[0].pk}/").status_code == 404
    assert client.get(f"/espace/inscriptions/{maison.inscriptions[0].pk}/").status_code == 404


def compte_de(client, ouverte, nombre):
    maison = famille(ouverte, enfants=nombre)
    reserver_jours(maison, ouverte, [date(2026, 11, 16), date(2026, 11, 17)])
    client.force_login(maison.utilisateur)
    client.get("/espace/")
    with requetes() as faites:
        assert client.get("/espace/").status_code == 200
    return faites


@pytest.mark.usefixtures("memoire_longue")
def test_the_home_costs_the_same_for_three_children_and_for_thirty(client, ouverte):
    trois, trente = compte_de(client, ouverte, 3), compte_de(client, ouverte, 30)
    assert len(trois) == len(trente), str(trente)
    # Three more than before the home opened on the week: the draft, the quotient of its prices, refused usual days.
    assert len(trois) <= 15, str(trois)


def test_two_homes_see_the_child_and_not_each_other(client, ouverte, maison):
    autre = famille(ouverte, enfants=0, nom="Talbot")
    enfant = maison.enfants[0]
    inscrire(enfant, autre.payeur, ouverte)
    from espace_prive.famille.models import LienParental

    LienParental.objects.create(enfant=enfant, responsable=autre.responsable, qualite="pere", du=date(2026, 9, 1))
    reserver_jours(maison, ouverte, [date(2026, 11, 16)])
    client.force_login(autre.utilisateur)
    page = client.get(f"/espace/enfants/{enfant.pk}/").content.decode()
    assert "Lundi 16" in page
    accueil = client.get("/espace/").content.decode()
    assert str(maison.enfants[1]) not in accueil
    assert maison.foyer.adresse not in accueil


@pytest.mark.feature("F073")
def test_every_available_request_is_in_one_list(parent):
    adresses = [a["href"] for a in soupe(parent.get("/espace/toutes-les-demarches/")).select("a.tuile")]
    assert len(adresses) == 12
    assert all(parent.get(adresse).status_code == 200 for adresse in adresses)
    assert "/espace/toutes-les-demarches/" in parent.get("/espace/").content.decode()
    assert "/espace/toutes-les-demarches/" in parent.get("/espace/plus/").content.decode()
