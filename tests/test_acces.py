"""The walk of every address of the portal, read from the URL configuration: a new one is covered the day it appears.

As nobody: to the sign-in page, or refused. As another family: nothing of the first one. A new address with a
parameter fails here until it says, in ``PARAMETRES``, what it takes.
"""

import re
from datetime import date
from io import StringIO
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from commune.models import Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation, Utilisateur
from espace_prive.comptes.services import installer_roles
from espace_prive.demarches import services as demarches
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.dossier.models import Modification
from espace_prive.famille.models import Appartenance, Enfant, Foyer, LienParental, Responsable
from espace_prive.famille.services import sante
from reservations.activites.services import ouvrir
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import DEBUT, FoyerFactory, ResponsableFactory, famille
from tests.factories.reservations import reserver_jours
from tests.tools.banque import banque
from tests.tools.fichiers import pdf
from tests.tools.wagtail import replanter

__all__ = ["banque"]
pytestmark = pytest.mark.django_db

# What everybody may read or start, and why: all the rest asks for a sign-in.
PUBLIQUES = {
    "robots": "a word to robots",
    "favicon": "a picture of every page",
    "media": "the pictures of the public pages",
    "commune:couleurs": "the town's colours",
    "site:flux": "the news, for readers",
    "site:menus_ics": "the menus, for calendars",
    "site:menus_json": "the menus, as open data",
    "site:menus_pdf": "the menus, on paper",
    "site:recherche": "the search in what is public",
    "droits:ferme": "what is said once the account is closed",
    "comptes:connexion": "the sign-in",
    "comptes:deconnexion": "leaving, session or not",
    "comptes:mot_de_passe_oublie": "who cannot sign in",
    "comptes:nouveau_mot_de_passe": "the link of a mail",
    "comptes:choisir_mot_de_passe": "the link of a mail, its token put aside",
    "comptes:renvoyer_activation": "who cannot sign in yet",
    "comptes:activer": "the link of a mail",
    "comptes:activation": "the link of a mail, its token put aside",
    "comptes:suivre_nouvelle": "the link of a mail",
    "comptes:confirmer_nouvelle": "the link of a mail, its token put aside",
    "comptes:suivre_ancienne": "the link of a mail",
    "comptes:confirmer_ancienne": "the link of a mail, its token put aside",
    "famille:creer_espace": "who has a key and no account",
    "famille:espace_cree": "what is said after it",
    "ouverture:sans_cle": "who has neither key nor account",
    "ouverture:demande_envoyee": "what is said after it",
    "ouverture:suivre_invitation": "the link of a mail",
    "ouverture:invitation": "the link of a mail, its token put aside",
    "paiements:notification": "the bank, which signs",
    "tarifs:calculer": "the simulator of prices",
    "messagerie:ecrire": "writing to the town hall",
    "messagerie:merci": "what is said after it",
    "wagtail_serve": "the public pages, each with Wagtail's restriction",
    "wagtaildocs_serve": "the documents of public pages, each with its collection's restriction",
    "wagtailcore_login": "leads to our sign-in",
}
# They say « public » so that the person who gave a password and owes a code comes in; nobody else does.
QUI_DOIT_UN_CODE = {"comptes:second_facteur", "comptes:code_de_secours"}
REFUS = {302, 301, 403, 404, 405}


def adresses(motifs=None, prefixe="", espaces=()):
    """Give (name, route) of every address that the project answers."""
    for motif in motifs if motifs is not None else get_resolver().url_patterns:
        route = prefixe + str(motif.pattern)
        if isinstance(motif, URLResolver):
            espace = (*espaces, motif.namespace) if motif.namespace else espaces
            yield from adresses(motif.url_patterns, route, espace)
        elif isinstance(motif, URLPattern):
            nom = ":".join((*espaces, motif.name or motif.lookup_str))
            yield nom, route, motif


def toutes():
    return list(adresses())


def en_lot():
    """Give (app, model, action) of every action on several rows that a library or a domain registers."""
    toutes()
    bulk_action_registry._scan_for_bulk_actions()
    for app, modeles in bulk_action_registry.actions.items():
        for modele, actions in modeles.items():
            yield from ((app, modele, action) for action in actions)


def est_publique(nom):
    return nom in PUBLIQUES


