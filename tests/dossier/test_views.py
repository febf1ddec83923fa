"""The parents' file: what each may read, change at once, ask for; what two people cannot do at once."""

import html
import uuid
from datetime import date

import pytest

from common.models import Courriel, Journal
from espace_prive.demarches.models import Demarche
from espace_prive.documents import services as documents
from espace_prive.documents.models import Piece
from espace_prive.dossier.models import Modification
from espace_prive.famille.models import (
    Allocataire,
    Enfant,
    FicheSanitaire,
    LienParental,
    Proche,
    QuotientFamilial,
    Responsable,
)
from espace_prive.famille.services import garde, sante, tenue
from tests.dossier.conftest import RENTREE
from tests.tools.fichiers import image, pdf
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
FAMILLE, ENTOURAGE = "/espace/famille/", "/espace/famille/entourage/"
MAMIE = {
    "prenom": "Odette", "nom": "Rivière", "lien": "grand_parent", "telephone": "0639980011", "rang": "1",
    "collecte": "autorisee", "duree": "toujours", "version": "0",
}  # fmt: skip
NOMS = [
    "Nguyễn Thị Hương", "O’Connor-Ó Briain", "محمد", "Анна", "李小龍",
    "Marie-Antoinette-Joséphine de La Rochefoucauld",
]  # fmt: skip


def lire(client, adresse):
    reponse = client.get(adresse)
    assert reponse.status_code == 200, adresse
    return propre(reponse)


def propre(reponse):
    return " ".join(html.unescape(reponse.content.decode()).replace("\u202f", " ").split())


def changer(client, genre, pk, **donnees):
    return client.post(f"/espace/dossier/{genre}/{pk}/", {"numero": str(uuid.uuid4()), "version": "0"} | donnees)


def dossier(enfant):
    return f"/espace/enfants/{enfant.pk}/dossier/"


@pytest.mark.feature("F074", "F076", "F062", "F066", "F067")
def test_the_family_page_shows_who_lives_here_and_the_way_to_each(mere, elle, lui):
    page = lire(mere, FAMILLE)
    for attendu in (
        "Membres du foyer", *map(str, elle.enfants), "Camille Rivière", "3 rue des Ajoncs", "Entourage", "640,00",
        "CAF", "Ajouter un enfant", "Mon accueil", "Signalez tout changement qui touche l’accueil de vos enfants",
    ):  # fmt: skip
        assert attendu in page, attendu
    assert "quai Secret" not in page
    for enfant in elle.enfants:
        assert f'href="{dossier(enfant)}"' in page
    assert ENTOURAGE in lire(mere, "/espace/")


@pytest.mark.feature("F095", "F081")
def test_each_member_opens(mere, elle, lui):
    assert "Camille Rivière" in lire(mere, f"/espace/famille/responsable/{elle.responsable.pk}/")
    page = lire(mere, dossier(elle.enfants[0]))
    for attendu in ("École Aimé-Césaire", "Repas et allergies", "Vaccins", "Autorisations", "Il manque quelque chose"):
        assert attendu.lower() in page.lower(), attendu


