"""A change of the file: applied at once, or kept until an agent answers. Nothing is ever overwritten unseen."""

from django import forms as django_forms
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse

from common import courriels, journal
from common.errors import Refus
from commune.models import Service
from commune.services import service_a_appeler
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.documents import services as documents
from espace_prive.dossier.forms import dire
from espace_prive.dossier.genres import GENRES, Geste
from espace_prive.dossier.models import OUVERTES, Modification
from espace_prive.famille.enums import Mode
from espace_prive.famille.models import Foyer
from espace_prive.famille.services import ENTRE_TEMPS, tenue

TYPE = "dossier"
HORS_CHAMPS = frozenset({"version", "piece"})
SANS_LIGNE = frozenset({"duree"})
SANS_FOYER = (
    "Votre espace n’est rattaché à aucun foyer aujourd’hui : appelez le service, qui enregistrera ce changement."
)
DEJA = "Une demande sur ce point attend déjà une réponse. Annulez-la d’abord, ou attendez sa réponse."
PLUS_POSSIBLE = "Cette demande ne peut plus être appliquée telle quelle : {raison} Refusez-la en disant quoi faire."


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
    valeurs = {nom: form.cleaned_data.get(nom) for nom in form.fields if nom not in HORS_CHAMPS}
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


def _service() -> Service:
    service = service_a_appeler() or Service.objects.order_by("pk").first()
    if service is None:
        raise Refus("Aucun service n’est encore ouvert aux demandes. Appelez la mairie.", code="service")
    return service


@transaction.atomic
def proposer(genre, cible, form, *, acteur, foyer: Foyer | None, numero) -> Modification | None:
    """Do what a parent asks by a valid form: apply it (None), or keep it for an agent. Sent twice, done once."""
    champs = changes(genre, form)
    fichier = form.cleaned_data.get("piece")
    if not champs and not fichier:
        return None
    if genre.mode(cible, form.cleaned_data, tenue.regles()) == Mode.AUSSITOT:
        piece = documents.deposer(fichier, par=acteur) if fichier else None
        genre.appliquer(
            cible, champs, Geste(par=acteur, version=form.cleaned_data["version"], piece=piece, parent=True)
        )
        return None
    return _deposer(genre, cible, form, champs, acteur=acteur, foyer=foyer, numero=numero, fichier=fichier)


def _deposer(genre, cible, form, champs, *, acteur, foyer, numero, fichier):
    if foyer is None:
        raise Refus(SANS_FOYER, code="foyer")
    Foyer.objects.filter(pk=foyer.pk).verrouilles().get()
    if connue := demarches.connue(numero):
        if connue.foyer_id == foyer.pk and hasattr(connue, "modification"):
            return connue.modification
        raise Refus("Cette demande a déjà été envoyée.", code="numero")
    if form.cleaned_data["version"] != genre.version(cible):
        raise Refus(ENTRE_TEMPS, code="version")
    if not genre.ajout and en_attente_sur(genre, cible):
        raise Refus(DEJA, code="deja")
    lignes = lignes_de(form, {n: v for n, v in champs.items() if n not in SANS_LIGNE})
    # What the whole household may read in « Dernières demandes » says nothing of a child's file but its title.
    montrees = [{"libelle": li["libelle"], "detail": li["apres"]} for li in lignes if li["apres"]]
    try:
        demarche = demarches.deposer(
            numero=numero, type=TYPE, titre=genre.intitule(cible), service=_service(), foyer=foyer, auteur=acteur,
            recapitulatif=montrees if genre.du_foyer else (),
        )  # fmt: skip
    except IntegrityError as erreur:
        raise Refus("Cette demande a déjà été envoyée.", code="numero") from erreur
    return Modification.objects.create(
        demarche=demarche, genre=genre.code, rubrique=genre.rubrique, cible_id=cible.pk, enfant=genre.enfant(cible),
        saisie=_saisie(form), lignes=lignes, piece=documents.deposer(fichier, par=acteur) if fichier else None,
    )  # fmt: skip


def en_attente_sur(genre, cible) -> Modification | None:
    """Give the change of that kind that waits on that record."""
    connues = Modification.objects.en_attente().filter(genre=genre.code, cible_id=cible.pk)
    return connues.select_related("demarche").first()