@pytest.fixture
def foyer_a(donges):
    """Give a family with one of everything that an address can name."""
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    maison = famille(donges)
    reserver_jours(maison, donges, [date(2026, 10, 6), date(2026, 11, 16)])
    demarche = demarches.deposer(
        numero=uuid4(), type="reservation", titre="Réservation", service=donges.service, foyer=maison.foyer,
        auteur=maison.utilisateur,
    )  # fmt: skip
    maison.demarche = demarche
    voulue = demarches.deposer(
        numero=uuid4(), type="dossier", titre="Adresse", service=donges.service, foyer=maison.foyer,
        auteur=maison.utilisateur,
    )  # fmt: skip
    maison.modification = Modification.objects.create(
        demarche=voulue, genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk
    )
    pai = documents.deposer(controler(pdf()), par=maison.utilisateur)
    sante.joindre_pai(maison.enfants[0], pai, version=0, par=maison.utilisateur)
    from factures.facturation.models import Facture
    from factures.facturation.services import lancer_cloture
    from factures.paiements.models import Tentative

    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    maison.facture = Facture.objects.get(payeur=maison.payeur)
    maison.tentative = Tentative.objects.create(
        facture=maison.facture, reference="F2026000001-A9", montant=maison.facture.total, auteur=maison.utilisateur
    )
    return maison


def parametres(maison):
    """Say what each private address takes, so that it names something of family A."""
    inscription = maison.inscriptions[0].pk
    return {
        "accueil:enfant": {"pk": maison.enfants[0].pk},
        "accueil:fiche_famille": {"pk": maison.foyer.pk},
        "accueil:inscription": {"pk": inscription},
        "demarches:detail": {"numero": maison.demarche.numero},
        "dossier:changer": {"genre": "alimentation", "pk": maison.enfants[0].pk},
        "dossier:demande": {"numero": maison.modification.demarche.numero},
        "dossier:enfant": {"pk": maison.enfants[0].pk},
        "dossier:pai": {"pk": maison.enfants[0].pk},
        "facturation:detail": {"pk": maison.facture.pk},
        "facturation:pdf": {"pk": maison.facture.pk},
        "famille:responsable": {"pk": maison.responsable.pk},
        "paiements:payer": {"pk": maison.facture.pk, "facture_pk": maison.facture.pk},
        "paiements:retour": {"reference": maison.tentative.reference, "issue": "effectue"},
        "planning:commencer": {"pk": inscription},
        "planning:confirmation": {"numero": maison.demarche.numero},
        "planning:mois": {"pk": inscription, "annee": 2026, "mois": 11},
        "planning:recapitulatif": {"pk": inscription},
    }


def ecrire(route, valeurs):
    """Fill the parameters of a route; None when one is not known."""
    manquants = []

    def valeur(trouve):
        nom = trouve[2]
        if nom not in valeurs:
            manquants.append(nom)
        return str(valeurs.get(nom, "1"))

    chemin = re.sub(r"<(?:(\w+):)?(\w+)>", lambda m: valeur([m[0], m[1], m[2]]), route)
    return "/" + chemin.replace("^", "").replace("$", ""), manquants


def nos_adresses():
    return [(nom, route) for nom, route, _ in toutes() if not route.startswith(("gestion/", "documents/"))]


def test_every_private_address_sends_nobody_to_the_sign_in(client, foyer_a):
    connus = parametres(foyer_a)
    vues = 0
    for nom, route in nos_adresses():
        if est_publique(nom) or "(?P<" in route:
            continue
        chemin, manquants = ecrire(route, connus.get(nom, {}))
        assert not manquants, f"{nom}: say in PARAMETRES what {manquants} is"
        for methode in (client.get, client.post):
            reponse = methode(chemin)
            assert reponse.status_code in REFUS, f"{nom} {chemin}: {reponse.status_code}"
            if reponse.status_code == 302:
                assert reponse.url.startswith("/espace/connexion/"), f"{nom} → {reponse.url}"
        vues += 1
    assert vues >= 15


def test_another_family_reads_nothing_of_this_one(donges, foyer_a):
    voisin = famille(donges)
    client = ClientQuiLit()
    client.force_login(voisin.utilisateur)
    connus = parametres(foyer_a)
    noms = dict(nos_adresses())
    for nom, valeurs in connus.items():
        assert nom in noms, f"{nom} is no longer an address: remove its row"
        chemin, _ = ecrire(noms[nom], valeurs)
        for methode in (client.get, client.post):
            assert methode(chemin).status_code in {404, 405}, f"{nom} {chemin}"


