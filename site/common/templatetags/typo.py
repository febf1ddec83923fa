"""Filters of French typography, thin skins over `common.words.typo`."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from common.words import typo

register = template.Library()


def _local(valeur):
    if isinstance(valeur, datetime) and timezone.is_aware(valeur):
        return timezone.localtime(valeur)
    return valeur


@register.filter
def montant(valeur):
    """58.56 → « 58,56 € »; nothing for an empty value."""
    return "" if valeur in (None, "") else typo.montant(valeur)


@register.filter
def deduit(valeur):
    """12 → « − 12,00 € », for what is taken off."""
    return "" if valeur in (None, "") else typo.montant(-valeur)


@register.filter
def nombre(valeur):
    """12500 → « 12 500 »."""
    return "" if valeur in (None, "") else typo.nombre(valeur)


@register.filter
def date_longue(valeur, annee=""):
    """« jeudi 12 novembre »; `|date_longue:"annee"` adds the year."""
    return typo.date_longue(_local(valeur), annee=bool(annee)) if typo.est_date(valeur) else ""


@register.filter
def date_courte(valeur):
    """« jeu. 12 nov. »."""
    return typo.date_courte(_local(valeur)) if typo.est_date(valeur) else ""


@register.filter
def date_simple(valeur):
    """« 12 novembre 2026 »."""
    return typo.date_simple(_local(valeur)) if typo.est_date(valeur) else ""


@register.simple_tag
def depuis(du, au, aujourdhui):
    """« 1er septembre 2026 », « À partir du 4 janvier 2027, jusqu’au 30 juin 2027 »: since when, until when."""
    debut = f"À partir du {date_simple(du)}" if du > aujourdhui else date_simple(du)
    return f"{debut}, jusqu’au {date_simple(au)}" if au else debut


@register.filter
def mois_annee(valeur):
    """« novembre 2026 »."""
    return typo.mois_annee(_local(valeur)) if typo.est_date(valeur) else ""


@register.filter
def de_mois(valeur):
    """« de novembre 2026 », « d’octobre 2026 »."""
    return typo.de_mois(_local(valeur)) if typo.est_date(valeur) else ""


@register.filter
def de_nom(valeur):
    """« de Malo », « d’Erwan »."""
    return "" if valeur in (None, "") else typo.de(valeur)


@register.filter
def taille(octets):
    """12345 → « 12 ko », for files."""
    return "" if octets in (None, "") else typo.taille(octets)


@register.filter
def telephone(numero):
    """« 02 61 91 00 10 » as a link that dials it; its style never cuts it over two lines."""
    return format_html('<a class="telephone" href="tel:{}">{}</a>', "".join(str(numero).split()), numero)


@register.filter
def heure(valeur):
    """« 9 h 30 »."""
    return typo.heure(_local(valeur)) if typo.est_heure(valeur) else ""


@register.filter
def date_heure(valeur, annee=""):
    """« jeudi 12 novembre à 9 h 30 »; `|date_heure:"annee"` adds the year."""
    if not isinstance(valeur, datetime):
        return ""
    return typo.date_heure(_local(valeur), annee=bool(annee))


@register.filter(is_safe=True, needs_autoescape=True)
def typographie(valeur, autoescape=True):
    """Put the no-break spaces of French punctuation into a text."""
    texte = conditional_escape(valeur) if autoescape else str(valeur)
    return mark_safe(typo.typographier(str(texte)))  # noqa: S308 - escaped just above


@register.filter
def pluriel_fr(compte, formes="s"):
    """« jour{{ n|pluriel_fr }} », « journa{{ n|pluriel_fr:"l,ux" }} »: plural from two on."""
    return typo.pluriel(compte or 0, formes)


@register.filter
def enumeration(mots):
    """« lundi, mardi et jeudi »."""
    return typo.enumeration(mots)