def test_custody_is_told_without_the_other_home(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    garde.appliquer_rythme(
        enfant, du=RENTREE, version=enfant.version, par=None, premier=elle.foyer, second=lui.foyer, forme="semaines",
        parite="paires",
    )  # fmt: skip
    hers, his = lire(mere, dossier(enfant)), lire(pere, dossier(enfant))
    assert "Aujourd’hui chez vous." in hers
    assert "Puis dans son autre foyer à partir du vendredi 13 novembre après-midi." in hers
    assert "Aujourd’hui dans son autre foyer." in his
    assert "Aujourd’hui dans son autre foyer." in lire(pere, f"/espace/enfants/{enfant.pk}/")
    for page, secret in ((hers, "quai Secret"), (his, "3 rue des Ajoncs"), (hers, "Talbot"), (his, "0001")):
        assert secret not in page


@pytest.mark.feature("F075", "F074")
def test_telephones_are_changed_at_once(mere, elle):
    adresse = f"/espace/dossier/coordonnees/{elle.responsable.pk}/"
    assert "Téléphone mobile" in lire(mere, adresse)
    reponse = changer(
        mere, "coordonnees", elle.responsable.pk, mobile="06.39.98.00.77", telephone="",
        email="nouvelle@courriel.example", version="1",
    )  # fmt: skip
    assert reponse.status_code == 302
    moi = Responsable.objects.get(pk=elle.responsable.pk)
    assert (moi.mobile, moi.email, moi.version) == ("06 39 98 00 77", "nouvelle@courriel.example", 2)
    assert not Demarche.objects.exists()
    assert "06 39 98 00 77" in propre(mere.get(reponse.url))


@pytest.mark.feature("F075")
def test_an_address_waits_for_an_agent_who_sees_what_changed_meanwhile(mere, elle, client_agent, agent):
    champs = {"adresse": "12 rue Neuve", "complement": "Bât. B", "code_postal": "44480", "ville": "Donges"}
    numero = str(uuid.uuid4())
    for _ in range(2):  # a double click
        reponse = changer(mere, "adresse", elle.foyer.pk, **champs, version="1", numero=numero)
        assert reponse.url == f"/espace/dossier/demandes/{numero}/"
    elle.foyer.refresh_from_db()
    assert elle.foyer.adresse == "3 rue des Ajoncs"
    demande = Modification.objects.get()
    assert "12 rue Neuve" in lire(mere, f"/espace/dossier/demandes/{numero}/")
    assert "Adresse du foyer" in lire(mere, FAMILLE)
    assert "attend déjà une réponse" in propre(
        changer(mere, "adresse", elle.foyer.pk, **champs | {"ville": "Savenay"}, version="1")
    )
    # Meanwhile an agent corrects the town and the street: what the parent did not change stays.
    elle.foyer.adresse, elle.foyer.ville, elle.foyer.version = "3 bis rue des Ajoncs", "DONGES", 2
    elle.foyer.save()
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Changé entre-temps : 3 bis rue des Ajoncs" in lire(client_agent, adresse).replace("\u00a0", " ")
    refuse = client_agent.post(adresse, {"version": "1", "reponse": "accepter"})
    assert "modifié entre-temps" in propre(refuse)
    assert client_agent.post(adresse, {"version": "2", "reponse": "accepter"}).status_code == 302
    assert client_agent.post(adresse, {"version": "3", "reponse": "accepter"}).status_code == 302
    elle.foyer.refresh_from_db()
    assert (elle.foyer.adresse, elle.foyer.complement, elle.foyer.ville) == ("12 rue Neuve", "Bât. B", "DONGES")
    assert "Traitée positivement" in lire(mere, f"/espace/dossier/demandes/{numero}/")
    assert Courriel.objects.filter(destinataire=elle.utilisateur.email).count() == 1
    assert Journal.objects.filter(action="changement accepté", acteur_id=agent.pk).count() == 1


@pytest.mark.feature("F076", "F081")
def test_a_change_of_situation_is_told_and_refused_with_a_reason(mere, elle, client_agent):
    reponse = changer(
        mere, "situation", elle.foyer.pk, quoi="separation", le="2026-11-01", message="Nous vivons séparés.",
        piece=pdf("jugement.pdf", actif=True),
    )  # fmt: skip
    demande = Modification.objects.get()
    assert reponse.status_code == 302
    adresse = f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/"
    assert "Nous vivons séparés." in lire(client_agent, adresse)
    document = client_agent.get(f"{adresse}document/")
    assert document["Content-Disposition"].startswith("attachment")
    assert "sandbox" in document["Content-Security-Policy"]
    assert b"JavaScript" not in document.content
    assert "Dites pourquoi" in propre(client_agent.post(adresse, {"version": "0", "reponse": "refuser"}))
    motif = "Le jugement est illisible : apportez-le au service."
    client_agent.post(adresse, {"version": "0", "reponse": "refuser", "motif": motif})
    assert motif in lire(mere, f"/espace/dossier/demandes/{demande.demarche.numero}/")
    assert not Piece.objects.exists()
    assert "déjà une réponse" in propre(client_agent.post(adresse, {"version": "0", "reponse": "accepter"}))


@pytest.mark.feature("F079")
def test_a_new_child_is_asked_for_then_added(mere, elle, client_agent, donges):
    naissance = {"naissance_0": "3", "naissance_1": "2", "naissance_2": "2022"}
    enfant = {"prenom": NOMS[0], "nom": "Rivière", "qualite": "mere", "ecole": donges.ecole.pk, "niveau": "PS"}
    vide = changer(mere, "enfant", elle.foyer.pk, **enfant | {"niveau": ""}, **naissance | {"naissance_2": "1890"})
    assert "Vérifiez l’année" in propre(vide)
    assert f'value="{NOMS[0]}"' in html.unescape(vide.content.decode())
    changer(mere, "enfant", elle.foyer.pk, **enfant, **naissance, piece=image())
    demande = Modification.objects.get()
    assert lire(mere, f"/espace/demarches/{demande.demarche.numero}/").count(NOMS[0]) == 0
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/", {"version": "0", "reponse": "accepter"}
    )
    petit = Enfant.objects.get(prenom=NOMS[0])
    assert (petit.naissance, petit.scolarite_actuelle().niveau) == (date(2022, 2, 3), "PS")
    assert petit.liens.get().responsable == elle.responsable
    assert str(petit) in lire(mere, FAMILLE)
    changer(mere, "enfant", elle.foyer.pk, **enfant, **naissance)
    double = Modification.objects.latest("pk")
    fiche = lire(client_agent, f"/gestion/dossiers/{elle.foyer.pk}/demandes/{double.pk}/")
    assert f"/enfants/connus/{petit.pk}/" in fiche
    reponse = client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{double.pk}/", {"version": "0", "reponse": "accepter"}
    )
    assert "déjà dans le foyer" in propre(reponse)
    assert Enfant.objects.filter(naissance=date(2022, 2, 3)).count() == 1


