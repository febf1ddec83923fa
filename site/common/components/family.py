"""Components of the family's days: what to do, the week, the booking month."""

from django import template

from common.components import affichage
from common.components.tools import composant, moment_local, parmi, rendre
from common.words import typo

register = template.Library()

ICONES_PRISE = {affichage.ABSENCE: "absence", affichage.ATTENTE: "horloge"}


@register.simple_block_tag
def liste_taches(content):
    return rendre("liste_taches", contenu=content)


@register.inclusion_tag("components/ligne_tache.html")
def ligne_tache(
    *, titre, url, action, echeance=None, texte="", montant=None, icone="", proche=False, prefixe="Avant le"
):  # fmt: skip
    jour = moment_local(echeance)
    return {
        "titre": titre, "url": url, "action": action, "texte": texte, "montant": montant, "icone": icone,
        "echeance": echeance, "proche": proche, "prefixe": prefixe,
        "quantieme": jour.day if jour else "", "mois": typo.MOIS_COURTS[jour.month - 1] if jour else "",
    }  # fmt: skip


@register.inclusion_tag("components/ligne_tache.html")
def tache_a_faire(tache):
    return ligne_tache(
        titre=tache.titre, url=tache.url, action=tache.action, echeance=tache.echeance, texte=tache.texte,
        montant=tache.montant, icone=tache.icone, proche=tache.proche,
    )  # fmt: skip


@register.inclusion_tag("components/semaine.html")
def semaine(*, jours, prenom, vide="Rien de réservé ces sept jours."):
    """The next days of a child as a line, and as a sentence."""
    jours = list(jours)
    cellules = [
        {
            "attributs": " data-aujourdhui" * jour.aujourdhui + " data-vide" * (not jour.prises),
            "nom": typo.JOURS_COURTS[jour.date.weekday()],
            "quantieme": str(jour.date.day),
            "prises": [
                {"libelle": p.libelle, "etat": p.etat, "icone": ICONES_PRISE.get(p.etat, p.icone)} for p in jour.prises
            ],
            "motif": "" if jour.prises else jour.motif,
            "chez": jour.chez,
        }
        for jour in jours
    ]
    return {"cellules": cellules, "prenom": prenom, "phrase": affichage.phrase_semaine(jours, vide=vide)}


@register.inclusion_tag("components/calendrier.html")
def calendrier(*, semaines, legende, activite="", enfant="", colonnes=affichage.JOURS_ECOLE):
    """A month to tick: cards by day on a phone, a table from 48 rem."""
    return {
        "semaines": semaines,
        "legende": legende,
        "activite": activite,
        "enfant": enfant,
        "colonnes": [typo.JOURS[jour] for jour in colonnes],
    }


@composant(register, "components/barre_recap.html")
def barre_recap(
    *, texte, attente="Cochez ou décochez les jours souhaités.", variante="principal", nom="", valeur="", prenom=""
):
    """The sum of the changes and the next step, always in sight; ``prenom``: whose, when several have one."""
    parmi(variante, ("principal", "secondaire"), argument="variante")
    return {
        "texte": texte, "attente": attente, "variante": variante, "nom": nom, "valeur": valeur, "prenom": prenom,
    }  # fmt: skip
