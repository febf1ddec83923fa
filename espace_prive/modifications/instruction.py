"""From a form to what is kept, and back: what changed, how people read it, what applying it means.

The answer of an agent reads the parent's form again, as it was sent, against the record of that day: the same checks
stand twice, and only the fields that the parent changed are written.
"""

from django import forms as django_forms
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from common.errors import Refus
from common.words.noms import prenom_contenu
from espace_prive.documents import services as documents
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.perimetre import perimetre, perimetre_de
from espace_prive.famille.enums import Mode
from espace_prive.famille.forms import QuotientPlausible
from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.famille.services import ENTRE_TEMPS, rubriques
from espace_prive.modifications import services
from espace_prive.modifications.forms.base import dire
from espace_prive.modifications.models import Modification
from espace_prive.modifications.types.registre import GENRES, Acte

HORS_CHAMPS = frozenset({"version", "piece"})
# What only lets the form through: asked again with what was sent, written nowhere.
SANS_VALEUR = frozenset({QuotientPlausible.EXACT})
SANS_LIGNE = frozenset({"duree"})
PLUS_POSSIBLE = "Cette demande ne peut plus être appliquée telle quelle : {raison} Refusez-la en disant quoi faire."
# What keeps its document once accepted: the PAI itself, and the proof of a price.
GARDENT_LA_PIECE = frozenset({"pai", "quotient"})


def _comparable(valeur):
    """Give a value that can be compared with what the form first showed."""
    if valeur is None or valeur == "":
        return ""
    if hasattr(valeur, "values_list"):
        return sorted(valeur.values_list("pk", flat=True))
    if isinstance(valeur, (list, tuple)):
        return sorted(getattr(v, "pk", v) for v in valeur)
    return getattr(valeur, "pk", valeur)


def changes(genre, form) -> dict:
    """Give the fields whose value is not the one that the page showed."""
    valeurs = {nom: form.cleaned_data.get(nom) for nom in form.fields if nom not in HORS_CHAMPS | SANS_VALEUR}
    if genre.ajout or getattr(genre, "toujours", False):
        return valeurs
    return {n: v for n, v in valeurs.items() if _comparable(v) != _comparable(form.initial.get(n))}


def lignes_de(form, champs: dict) -> list[dict]:
    """Write for people what changes: from, to."""
    return [
        {
            "champ": nom,
            "libelle": str(form.fields[nom].label),
            "avant": dire(form.fields[nom], form.initial.get(nom)),
            "apres": dire(form.fields[nom], valeur),
        }
        for nom, valeur in champs.items()
    ]


def _saisie(form) -> dict:
    """Keep what was typed in the fields, and nothing else of what was sent."""
    gardes = {}
    for nom, champ in form.fields.items():
        if nom in HORS_CHAMPS:
            continue
        cles = [form.add_prefix(nom)]
        if isinstance(champ.widget, django_forms.MultiWidget):
            cles = [f"{cles[0]}{suffixe}" for suffixe in champ.widget.widgets_names]
        gardes |= {cle: form.data.getlist(cle) for cle in cles if cle in form.data}
    return gardes


@transaction.atomic
def proposer(genre, cible, form, *, acteur, foyer: Foyer | None, numero) -> Modification | None:
    """Do what a parent asks by a valid form: apply it (None), or keep it for an agent. Sent twice, done once."""
    champs = changes(genre, form)
    document = form.cleaned_data.get("piece")
    if not champs and not document:
        return None
    version = form.cleaned_data["version"]
    if genre.mode(cible, form.cleaned_data, rubriques.regles()) == Mode.AUSSITOT:
        piece = services.joindre(document, foyer, par=acteur) if document else None
        adulte = Responsable.objects.filter(pk=perimetre(acteur).soi).first()
        geste = Acte(par=acteur, version=version, piece=piece, parent=True, foyer=foyer, adulte=adulte)
        genre.appliquer(cible, champs, geste)
        return None

    def verifier():
        # What is added takes nothing away, whatever came since.
        if not genre.ajout and version != genre.version(cible):
            raise Refus(ENTRE_TEMPS, code="version")

    lignes = lignes_de(form, {n: v for n, v in champs.items() if n not in SANS_LIGNE})
    return services.deposer(
        foyer, numero=numero, auteur=acteur, genre=genre.code, rubrique=genre.rubrique,
        titre=genre.intitule_public(cible), cible_id=cible.pk, enfant=genre.enfant(cible), lignes=lignes,
        saisie=_saisie(form), document=document, du_foyer=genre.du_foyer, plusieurs=genre.ajout, verifier=verifier,
    )  # fmt: skip