def test_the_family_itself_reads_its_own(foyer_a):
    """The control: with the right person the same addresses answer, so that a 404 above means something."""
    client = ClientQuiLit()
    client.force_login(foyer_a.utilisateur)
    noms = dict(nos_adresses())
    for nom, valeurs in parametres(foyer_a).items():
        chemin, _ = ecrire(noms[nom], valeurs)
        assert client.get(chemin).status_code in {200, 302}, f"{nom} {chemin}"


def adresses_de_gestion():
    # One address does several things: each is walked.
    for nom, modele, action in en_lot():
        yield f"{nom}.{modele}.{action}", f"/gestion/bulk/{nom}/{modele}/{action}/?id=1"
    for nom, route, _ in toutes():
        if route.startswith("gestion/"):
            chemin, _ = ecrire(route, {})
            # Routes that are regular expressions: one plausible text.
            chemin = re.sub(r"\(\?P<\w+>[^)]*\)\)?", "1", chemin).replace("\\", "").replace("?", "")
            yield nom, chemin


def test_the_admin_shows_nothing_to_nobody_nor_to_a_parent_nor_without_a_second_factor(foyer_a, agent):
    sans_facteur = ClientQuiLit()
    sans_facteur.force_login(agent)
    parent = ClientQuiLit()
    parent.force_login(foyer_a.utilisateur)
    vues = 0
    for nom, chemin in adresses_de_gestion():
        for qui, client in (("nobody", ClientQuiLit()), ("parent", parent), ("no second factor", sans_facteur)):
            for methode in (client.get, client.post):
                reponse = methode(chemin)
                assert reponse.status_code in REFUS, f"{qui} reads {nom} {chemin}: {reponse.status_code}"
                if reponse.status_code == 302:
                    assert reponse.url.startswith(("/espace/", "/gestion/login/")), f"{nom} → {reponse.url}"
        vues += 1
    assert vues > 100


def separe_de(maison, *, sous_le_meme_toit):
    """Give the client of an adult whom a court keeps from every child of the family."""
    ecarte = ResponsableFactory(nom="Autre", prenoms="Luc", utilisateur=UtilisateurFactory())
    foyer = maison.foyer if sous_le_meme_toit else FoyerFactory(nom="Autre")
    Appartenance.objects.create(responsable=ecarte, foyer=foyer, du=DEBUT)
    for enfant in maison.enfants:
        LienParental.objects.create(enfant=enfant, responsable=ecarte, qualite="pere", du=DEBUT, restreint=True)
    client = ClientQuiLit()
    client.force_login(ecarte.utilisateur)
    return client


@pytest.mark.parametrize("sous_le_meme_toit", [False, True])
def test_a_parent_whom_a_court_restricts_finds_nothing_of_the_family(foyer_a, sous_le_meme_toit):
    client, noms = separe_de(foyer_a, sous_le_meme_toit=sous_le_meme_toit), dict(nos_adresses())
    for nom, valeurs in parametres(foyer_a).items():
        chemin, _ = ecrire(noms[nom], valeurs)
        for methode in (client.get, client.post):
            assert methode(chemin).status_code in {404, 405}, f"{nom} {chemin}"
    # What names nobody answers, and tells nothing either.
    marque(foyer_a)
    for nom, route in nos_adresses():
        if nom not in parametres(foyer_a) and "<" not in route and "(?P<" not in route and "deconnexion" not in nom:
            assert MARQUE not in client.get(f"/{route}").content.decode(errors="ignore"), nom


MARQUE = "Qzwxmarque"


def marque(maison):
    """Write over the family a name that nothing else bears."""
    for lignes in (
        Foyer.objects.filter(pk=maison.foyer.pk),
        Responsable.objects.filter(pk=maison.responsable.pk),
        Enfant.objects.filter(pk__in=[e.pk for e in maison.enfants]),
    ):
        lignes.update(nom=MARQUE)
    Utilisateur.objects.filter(pk=maison.utilisateur.pk).update(last_name=MARQUE)