@transaction.atomic
def annuler(modification: Modification, *, par) -> None:
    """Take one's request back; the document that came with it goes."""
    demarches.repondre(modification.demarche, EtatDemarche.ANNULEE, par=par, motif="Annulée par la famille.")
    _oublier_la_piece(modification)


def _oublier_la_piece(modification):
    """A proof is not kept longer than its decision needs; that it was there stays written."""
    piece = modification.piece
    if piece:
        Modification.objects.filter(pk=modification.pk).update(piece=None)
        documents.effacer(piece)


def cible_de(modification: Modification):
    """Give the record that the change is about, or None when it is no more."""
    return GENRES[modification.genre].modele.objects.filter(pk=modification.cible_id).first()


def refaire(modification: Modification, cible):
    """Give the parent's form as it was sent, read again against the record of today."""
    genre, auteur = GENRES[modification.genre], modification.demarche.auteur
    donnees = QueryDict(mutable=True)
    for cle, valeurs in modification.saisie.items():
        donnees.setlist(cle, valeurs)
    form = genre.form(
        donnees, cible=cible, acteur=auteur, initial=genre.initial(cible),
        enfants=genre.enfants(cible, auteur) if auteur else (),
    )  # fmt: skip
    if "piece" in form.fields:
        form.fields["piece"].required = False
    return form


def comparer(modification: Modification, cible) -> list[dict]:
    """Give the lines with what the record holds today, where it changed since the request."""
    form, genre = refaire(modification, cible), GENRES[modification.genre]
    present = genre.initial(cible)
    return [
        ligne | {"maintenant": maintenant, "entre_temps": not genre.ajout and maintenant != ligne["avant"]}
        for ligne in modification.lignes
        if ligne["champ"] in form.fields
        for maintenant in [dire(form.fields[ligne["champ"]], present.get(ligne["champ"]))]
    ]


def _ouverte(modification, etat):
    """Lock the request; give it when it waits, None when it already has that answer, else refuse."""
    actuelle = (Modification.objects.select_for_update(of=("self",)).select_related("demarche__auteur", "piece")).get(
        pk=modification.pk
    )
    if actuelle.demarche.etat in OUVERTES:
        return actuelle
    if actuelle.demarche.etat == etat:
        return None
    raise Refus(
        f"Cette demande a déjà une réponse : {actuelle.demarche.get_etat_display().lower()}.", code="transition"
    )


@transaction.atomic
def accepter(modification: Modification, *, version: int, par, motif="", date_effet=None) -> None:
    """Apply what was asked to the record as the agent saw it (``version``): only the fields that changed."""
    actuelle = _ouverte(modification, EtatDemarche.POSITIVE)
    if actuelle is None:
        return
    genre, cible = GENRES[actuelle.genre], cible_de(actuelle)
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
        Geste(
            par=par, version=version, piece=actuelle.piece, date_effet=date_effet, motif=motif,
            auteur=actuelle.demarche.auteur,
        ),
    )  # fmt: skip
    demarches.repondre(actuelle.demarche, EtatDemarche.POSITIVE, par=par, motif=motif)
    journal.noter("changement accepté", actuelle.demarche.foyer, par=par, motif=motif, genre=genre.code)
    if genre.code not in ("pai", "quotient"):
        _oublier_la_piece(actuelle)
    _prevenir(actuelle, "acceptée", motif)


@transaction.atomic
def refuser(modification: Modification, *, par, motif) -> None:
    """Refuse, saying why and what to do next; the document goes."""
    if not motif.strip():
        raise Refus("Dites pourquoi, et ce que la famille peut faire : elle le lira.", code="motif")
    actuelle = _ouverte(modification, EtatDemarche.REFUSEE)
    if actuelle is None:
        return
    demarches.repondre(actuelle.demarche, EtatDemarche.REFUSEE, par=par, motif=motif)
    journal.noter("changement refusé", actuelle.demarche.foyer, par=par, motif=motif, genre=actuelle.genre)
    _oublier_la_piece(actuelle)
    _prevenir(actuelle, "refusée", motif)


def _prevenir(modification, reponse, motif):
    """Tell the parent by mail that an answer is there; the mail names no child and no health."""
    auteur = modification.demarche.auteur
    courriels.envoyer(
        cle=f"dossier:{modification.pk}:{reponse}",
        a=auteur.email if auteur else "",
        objet="Une réponse à votre demande",
        gabarit="courriels/dossier_reponse",
        lien=reverse("dossier:demande", args=[modification.demarche.numero]),
    )