@transaction.atomic
def corriger(genre, cible, form, *, par) -> None:
    """Do at once what an agent corrects by a valid form."""
    document = form.cleaned_data.get("piece")
    champs = changes(genre, form)
    if not champs and not document:
        return
    # What the town itself files is not weighed: no place that a family took keeps a PAI out.
    depose = documents.deposer(document, par=par) if document else None
    genre.appliquer(cible, champs, Acte(par=par, version=form.cleaned_data["version"], piece=depose))


def en_attente_sur(genre, cible) -> Modification | None:
    """Give the change of that kind that waits on that record."""
    return services.en_attente_sur(genre.code, cible.pk)


def cible_de(modification: Modification):
    """Give the record that the change is about, or None when it is no more."""
    return GENRES[modification.genre].modele.objects.filter(pk=modification.cible_id).first()


def refaire(modification: Modification, cible):
    """Give the parent's form as it was sent, read again against the record of today."""
    genre, adulte = GENRES[modification.genre], modification.demarche.adulte
    donnees = QueryDict(mutable=True)
    for cle, valeurs in modification.saisie.items():
        donnees.setlist(cle, valeurs)
    form = genre.form(
        donnees, cible=cible, initial=genre.initial(cible), relecture=True,
        enfants=genre.enfants(cible, perimetre_de(adulte)) if adulte else (),
    )  # fmt: skip
    if "piece" in form.fields:
        form.fields["piece"].required = False
    return form


def _avec_le_connu(ligne, form, connu):
    """Put, in the line of what is added, what is known already: « Avant »."""
    champ = ligne["champ"]
    return ligne | ({"avant": dire(form.fields[champ], connu[champ])} if champ in connu else {})


def comparer(modification: Modification, cible) -> list[dict]:
    """Give the lines with what the record holds today, where it changed since the request."""
    form, genre = refaire(modification, cible), GENRES[modification.genre]
    present, connu = genre.initial(cible), genre.connu(cible)
    return [
        _avec_le_connu(ligne, form, connu)
        | {"maintenant": maintenant, "entre_temps": not genre.ajout and maintenant != ligne["avant"]}
        for ligne in modification.lignes
        if ligne["champ"] in form.fields
        for maintenant in [dire(form.fields[ligne["champ"]], present.get(ligne["champ"]))]
    ]


def ressemblances(modification: Modification, cible, *, agent) -> list[Enfant]:
    """Give the children of the town who may be the one asked for: its birthday, its first name or a part of it.

    ``lisible`` tells whether the agent reads them; a child whom a court keeps from it is not there.
    """
    if modification.genre != "enfant":
        return []
    form = refaire(modification, cible)
    if not form.is_valid():
        return []
    voulu = form.cleaned_data
    connus = Enfant.objects.filter(naissance=voulu["naissance"]).exclude(pk__in=portee.ecartes(agent))
    connus = connus.annotate(lisible=Exists(portee.enfants(agent).filter(pk=OuterRef("pk"))))
    return [enfant for enfant in connus if prenom_contenu(enfant.prenom, voulu["prenom"])]


def accepter(modification: Modification, *, version: int, par, motif="", date_effet=None) -> None:
    """Apply what was asked to the record as the agent saw it (``version``): only the fields that changed."""
    genre = GENRES[modification.genre]

    def appliquer(actuelle):
        cible = cible_de(actuelle)
        if cible is None:
            raise Refus(PLUS_POSSIBLE.format(raison="ce qu’elle changeait n’existe plus."), code="cible")
        form = refaire(actuelle, cible)
        if not form.is_valid():
            raison = " ".join(str(e) for erreurs in form.errors.values() for e in erreurs)
            raise Refus(PLUS_POSSIBLE.format(raison=raison), code="saisie")
        voulus = {ligne["champ"] for ligne in actuelle.lignes} | SANS_LIGNE
        champs = {nom: form.cleaned_data.get(nom) for nom in form.fields if nom in voulus}
        genre.appliquer(
            cible, champs,
            Acte(
                par=par, version=version, piece=actuelle.piece, date_effet=date_effet, motif=motif,
                adulte=actuelle.demarche.adulte, foyer=actuelle.demarche.foyer,
            ),
        )  # fmt: skip

    services.accepter(
        modification, appliquer=appliquer, par=par, motif=motif, garder=modification.genre in GARDENT_LA_PIECE
    )