def pour_la_gestion(maison):
    """Give what the numbers of the admin's addresses may name of the family."""
    return [
        {"pk": maison.foyer.pk, "foyer_pk": maison.foyer.pk, "enfant_pk": maison.enfants[0].pk,
         "responsable_pk": maison.responsable.pk},
        {"pk": maison.enfants[0].pk}, {"pk": maison.responsable.pk, "foyer_pk": maison.foyer.pk},
        {"pk": maison.facture.pk}, {"pk": maison.modification.pk},
    ]  # fmt: skip


def lire(client, chemin):
    """Give all that an answer says, sent piece by piece or not."""
    reponse = client.get(chemin)
    return (reponse.getvalue() if reponse.streaming else reponse.content).decode(errors="ignore")


def tout_wagtail(maison):
    """Give (name, path) of what Wagtail's generic pages may tell of the family's account and rows.

    Several rows at once, lists that leave as spreadsheets, the reports, the history, the use, the API.
    """
    compte = maison.utilisateur.pk
    for app, modele, action in en_lot():
        yield f"{app}.{modele}", f"/gestion/bulk/{app}/{modele}/{action}/?id={compte}&id=all"
    for nom, route, _ in toutes():
        if "(?P<" in route or not route.startswith(("gestion/api/", "gestion/reports/", "gestion/users/")):
            continue
        chemin, _ = ecrire(route, {"pk": compte})
        yield nom, chemin
        for suite in ("export=csv", "export=xlsx", f"q={MARQUE[:6]}", "fields=*"):
            yield nom, f"{chemin}?{suite}"


def chemins_de(route, maison):
    """Give the paths, each once, of an address of the admin for all that its numbers may name of the family."""
    return dict.fromkeys(ecrire(route, valeurs)[0] for valeurs in pour_la_gestion(maison))


@pytest.mark.parametrize("qui", [Role.PUBLICATEUR, None])
def test_the_staff_without_the_families_right_reads_nothing_of_one(foyer_a, qui):
    """A publisher (who may all that a writer may), an agent of a service that keeps no family: never a name."""
    if qui:
        utilisateur = _agent(qui)
    else:
        utilisateur = UtilisateurFactory(is_staff=True)
        utilisateur.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = connecter_agent(ClientQuiLit(), utilisateur)
    marque(foyer_a)
    noms, lues = dict(nos_adresses()), 0
    for nom, valeurs in parametres(foyer_a).items():
        chemin, _ = ecrire(noms[nom], valeurs)
        assert client.get(chemin).status_code in {302, 404, 405}, f"{nom} {chemin}"
    for nom, route, _ in toutes():
        if not route.startswith("gestion/") or "(?P<" in route or route.startswith(WAGTAIL_SEUL):
            continue
        for chemin in chemins_de(route, foyer_a):
            assert MARQUE not in lire(client, chemin), f"{qui} reads {nom} {chemin}"
            lues += 1
    assert lues > 80
    for nom, chemin in tout_wagtail(foyer_a):
        assert MARQUE not in lire(client, chemin), f"{qui} reads {nom} {chemin}"


def test_an_agent_of_another_service_reads_nothing_of_a_family(donges, foyer_a):
    """An agent with every right on families, in services with which this family has nothing to do: never a name.

    The control: the same agent, put in the family's service, opens its file.
    """
    autre = Service.objects.create(code="autre", nom="Petite enfance")
    ailleurs = donges.restaurant.__class__.objects.create(code="ailleurs", nom="Ailleurs", genre="restaurant")
    agent = _agent(Role.AGENT_DE_SERVICE)
    # Rights that a town may add to the role by hand: the reach alone is to hold the doors.
    for droit in ("ouvrir_espaces", "agir_pour_famille", "consulter_sante", "imprimer_cle"):
        agent.user_permissions.add(Permission.objects.get(codename=droit))
    Habilitation.objects.create(utilisateur=agent, service=autre)
    Habilitation.objects.create(utilisateur=agent, service=donges.service, lieu=ailleurs)
    client = connecter_agent(ClientQuiLit(), agent)
    marque(foyer_a)
    noms, lues = dict(nos_adresses()), 0
    for nom, valeurs in parametres(foyer_a).items():
        assert client.get(ecrire(noms[nom], valeurs)[0]).status_code in {302, 404, 405}, nom
    for nom, route, _ in toutes():
        if not route.startswith("gestion/") or "(?P<" in route or route.startswith(WAGTAIL_SEUL):
            continue
        nommee = "<" in route and route.startswith(DE_LA_FAMILLE)
        if "logout" in route:
            continue
        for chemin in chemins_de(route, foyer_a):
            for methode in (client.get, client.post) if nommee else (client.get,):
                reponse = methode(chemin)
                assert MARQUE not in reponse.content.decode(errors="ignore"), f"{nom} {chemin}"
                assert not nommee or reponse.status_code in {302, 403, 404, 405}, f"{nom} {reponse.status_code}"
            lues += 1
    assert lues > 80
    assert "Aucune famille ne correspond" in client.get("/gestion/familles/?q=Qzwxmarque").content.decode()
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    assert MARQUE in client.get(f"/gestion/familles/{foyer_a.foyer.pk}/").content.decode()
    assert MARQUE in client.get("/gestion/familles/").content.decode()


