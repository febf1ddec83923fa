"""Every address of the portal, read from the URL configuration: a new one is walked the day it appears."""

import inspect
import re
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

# What everybody may read or start, and why: all the rest asks for a sign-in.
PUBLIQUES = {
    "robots": "a word to robots",
    "favicon": "a picture of every page",
    "media": "the pictures of the public pages",
    "commune:couleurs": "the town's colours",
    "commune:feuille": "the portal's sheet with the town's colours",
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
    "ouverture:creer_espace": "who has a key and no account",
    "ouverture:entrer": "who has a key and no account: its key, put aside",
    "ouverture:espace_cree": "what is said after it",
    "ouverture:sans_cle": "who has neither key nor account",
    "ouverture:demande_envoyee": "what is said after it",
    "ouverture:suivre_invitation": "the link of a mail",
    "ouverture:invitation": "the link of a mail, its token put aside",
    "veille:suivre": "the link of a mail",
    "veille:preference": "the link of a mail, its token put aside; else asks for a sign-in",
    "attente:par_lien": "the link of a mail",
    "attente:offre": "the link of a mail, its token put aside",
    "agenda:flux": "a telephone that subscribed, by its secret address",
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
# What is refused: sent elsewhere, forbidden, not found, or not a method of it.
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


@cache
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


# What names a family, or somebody of it.
DE_LA_FAMILLE = ("gestion/familles/", "gestion/dossiers/", "gestion/ouvertures/familles/")


# Wagtail's own, which know no family: other tests close them.
WAGTAIL_SEUL = tuple(
    f"gestion/{nom}/" for nom in (
        "pages", "images", "documents", "workflows", "collections", "sites", "locales", "choose-page",
        "choose-external-link", "tag-autocomplete", "jsi18n", "sprite", "failwhale",
    )
)  # fmt: skip


def lire(client, chemin):
    """Give all that an answer says, sent piece by piece or not."""
    reponse = client.get(chemin)
    return (reponse.getvalue() if reponse.streaming else reponse.content).decode(errors="ignore")


NOS_MODULES = ("commune", "common", "cms_pages", "espace_prive", "reservations", "factures", "demo")
# Of Wagtail's generic views, those that show what we wrote: columns, panels, forms.
DE_NOS_ECRANS = ("IndexView", "CreateView", "EditView")


def methodes(vue):
    """Give the methods that a view's decorator lets in; None when no decorator says."""
    while True:
        fermees = inspect.getclosurevars(vue).nonlocals if inspect.isfunction(vue) else {}
        if "request_method_list" in fermees:
            return list(fermees["request_method_list"])
        if not hasattr(vue, "__wrapped__"):
            return None
        vue = vue.__wrapped__


def est_notre(vue):
    """Tell whether what a view shows is ours: its code, or the columns and the form of a model of ours."""
    classe = getattr(vue, "view_class", vue)
    if classe.__module__.startswith(NOS_MODULES):
        return True
    modele = getattr(vue, "view_initkwargs", {}).get("model")
    generique = classe.__name__ in DE_NOS_ECRANS and not classe.__module__.endswith("chooser")
    return generique and getattr(modele, "__module__", "").startswith(NOS_MODULES)


def lisibles():
    """Give (name, route) of every address of ours that is read: not those of a button alone, nor pieces of pages."""
    return [
        (nom, route)
        for nom, route, motif in toutes()
        if est_notre(motif.callback) and methodes(motif.callback) != ["POST"] and not nom.endswith("_results")
    ]
