"""Components of what a family has to do."""

from django import template

from common.components.tools import moment_local, rendre
from common.words import typo

register = template.Library()


@register.simple_block_tag
def liste_taches(content):
    return rendre("liste_taches", contenu=content)


@register.inclusion_tag("components/ligne_tache.html")
def ligne_tache(
    *, titre, url, action, echeance=None, texte="", montant=None, icone="", proche=False, prefixe="Avant le",
    principale=False,
):  # fmt: skip
    """Show one thing to do; ``principale``: the one that a person does first, its button filled."""
    jour = moment_local(echeance)
    return {
        "titre": titre, "url": url, "action": action, "texte": texte, "montant": montant, "icone": icone,
        "echeance": echeance, "proche": proche, "prefixe": prefixe,
        "variante": "principal" if principale else "secondaire",
        "quantieme": jour.day if jour else "", "mois": typo.MOIS_COURTS[jour.month - 1] if jour else "",
    }  # fmt: skip


@register.inclusion_tag("components/ligne_tache.html")
def tache_a_faire(tache, principale=False):
    return ligne_tache(
        titre=tache.titre, url=tache.url, action=tache.action, echeance=tache.echeance, texte=tache.texte,
        montant=tache.montant, icone=tache.icone, proche=tache.proche, principale=principale,
    )  # fmt: skip