# What names a family, or somebody of it.
DE_LA_FAMILLE = ("gestion/familles/", "gestion/dossiers/", "gestion/ouvertures/familles/")


# Wagtail's own, which know no family: other tests close them.
WAGTAIL_SEUL = tuple(
    f"gestion/{nom}/" for nom in (
        "pages", "images", "documents", "workflows", "collections", "sites", "locales", "choose-page",
        "choose-external-link", "tag-autocomplete", "jsi18n", "sprite", "failwhale",
    )
)  # fmt: skip


def test_for_a_parent_there_is_no_admin_and_no_way_round_in_circles(client, donges):
    client.force_login(famille(donges).utilisateur)
    for chemin in ("/gestion/", "/gestion/familles/", "/gestion/login/"):
        assert client.get(chemin, follow=True).status_code in {200, 404}, chemin
    assert client.get("/gestion/").status_code == 404


NOMS_DES_PARAMETRES = (
    "semaine", "mois", "jour", "page", "q", "p", "texte", "restaurant", "activite", "regie", "etat", "verdict", "next",
    "lieu", "ordering", "date", "du", "au",
)  # fmt: skip
ABSURDES = ["9999-12-31", "\0", "9" * 5000, "-1", "é\u2028'\"<%00\ud7ff"]


@pytest.fixture
def public(donges):
    """The public rubrics, as a new site has them."""
    replanter()
    call_command("installer", verbosity=0, stdout=StringIO())
    return ["/", "/menus/", "/actualites/", "/activites/", "/tarifs/", "/infos-pratiques/", "/aide/"]


def test_no_address_stumbles_over_an_absurd_parameter(foyer_a, public, agent, banque):
    """Every address of ours, every parameter that one of them reads, all absurd at once: never an error of ours."""
    parent, bureau = ClientQuiLit(), ClientQuiLit()
    parent.force_login(foyer_a.utilisateur)
    # One person for every desk: each page is asked once.
    agent.groups.add(installer_roles()[Role.REGISSEUR])
    connecter_agent(bureau, agent)
    connus = parametres(foyer_a)
    chemins = [(parent, ecrire(route, connus.get(nom, {}))[0]) for nom, route in nos_adresses() if "(?P<" not in route]
    chemins += [(parent, chemin) for chemin in public]
    notres = (
        "dossiers", "familles", "messages", "effectifs", "factures", "paiements", "clotures",
        "cloture", "tableau", "grilles", "ouvertures", "conservation",
    )  # fmt: skip
    gestion = [c for _, c in adresses_de_gestion() if c.removeprefix("/gestion/").split("/")[0] in notres]
    chemins += [(bureau, chemin) for chemin in gestion]
    assert len(gestion) > 20
    for valeur in ABSURDES:
        suite = "?" + urlencode(dict.fromkeys(NOMS_DES_PARAMETRES, valeur))
        lues = 0
        for client, chemin in chemins:
            reponse = client.get(chemin + suite)
            assert reponse.status_code < 500, chemin + suite
            lues += reponse.status_code == 200
        assert lues > 30, valeur


def test_a_month_that_no_calendar_holds_is_not_found(foyer_a):
    client = ClientQuiLit()
    client.force_login(foyer_a.utilisateur)
    pk = foyer_a.inscriptions[0].pk
    for mois in ("9999-12", "2026-13", "0-0", f"{'9' * 30}-1"):
        assert client.get(f"/espace/reservations/{pk}/{mois}/").status_code == 404