@pytest.mark.feature("F077", "F078", "F067")
def test_the_entourage_is_kept_by_the_parent(mere, pere, elle, lui):
    deux = [e.pk for e in elle.enfants]
    assert changer(mere, "entourage", elle.foyer.pk, **MAMIE, enfants=deux).status_code == 302
    proche = Proche.objects.get()
    assert (proche.telephone, proche.rang, proche.du) == ("06 39 98 00 11", 1, date(2026, 11, 10))
    page = lire(mere, ENTOURAGE)
    assert "06 39 98 00 11" in page
    assert "Peut venir chercher" in page
    his = lire(pere, ENTOURAGE)
    assert "Odette Rivière" in his
    assert "06 39 98" not in his
    assert elle.enfants[1].prenom not in his
    assert pere.get(f"/espace/dossier/proche/{proche.pk}/").status_code == 404
    un_jour = MAMIE | {"duree": "un_jour", "du": "2026-11-20", "enfants": deux[:1], "version": "1"}
    changer(mere, "proche", proche.pk, **un_jour)
    proche.refresh_from_db()
    assert (proche.du, proche.au, proche.enfants.count()) == (date(2026, 11, 20), date(2026, 11, 20), 1)
    assert "seulement" in lire(mere, ENTOURAGE)
    perdu = changer(mere, "proche", proche.pk, **un_jour | {"telephone": "0639980099"})
    assert "modifié entre-temps" in propre(perdu)
    assert "0639980099" in propre(perdu)
    changer(mere, "fin-proche", proche.pk, version="2")
    assert "Odette" in lire(mere, ENTOURAGE)
    proche.refresh_from_db()
    assert proche.au == date(2026, 11, 10)


@pytest.mark.feature("F078")
def test_who_must_not_fetch_a_child_is_read_by_an_agent_first(mere, elle, client_agent):
    interdit = MAMIE | {"collecte": "interdite", "rang": "", "enfants": [elle.enfants[0].pk]}
    assert "Écrivez la décision" in propre(changer(mere, "entourage", elle.foyer.pk, **interdit))
    changer(mere, "entourage", elle.foyer.pk, **interdit, reference="Ordonnance du 3 novembre 2026")
    assert not Proche.objects.exists()
    demande = Modification.objects.get()
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/", {"version": "0", "reponse": "accepter"}
    )
    proche = Proche.objects.get()
    assert (proche.collecte, proche.reference) == ("interdite", "Ordonnance du 3 novembre 2026")
    # Lifting it is read too.
    changer(mere, "fin-proche", proche.pk, version="1")
    proche.refresh_from_db()
    assert proche.au is None
    assert Modification.objects.en_attente().count() == 1


