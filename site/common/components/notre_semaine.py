"""The components of « Notre semaine »: its grid, what fills it at once, its bar."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from common.components.semaine import CelluleMontree, LigneMontree
from common.words import typo

register = template.Library()


@register.inclusion_tag("components/notre_semaine.html")
def notre_semaine(*, semaine):
    """Some days of every child: a list by day on a phone, a grid from 48 rem."""
    return {"semaine": semaine}


@register.simple_tag
def case_semaine(cellule: CelluleMontree, ligne: LigneMontree, premiere):
    """Write a cell. Without a choice it is one element; else a label, its box or its list, its state, the rest.

    Python, not a template: a week has ninety of them (measured: 2 ms for the week, 9 as a template).
    """
    titre = escape(ligne.titre)
    debut = f'class="case" data-etat="{escape(cellule.etat)}" data-teinte="{ligne.teinte}"'
    debut += " data-premiere" * premiere
    if not cellule.choix:
        debut += " data-muet" * (cellule.etat == "ferme" and not cellule.motif)
        dedans = escape(cellule.phrase) + _suite(cellule, ligne)
        html = f'<p {debut} data-icone="{cellule.icone}" data-titre="{titre}">{dedans}</p>'
    else:
        prix = f' data-prix="{cellule.prix}"' if cellule.prix else ""
        dedans = f"{_saisie(cellule)} {_dire(cellule)}</label>"
        if cellule.heure:
            classe = 'class="case__choix"'
            html = f'<div {debut}><label {classe} data-titre="{titre}"{prix}>{dedans}{_heure(*cellule.heure)}</div>'
        else:
            debut = debut.replace('"case"', '"case case__choix"', 1)
            html = f'<label {debut} data-titre="{titre}"{prix}>{dedans}'
    return mark_safe(html)  # noqa: S308 - each text is escaped above


def _suite(cellule, ligne) -> str:
    """Write the button, or the link, of a cell that cannot be ticked; named for who does not see where it stands."""
    if not (cellule.acte or cellule.lien):
        return ""
    vers, mots = cellule.acte or cellule.lien
    nom = escape(f"{mots}, {ligne.titre}, {typo.date_longue(cellule.date)}")
    if cellule.acte:
        return f' <button type="submit" name="vers" value="{escape(vers)}" aria-label="{nom}">{escape(mots)}</button>'
    return f' <a href="{escape(vers)}" aria-label="{nom}">{escape(mots)}</a>'


def _saisie(cellule):
    """Write the box to tick, or the list of what can be chosen."""
    if cellule.seul:
        un = cellule.seul
        marques = " data-initial" * un.initial + " checked" * un.coche
        return f'<input type="checkbox" name="choix" value="{escape(un.valeur)}"{marques}>'
    options = "".join(
        f'<option value="{escape(un.valeur)}"{" data-initial" * un.initial}{" selected" * un.coche}>'
        f"{escape(un.texte)}</option>"
        for un in cellule.choix
    )
    rien = f'<option value=""{" data-initial" * (not cellule.initial)}>{cellule.rien}</option>'
    return f'<select name="choix">{rien}{options}</select>'


def _dire(cellule):
    """Write the state, the word of a change, then what is said beside them."""
    sans = "" if cellule.seul else f' data-sans="{cellule.sans}"'
    etat = f'<b data-icone="{cellule.icone}" data-sera="{cellule.sera}"{sans}>{cellule.mot}</b>'
    return f"{etat} <small>{escape(cellule.precisions)}</small>" if cellule.precisions else etat


def _heure(champ, valeur, libelle):
    return (
        f'<label class="case__heure">{escape(libelle)} <input type="time" step="900" name="{escape(champ)}"'
        f' value="{escape(valeur)}"></label>'
    )


@register.inclusion_tag("components/outils_semaine.html")
def outils_semaine(*, quand, precedent=True, suivant=True, enfants=(), lien=None, mois=(), une_semaine=True):
    """What is above the grid: the other weeks, the months, what fills several cells at once.

    ``enfants``: (id, first name) of who can be copied; ``lien``: to the month (or back); ``mois``: links to each.
    """
    return {
        "quand": quand, "precedent": precedent, "suivant": suivant, "enfants": enfants, "lien": lien, "mois": mois,
        "unite": "Semaine" if une_semaine else "Mois", "une_semaine": une_semaine,
    }  # fmt: skip


@register.inclusion_tag("components/barre_semaine.html")
def barre_semaine(*, barre):
    """The recap of what is ticked, always in sight; the page's script keeps it true."""
    return {"barre": barre}
