"""French typography: amounts, dates, hours, spaces. Pure: the standard library only."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

INSECABLE = "\u00a0"
FINE = "\u202f"
APOSTROPHE = "’"

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
JOURS_COURTS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_COURTS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

_CENTIME = Decimal("0.01")
_PONCTUATION = re.compile(r"[ \u00a0\u202f]*([;!?])(?![a-z]+;)")
_DEUX_POINTS = re.compile(r"[ \u00a0\u202f]+:")
_OUVRANT = re.compile(r"«[ \u00a0\u202f]*")
_FERMANT = re.compile(r"[ \u00a0\u202f]*»")
_UNITE = re.compile(r"(\d)[ \u00a0\u202f](€|%)")
_HEURE = re.compile(r"(\d)[ \u00a0\u202f]h(?:[ \u00a0\u202f](\d\d))?\b")
_ENTITE = re.compile(r"(&(?:#\d+|#x[0-9a-fA-F]+|\w+));")


def montant(valeur, *, signe=False, unite="€"):
    """1234.5 gives « 1 234,50 € », -12 « − 12,00 € »; `signe` writes a plus before gains."""
    try:
        nombre = Decimal(str(valeur)).quantize(_CENTIME, rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return ""
    entier, _, centimes = f"{abs(nombre):f}".partition(".")
    groupes = f"{int(entier):,}".replace(",", FINE)
    debut = f"−{FINE}" if nombre < 0 else f"+{FINE}" if signe and nombre > 0 else ""
    return f"{debut}{groupes},{centimes}{FINE}{unite}"


def nombre(valeur):
    """A whole number with its thousands apart: « 12 500 »."""
    return f"{int(valeur):,}".replace(",", FINE).replace("-", "−")


def _ici(moment):
    """An instant as the database gives it (UTC), on the town's clocks; what is already there is left as it is.

    Django gives the town's time zone to the process: no caller can forget it, and tell families a wrong hour.
    """
    return moment.astimezone() if isinstance(moment, datetime) and moment.tzname() == "UTC" else moment


def _quantieme(jour):
    return "1er" if jour == 1 else str(jour)


def date_longue(jour, *, annee=False):
    """« jeudi 12 novembre », with the year when asked."""
    jour = _ici(jour)
    texte = f"{JOURS[jour.weekday()]} {_quantieme(jour.day)}{INSECABLE}{MOIS[jour.month - 1]}"
    return f"{texte} {jour.year}" if annee else texte


def date_courte(jour):
    """« jeu. 12 nov. », for lines where space is dear."""
    jour = _ici(jour)
    return f"{JOURS_COURTS[jour.weekday()]} {_quantieme(jour.day)}{INSECABLE}{MOIS_COURTS[jour.month - 1]}"


def jour_court(jour):
    """« jeu. 12 », beside a day of the same fortnight."""
    jour = _ici(jour)
    return f"{JOURS_COURTS[jour.weekday()]} {_quantieme(jour.day)}"


def date_simple(jour, *, annee=True):
    """« 12 novembre 2026 », without the day of the week."""
    jour = _ici(jour)
    texte = f"{_quantieme(jour.day)}{INSECABLE}{MOIS[jour.month - 1]}"
    return f"{texte} {jour.year}" if annee else texte


def periode(du, au):
    """« le lundi 4 janvier », « du 4 au 8 janvier », « du 30 novembre au 4 décembre »."""
    if du == au:
        return f"le {date_longue(du)}"
    debut = _quantieme(du.day) if (du.year, du.month) == (au.year, au.month) else date_simple(du, annee=False)
    return f"du {debut} au {date_simple(au, annee=False)}"


def mois_annee(jour):
    """« novembre 2026 »."""
    jour = _ici(jour)
    return f"{MOIS[jour.month - 1]} {jour.year}"


def de_mois(jour):
    """« de novembre 2026 », « d’octobre 2026 »."""
    texte = mois_annee(jour)
    return f"d{APOSTROPHE}{texte}" if texte[0] in "ao" else f"de {texte}"


def de(nom):
    """« d’Erwan », « de Malo », « d’Hugo », « de Yann », « d’Yves »: names elide as they sound.

    An h is mute but in few names, so it elides; a y followed by a vowel is a consonant.
    """
    texte = str(nom)
    lettres = _sans_accents(texte[:2]).lower()
    voyelle = lettres[:1] in "aeiouhœæ" or (lettres[:1] == "y" and lettres[1:] not in tuple("aeiouy"))
    return f"d{APOSTROPHE}{texte}" if lettres and voyelle else f"de {texte}"


def _sans_accents(texte):
    return "".join(signe for signe in unicodedata.normalize("NFD", texte) if not unicodedata.combining(signe))


def d_un_tenant(texte):
    """On one line, what has spaces: a telephone number."""
    return INSECABLE.join(str(texte).split())


def taille(octets):
    """Size of a file, from bytes: « 12 ko », « 1,4 Mo »."""
    ko = int(octets) / 1000
    if ko < 1000:
        return f"{max(1, round(ko))}{INSECABLE}ko"
    return f"{ko / 1000:.1f}{INSECABLE}Mo".replace(".", ",").replace(",0", "")


def heure(moment):
    """« 9 h » or « 9 h 30 », with spaces that never break."""
    moment = _ici(moment)
    texte = f"{moment.hour}{INSECABLE}h"
    return f"{texte}{INSECABLE}{moment.minute:02d}" if moment.minute else texte


def a_heure(moment):
    """« à 9 h 30 », which no end of line cuts."""
    return f"à{INSECABLE}{heure(moment)}"


def date_heure(moment, *, annee=False):
    """« jeudi 12 novembre à 9 h 30 »."""
    return f"{date_longue(moment, annee=annee)} {a_heure(moment)}"


def est_date(valeur):
    return isinstance(valeur, date)


def est_heure(valeur):
    return isinstance(valeur, datetime | time)


def enumeration(mots, *, liaison="et"):
    """« lundi, mardi et jeudi »."""
    mots = [str(mot) for mot in mots]
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {liaison} {mots[-1]}"


def pluriel(compte, formes="s"):
    """Choose an ending: French is singular below two. `formes` is « s » or « al,aux »."""
    singulier, _, plusieurs = formes.rpartition(",")
    return plusieurs if abs(Decimal(str(compte))) >= 2 else singulier


def position(rang: int) -> str:
    """« 1re position », « 3e position »: in a queue."""
    return f"{rang}{'re' if rang == 1 else 'e'}\u00a0position"


def typographier(texte):
    """Put the spaces that French wants around its punctuation; leave HTML entities alone."""
    texte = texte.replace("&#x27;", APOSTROPHE).replace("&#39;", APOSTROPHE).replace("'", APOSTROPHE)
    texte = _ENTITE.sub("\\1\ue000", texte)
    texte = _PONCTUATION.sub(f"{FINE}\\1", texte)
    texte = _DEUX_POINTS.sub(f"{INSECABLE}:", texte)
    texte = _OUVRANT.sub(f"«{INSECABLE}", texte)
    texte = _FERMANT.sub(f"{INSECABLE}»", texte)
    texte = _UNITE.sub(f"\\1{FINE}\\2", texte)
    texte = _HEURE.sub(lambda m: f"{m[1]}{INSECABLE}h{INSECABLE}{m[2]}" if m[2] else f"{m[1]}{INSECABLE}h", texte)
    return texte.replace("\ue000", ";")