@pytest.mark.parametrize("nom", NOMS)
def test_names_of_every_script(mere, elle, nom):
    assert (
        changer(mere, "entourage", elle.foyer.pk, **MAMIE | {"nom": nom}, enfants=[elle.enfants[0].pk]).status_code
        == 302
    )
    assert nom in lire(mere, ENTOURAGE)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"du": "9999-12-31", "duree": "un_jour"}, "trop lointaine"),
        ({"du": "2026-11-01", "duree": "un_jour"}, "Cette date est passée"),
        ({"duree": "entre", "du": "2026-12-01"}, "Écrivez la dernière date"),
        ({"duree": "entre", "du": "2026-12-03", "au": "2026-12-01"}, "précède le premier"),
        ({"telephone": "12"}, "incomplet"),
        ({"telephone": ""}, "il faut son téléphone"),
        ({"nom": "\0"}, "ne peut pas être lu"),
        ({"prenom": "???"}, "avec des lettres"),
        ({"rang": "", "collecte": ""}, "Dites si cette personne"),
        ({"collecte": "pirate"}, "Choisissez une des réponses"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(mere, elle, champs, phrase):
    reponse = changer(mere, "entourage", elle.foyer.pk, **MAMIE | champs, enfants=[elle.enfants[0].pk])
    page = propre(reponse)
    assert phrase in page
    assert 'value="Odette"' in page or "prenom" in champs
    assert not Proche.objects.exists()


def test_forged_ids_are_not_found_and_forged_choices_are_refused(mere, pere, elle, lui, donges):
    voisin = lui
    assert changer(mere, "adresse", voisin.foyer.pk, adresse="x").status_code == 404
    assert changer(mere, "coordonnees", voisin.responsable.pk, mobile="").status_code == 404
    assert changer(pere, "alimentation", elle.enfants[1].pk, regime="standard").status_code == 404
    assert pere.get(dossier(elle.enfants[1])).status_code == 404
    assert mere.get("/espace/dossier/inconnu/1/").status_code == 404
    forge = changer(pere, "entourage", lui.foyer.pk, **MAMIE, enfants=[elle.enfants[1].pk])
    assert forge.status_code == 200
    assert not Proche.objects.exists()
    assert (
        pere.post(
            "/espace/famille/confirmer/", {"objet": "foyer", "pk": elle.foyer.pk, "rubrique": "entourage"}
        ).status_code
        == 404
    )


@pytest.mark.feature("F080")
def test_health_is_kept_by_who_has_authority_and_read_by_nobody_else(
    mere, pere, elle, lui, client_agent, client_regisseur
):
    enfant = elle.enfants[0]
    changer(mere, "alimentation", enfant.pk, regime="sans_porc", allergies="Arachide : gonflement", consignes="")
    changer(mere, "pai", enfant.pk, pai="allergie", pai_fin="2027-07-02", piece=pdf("PAI Zoé.pdf"), version="1")
    fiche = FicheSanitaire.objects.get(enfant=enfant)
    assert (fiche.regime, fiche.pai, fiche.pai_document.nom) == ("sans_porc", "allergie", "PAI Zoé.pdf")
    assert "Arachide" in lire(pere, dossier(enfant))
    assert pere.get(f"/espace/enfants/{enfant.pk}/pai/")["Content-Disposition"].startswith("attachment")
    assert Journal.objects.filter(motif="document du PAI", acteur_id=lui.utilisateur.pk).count() == 1
    base = f"/gestion/dossiers/{elle.foyer.pk}/enfants/{enfant.pk}/"
    assert "Arachide" in lire(client_agent, base)
    assert client_agent.get(f"{base}pai/").status_code == 200
    assert Journal.objects.filter(action="ouverture", motif="document du PAI").count() == 2
    assert "Arachide" not in lire(client_regisseur, base)
    assert client_regisseur.get(f"{base}pai/").status_code == 404
    LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=False)
    page = lire(pere, dossier(enfant))
    assert "Arachide" not in page
    assert "tenus par les parents qui exercent l’autorité parentale" in page
    assert pere.get(f"/espace/enfants/{enfant.pk}/pai/").status_code == 404
    LienParental.objects.filter(responsable=lui.responsable).update(restreint=True)
    assert pere.get(dossier(enfant)).status_code == 404


