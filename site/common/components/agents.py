"""Components of the staff's screens, in the admin: tables that read as cards on a phone, headers, filters, buttons.

They wear Wagtail's own classes; ``static/gestion/gestion.css`` adds what it lacks. Addresses are written as for ``{%
url %}``: the name of a page, then its arguments (an address that is already whole is taken as it is).
"""

from django import template
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from common.components.tools import bloc, composant, parmi, rendre

register = template.Library()

ICONES_AIDE = {"info": "help", "warning": "warning", "danger": "warning"}
CLASSES_AIDE = {"info": "help-info", "warning": "help-warning", "danger": "help-critical"}
CLASSES_LIEN = {"principal": "", "secondaire": "button-secondary", "danger": "button-secondary no"}
CLASSES_BOUTON = {"principal": "", "secondaire": "button-secondary", "danger": "no"}


def _adresse(vers, args):
    """The name of a page and its arguments, or an address taken as it is."""
    return str(vers) if not args and ("/" in str(vers) or str(vers)[:1] in "?#") else reverse(vers, args=args)


def _precise(precision, pour):
    """The rest of a label for screen readers: « Modifier Léa », « Noter le départ : Léa »."""
    if pour:
        return format_html('<span class="w-sr-only">&nbsp;: {}</span>', pour)
    return format_html('<span class="w-sr-only"> {}</span>', precision) if precision else ""


def _classe(variante, petit, classes):
    parmi(variante, classes, argument="variante")
    return " ".join(filter(None, ("button", "button-small" if petit else "", classes[variante])))


@bloc(register)
def gestes(contexte, contenu):
    """Hold buttons side by side, on one line or several."""
    return format_html('<div class="gestes">{}</div>', contenu())


@register.simple_tag
def lien_agents(vers, *args, texte, suite="", precision="", pour="", variante="secondaire", petit=True):
    """A link that looks like a button; ``suite`` follows the address (``?de=…``)."""
    return format_html(
        '<a class="{}" href="{}{}">{}{}</a>',
        _classe(variante, petit, CLASSES_LIEN), _adresse(vers, args), suite, texte, _precise(precision, pour),
    )  # fmt: skip


@register.simple_tag
def bouton_agents(*, texte, nom="", valeur="", precision="", pour="", variante="principal", petit=False):
    attributs = {"type": "submit", "class": _classe(variante, petit, CLASSES_BOUTON)}
    attributs |= {"name": nom, "value": valeur} if nom else {}
    return format_html("<button{}>{}{}</button>", flatatt(attributs), texte, _precise(precision, pour))


@bloc(register)
def envoi(contexte, contenu, vers="", *args, classe="", fichiers=False, ailleurs=False):
    """A form of the staff, with its token and its number (``common.web.une_fois``); ``ailleurs`` opens another tab."""
    return rendre(
        "agents/envoi",
        contenu=contenu(), adresse=_adresse(vers, args) if vers else "", classe=classe, fichiers=fichiers,
        ailleurs=ailleurs, csrf_token=contexte.get("csrf_token"),
    )  # fmt: skip


@composant(register, "components/agents/champs.html")
def champs(champs):
    """The fields of a form, or these bound fields, as Wagtail lays them out."""
    if hasattr(champs, "visible_fields"):
        return {"caches": champs.hidden_fields(), "champs": champs.visible_fields()}
    return {"caches": [], "champs": champs}


@composant(register, "components/agents/entete.html")
def entete_agents(
    *, titre, icon, sous_titre="", vers="", action="", icon_action="plus", retour="", retour_vers="", onglets=(),
    titre_onglets="Parties",
):  # fmt: skip
    """The head of a page: its title, one main action, the way back, and the tabs of a file (``Lien``)."""
    return {
        "titre": titre, "icon": icon, "sous_titre": sous_titre, "adresse": _adresse(vers, ()) if vers else "",
        "action": action, "icon_action": icon_action, "retour": retour,
        "retour_adresse": _adresse(retour_vers, ()) if retour_vers else "", "onglets": onglets,
        "titre_onglets": titre_onglets,
    }  # fmt: skip


@bloc(register)
def aide(contexte, contenu, *, variante="info", role=""):
    """Help, a warning or a refusal, in Wagtail's box."""
    parmi(variante, CLASSES_AIDE, argument="variante")
    return rendre(
        "agents/aide", contenu=contenu(), classe=CLASSES_AIDE[variante], icone=ICONES_AIDE[variante], role=role
    )  # fmt: skip


@bloc(register)
def vide(contexte, contenu, *, vers="", action=""):
    return rendre("agents/vide", contenu=contenu(), adresse=_adresse(vers, ()) if vers else "", action=action)


@bloc(register)
def filtre(contexte, contenu, *, libelle="", bouton="Rechercher", tout="", tout_vers=""):
    """The fields that choose what a list shows; ``libelle`` names a search, ``tout`` clears it."""
    return rendre(
        "agents/filtre", contenu=contenu(), libelle=libelle, bouton=bouton, tout=tout,
        tout_adresse=_adresse(tout_vers, ()) if tout else "",
    )  # fmt: skip


@composant(register, "components/agents/recherche.html")
def recherche(*, libelle, champ, valeur="", tout="", tout_vers=""):
    """A search by one field, `q`: what it searches, what may be typed, what was."""
    return {
        "libelle": libelle,
        "champ": champ,
        "valeur": valeur,
        "tout": tout if valeur else "",
        "tout_vers": tout_vers,
    }


@bloc(register)
def definitions(contexte, contenu):
    """Hold what is known of something: a name, its value."""
    return format_html('<dl class="definitions">{}</dl>', contenu())


@bloc(register)
def definition(contexte, contenu, libelle):
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", libelle, contenu())


@bloc(register)
def listing(contexte, contenu, *, colonnes, legende=""):
    """A table that reads as cards on a phone.

    ``colonnes`` are titles between bars; each cell takes the next one, and repeats it on a card. A title in brackets
    is only read aloud: « Enfant|Naissance|(Modifier) ».
    """
    entetes = [titre.strip() for titre in str(colonnes).split("|") if titre.strip()]
    contexte["colonnes_du_listing"] = tuple("" if titre.startswith("(") else titre for titre in entetes)
    colonnes = [(titre.strip("()"), titre.startswith("(")) for titre in entetes]
    return rendre("agents/listing", contenu=contenu(), colonnes=colonnes, legende=legende)


@bloc(register)
def rangee(contexte, contenu):
    colonnes = contexte.get("colonnes_du_listing")
    if colonnes is None:
        raise template.TemplateSyntaxError("rangee: only inside listing")
    contexte["cellules_a_venir"] = a_venir = list(colonnes)
    html = contenu()
    if a_venir:
        raise template.TemplateSyntaxError(f"rangee: no cell for {a_venir!r}")
    return format_html("<tr>{}</tr>", html)


@bloc(register)
def cellule(contexte, contenu, *, entete=False, classe=""):
    """A cell; ``entete`` names the row, for screen readers too."""
    a_venir = contexte.get("cellules_a_venir")
    if not a_venir:
        raise template.TemplateSyntaxError("cellule: the row has no column left")
    titre = a_venir.pop(0)
    if entete:
        return format_html('<th scope="row" class="{}">{}</th>', f"title {classe}".strip(), contenu())
    attributs = ({"class": classe} if classe else {}) | ({"data-titre": titre} if titre else {})
    return format_html("<td{}>{}</td>", flatatt(attributs), mark_safe(contenu().strip()))  # noqa: S308 - rendered
