"""Components that show data."""

from datetime import datetime

from django import template
from django.utils.html import format_html

from common.components.tools import ICONES_ETAT, composant, moment_local, parmi, rendre
from common.words import typo

TEINTES = 10

register = template.Library()


@composant(register, "components/badge.html")
def badge(*, texte, variante="info", icone=None):
    """A state: a colour, an icon, a word."""
    parmi(variante, ICONES_ETAT, argument="variante")
    return {"texte": texte, "variante": variante, "icone": ICONES_ETAT[variante] if icone is None else icone}


@register.simple_tag
def montant(valeur, *, taille="", signe=False):
    """An amount, figures aligned, never broken."""
    if valeur in (None, ""):
        return ""
    return format_html(
        '<span class="montant"{}>{}</span>',
        format_html(' data-taille="{}"', taille) if taille else "",
        typo.montant(valeur, signe=signe),
    )


@register.inclusion_tag("components/echeance.html")
def echeance(moment, *, prefixe="Avant le", proche=False):
    """A deadline with its clock; `proche` makes it stand out."""
    moment = moment_local(moment)
    ecrire = typo.date_heure if isinstance(moment, datetime) else typo.date_longue
    return {"moment": moment, "texte": ecrire(moment) if moment else "", "prefixe": prefixe, "proche": proche}


@composant(register, "components/avatar.html")
def avatar(*, nom, rang=0, taille=""):
    """A coloured initial instead of a face."""
    parmi(taille, ("", "grand"), argument="taille")
    return {"initiale": (str(nom).strip() or "?")[0].upper(), "teinte": int(rang) % TEINTES, "taille": taille}


@register.simple_block_tag
def tableau(content, *, legende, masquer_legende=False):
    """Wrap the head and body of a table that becomes cards on a phone."""
    return rendre("tableau", contenu=content, legende=legende, masquer_legende=masquer_legende)


@register.inclusion_tag("components/recap.html")
def recap(*, lignes, total=None, titre="", libelle_total="Total", signe=False, rang=None):
    return {
        "lignes": lignes, "total": total, "titre": titre, "libelle_total": libelle_total, "signe": signe, "rang": rang
    }  # fmt: skip


@register.inclusion_tag("components/fiche.html")
def fiche(*, lignes):
    return {"lignes": lignes}


@register.inclusion_tag("components/progression.html")
def progression(*, fait, total, libelle):
    return {"fait": fait, "total": total, "libelle": libelle, "part": 100 * fait // total if total else 0}


@register.inclusion_tag("components/chronologie.html")
def chronologie(*, etapes):
    return {"etapes": etapes}


@register.simple_block_tag
def message(content, *, auteur, moment, de_moi=False):
    return rendre("message", contenu=content, auteur=auteur, moment=moment_local(moment), de_moi=de_moi)