@pytest.mark.feature("F080")
def test_two_parents_on_one_health_sheet_the_second_is_told(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    changer(mere, "alimentation", enfant.pk, regime="standard", allergies="Arachide")
    perdu = changer(pere, "alimentation", enfant.pk, regime="vegetarien", allergies="Rien")
    assert "modifié entre-temps" in propre(perdu)
    assert "Rien" in propre(perdu)
    assert FicheSanitaire.objects.get().allergies == "Arachide"


@pytest.mark.feature("F080")
def test_vaccines_doctor_insurance_and_authorisations(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    Enfant.objects.filter(pk=enfant.pk).update(naissance=date(2018, 5, 14))
    reponse = changer(mere, "medecin", enfant.pk, medecin="Dr Kerjean", vaccin_dtp="2012-01-01")
    assert "précède la naissance" in propre(reponse)
    changer(mere, "medecin", enfant.pk, medecin="Dr Kerjean", medecin_telephone="0240000000", vaccin_dtp="2024-03-05")
    changer(mere, "assurance", enfant.pk, assureur="Mutuelle", assurance_fin="2027-08-31", version="1")
    page = lire(mere, dossier(enfant))
    for attendu in ("Dr Kerjean", "5 mars 2024", "jusqu’au 31 août 2027", "Vaccins obligatoires sans date"):
        assert attendu in page.replace("\u00a0", " "), attendu
    reponses = {"image": "oui", "sortie": "oui", "soins": "oui", "transport": "non"}
    assert "à partir de quelle heure" in propre(changer(mere, "autorisations", enfant.pk, **reponses)).lower()
    changer(mere, "autorisations", enfant.pk, **reponses, heure="16:30")
    assert enfant.autorisations.count() == 4
    changer(pere, "autorisations", enfant.pk, **reponses | {"image": "non"}, heure="16:30", version="4")
    page = lire(mere, dossier(enfant)).replace("\u00a0", " ")
    assert "16 h 30" in page
    assert "Réponses d’avant" in page
    assert "l’accord des deux parents" in propre(
        changer(mere, "autorisations", enfant.pk, **reponses, heure="16:30", version="5")
    )


@pytest.mark.feature("F082")
def test_the_benefits_number_and_the_consent(mere, elle):
    assert "Écrivez le numéro" in propre(changer(mere, "allocataire", elle.foyer.pk, organisme="caf", numero=""))
    changer(mere, "allocataire", elle.foyer.pk, organisme="caf", numero="1234567", consent="on")
    ligne = Allocataire.objects.get()
    assert (ligne.numero, ligne.consent) == ("1234567", True)
    assert "Oui, depuis le 10 novembre 2026" in lire(mere, FAMILLE).replace("\u00a0", " ")


@pytest.mark.feature("F082", "F075")
def test_a_quotient_is_declared_with_its_proof_and_applied_by_an_agent(mere, elle, client_agent):
    champs = {"valeur": "512,40", "source": "caf", "mois": "2026-10-05"}
    assert "Ajoutez le document" in propre(changer(mere, "quotient", elle.foyer.pk, **champs))
    changer(mere, "quotient", elle.foyer.pk, **champs, piece=pdf())
    assert QuotientFamilial.objects.get().valeur == 640
    demande = Modification.objects.get()
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/",
        {"version": QuotientFamilial.objects.get().pk, "reponse": "accepter", "date_effet": "2026-12-01"},
    )
    nouveau = QuotientFamilial.objects.get(date_effet=date(2026, 12, 1))
    assert (str(nouveau.valeur), nouveau.mois, nouveau.preuve.genre) == (
        "512.40",
        date(2026, 10, 1),
        "application/pdf",
    )
    page = lire(mere, FAMILLE).replace("\u00a0", " ")
    assert "512,40" in page
    assert "octobre 2026" in page
    assert "Transmis" in page


def test_a_school_is_asked_for_and_a_request_is_taken_back(mere, elle, donges):
    enfant = elle.enfants[0]
    reponse = changer(
        mere, "scolarite", enfant.pk, ecole=donges.ecole.pk, niveau="CE2", classe="Mme Le Bihan", version="1"
    )
    assert "demandes" in reponse.url
    mere.post(reponse.url)
    mere.post(reponse.url)
    assert Demarche.objects.get().etat == "annulee"
    assert enfant.scolarite_actuelle().niveau == "CE1"


def test_nothing_changed_is_said_and_confirmed_once_a_year(mere, elle):
    reponse = changer(mere, "coordonnees", elle.responsable.pk, mobile="", telephone="", email=elle.responsable.email)
    assert "Rien n’a changé." in propre(mere.get(reponse.url))
    page = lire(mere, FAMILLE)
    assert page.count(">Rien n’a changé<") == 6
    mere.post("/espace/famille/confirmer/", {"objet": "enfant", "pk": elle.enfants[0].pk, "rubrique": "sante"})
    page = lire(mere, FAMILLE).replace("\u00a0", " ")
    assert page.count(">Rien n’a changé<") == 5
    assert "Confirmé le 10 novembre 2026" in page


def test_the_rule_of_the_town_decides(mere, elle, agent):
    tenue.regler({"adresse": "aussitot", "coordonnees": "demande"}, par=agent)
    from django.core.cache import cache

    cache.clear()
    changer(mere, "adresse", elle.foyer.pk, adresse="1 place Neuve", code_postal="44480", ville="Donges", version="1")
    elle.foyer.refresh_from_db()
    assert elle.foyer.adresse == "1 place Neuve"
    assert "demandes" in changer(mere, "coordonnees", elle.responsable.pk, mobile="0639980012", version="1").url


def test_an_agent_and_a_parent_on_one_record_the_second_is_told(mere, elle, client_agent):
    enfant = elle.enfants[0]
    corriger = f"/gestion/dossiers/{elle.foyer.pk}/corriger/alimentation/{enfant.pk}/"
    assert "Repas" in lire(client_agent, corriger)
    changer(mere, "alimentation", enfant.pk, regime="standard", allergies="Œuf")
    perdu = client_agent.post(corriger, {"version": "0", "regime": "standard", "allergies": "Lait"})
    assert "modifié entre-temps" in propre(perdu)
    assert FicheSanitaire.objects.get().allergies == "Œuf"
    assert (
        client_agent.post(corriger, {"version": "1", "regime": "standard", "allergies": "Œuf, lait"}).status_code
        == 302
    )


@pytest.mark.usefixtures("memoire_longue")
def test_pages_cost_the_same_for_one_child_and_for_many(client, donges, elle, mere, agent):
    from tests.factories.famille import famille

    comptes = {}
    for nombre in (1, 12):
        maison = famille(donges, enfants=nombre)
        client.force_login(maison.utilisateur)
        for rang in range(nombre):
            changer(
                client,
                "entourage",
                maison.foyer.pk,
                **MAMIE | {"prenom": f"Odette{'abcdefghijkl'[rang]}"},
                enfants=[e.pk for e in maison.enfants],
            )
        sante.joindre_pai(maison.enfants[0], documents.deposer(pdf(), par=agent), version=0, par=agent)
        for adresse in (FAMILLE, ENTOURAGE, dossier(maison.enfants[0])):
            client.get(adresse)
            with requetes() as faites:
                client.get(adresse)
            cle = adresse if str(maison.enfants[0].pk) not in adresse else "dossier"
            comptes.setdefault(cle, []).append(len(faites))
    assert all(un == douze for un, douze in comptes.values()), comptes
    assert comptes[FAMILLE][0] <= 14
    assert comptes[ENTOURAGE][0] <= 8
    assert comptes["dossier"][0] <= 20
