"""The parts of an activity that its page shows: how each is typed, said in a line, and what changing it means."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Sum

from common import clock
from common.words import typo
from reservations.activites import phrases, rules_encadrement
from reservations.activites.agents import forms
from reservations.activites.enums import FormeDelai, Suite
from reservations.activites.models import (
    Capacite,
    Creneau,
    Formule,
    Groupe,
    PeriodeReservation,
    RegleDelai,
    Unite,
)
from reservations.activites.rules_places import surbooking
from reservations.activites.services.delais import exemples
from reservations.activites.services.ouvertures import enregistrer_capacite, enregistrer_groupe, retirer_capacite
from reservations.activites.services.places import etudier_capacites, ligne, lignes_de
from reservations.activites.services.reglages import enregistrer, retirer


@dataclass(frozen=True)
class GenreDePartie:
    """A kind of part. ``dire(part)`` is its line; ``annoncer(part)`` what families will see, before it is saved.

    ``enregistrer(form, activite=, par=)`` and ``retirer(part, par=)`` are the services that write it;
    ``annoncer_retrait(part)`` says what removing it changes; ``copier`` is the address that copies it.
    """

    modele: type
    form: type
    titre: str
    ajouter: str
    explication: str
    dire: Callable
    annoncer: Callable = lambda objet: []
    enregistrer: Callable = enregistrer
    retirer: Callable = retirer
    annoncer_retrait: Callable = lambda objet: []
    copier: str = ""

    def lire(self, activite):
        return self.modele.objects.filter(activite=activite)


def a_venir(**filtre) -> int:
    """Count the places taken from today on: what a change may concern."""
    pris = Creneau.objects.filter(date__gte=clock.aujourdhui(), groupe=None, **filtre)
    return pris.aggregate(total=Sum("prises"))["total"] or 0


def _dire_unite(unite):
    return ", ".join(filter(None, (unite.nom, phrases.horaires(unite.debut, unite.fin))))


def _annoncer_unite(unite):
    if not unite.pk or not (pris := a_venir(unite=unite)):
        return []
    s = typo.pluriel(pris)
    return [f"{pris} réservation{s} à venir {'gardent leur' if s else 'garde sa'} place : la famille lira ces heures."]


def _dire_formule(formule):
    unites = typo.enumeration(unite.nom for unite in formule.unites.all())
    pas = f", par tranche de {formule.pas} minutes" if formule.pas else ""
    return f"{formule.nom} ({unites or 'aucune unité : ne peut pas être réservée'}){pas}"


def _places_du_groupe(groupe):
    """The greatest number of places said for the group; None when none is."""
    if not groupe.pk:
        return None
    return max((c.places for c in groupe.capacites.all() if c.places is not None), default=None)


def _alerte(groupe, places):
    return rules_encadrement.avertir(
        groupe.activite.encadrement, age_min=groupe.age_min, places=places, encadrants=groupe.encadrants
    )


def _dire_groupe(groupe):
    equipe = "" if groupe.encadrants is None else f", {groupe.encadrants} encadrant{typo.pluriel(groupe.encadrants)}"
    ligne = f"{groupe.nom}, de {groupe.age_min} à {groupe.age_max} ans, {groupe.lieu}{equipe}"
    alerte = _alerte(groupe, _places_du_groupe(groupe))
    return f"{ligne}. Attention : {alerte}" if alerte else ligne


def _annoncer_groupe(groupe):
    alerte = _alerte(groupe, _places_du_groupe(groupe))
    return [
        f"Les enfants de {groupe.age_min} à {groupe.age_max} ans, à l’âge du jour réservé, prennent une place de ce "
        f"groupe à « {groupe.lieu} ».",
        *([f"Attention : {alerte}"] if alerte else []),
    ]


def _dire_capacite(capacite):
    jours = typo.enumeration(f"le {typo.JOURS[jour]}" for jour in sorted(capacite.jours))
    dates = f"du {typo.date_simple(capacite.du)} au {typo.date_simple(capacite.au)}" if capacite.du else ""
    ou = ", ".join(filter(None, (capacite.lieu.nom, capacite.groupe and capacite.groupe.nom, jours, dates)))
    if capacite.places is None:
        return f"{ou} : sans limite"
    return f"{ou} : {capacite.places} place{typo.pluriel(capacite.places)}"


def _annoncer_capacite(capacite):
    """Read the days to come with this line in the place of the former one."""
    avant = Capacite.objects.filter(pk=capacite.pk).select_related("lieu").first()
    lieux = {li.pk: li for li in (capacite.lieu, *([avant.lieu] if avant else []))}
    lignes = {pk: lignes_de(capacite.activite, lieu, sauf=capacite.pk) for pk, lieu in lieux.items()}
    lignes[capacite.lieu_id].append(ligne(capacite))
    changes = etudier_capacites(capacite.activite, lignes=lignes)
    nombre = len({(c.lieu_id, c.date) for c, _ in changes})
    annonces = ["Les prochains jours que vous ouvrirez auront ces places."]
    if nombre:
        s = typo.pluriel(nombre)
        annonces = [
            f"{typo.nombre(nombre)} jour{s} à venir, déjà ouvert{s}, {'prennent' if s else 'prend'} ces places."
        ]
    if dessous := [(c, places) for c, places in changes if surbooking(places, c.prises)]:
        c, places = min(dessous, key=lambda change: change[0].date)
        annonces.append(
            f"Le {typo.date_longue(c.date)}, {c.prises} enfant{typo.pluriel(c.prises)} pour {places} "
            f"place{typo.pluriel(places)} : qui est réservé garde sa place, plus personne ne peut réserver. Dites "
            "pourquoi vous baissez."
        )
    if capacite.groupe and (alerte := _alerte(capacite.groupe, capacite.places)):
        annonces.append(f"Attention : {alerte}")
    return annonces


def _dire_periode(periode):
    fin = f" jusqu’au {typo.date_heure(periode.ferme_le, annee=True)}" if periode.ferme_le else ""
    dates = f"du {typo.date_simple(periode.du)} au {typo.date_simple(periode.au)}"
    return f"{periode.nom}, {dates} : se réserve dès le {typo.date_heure(periode.ouvre_le, annee=True)}{fin}"


def _annoncer_periode(periode):
    du, au = typo.date_simple(periode.du), typo.date_simple(periode.au)
    ouverture = typo.date_heure(periode.ouvre_le, annee=True)
    annonces = [f"Aucun jour du {du} au {au} ne peut être réservé en ligne avant le {ouverture}."]
    if periode.ferme_le:
        annonces.append(f"Plus aucun ne peut l’être à partir du {typo.date_heure(periode.ferme_le, annee=True)}.")
    return annonces


def _annoncer_delai(regle):
    annonces = [f"{phrases.regle_en_clair(regle)}.", *(f"Par exemple, {jour}." for jour in exemples(regle))]
    if len(annonces) == 1:
        annonces.append(
            "Aucun jour d’accueil de l’année à venir n’est concerné, ou le délai de tous est déjà passé : vérifiez."
        )
    if regle.suite == Suite.MAJORATION:
        annonces.append("Passé ce délai, c’est possible avec la majoration des tarifs de l’activité.")
    if FormeDelai(regle.forme) in (FormeDelai.SESSION, FormeDelai.SESSION_FRANCS) and not regle.periode_id:
        annonces.append("Hors d’une session, ce délai se compte depuis le premier jour ouvré des vacances.")
    return annonces


def _annoncer_retrait_de_capacite(capacite):
    """Read the days to come without this line."""
    reste = {capacite.lieu_id: lignes_de(capacite.activite, capacite.lieu, sauf=capacite.pk)}
    nombre = len({c.date for c, _ in etudier_capacites(capacite.activite, lignes=reste)})
    if nombre:
        return [f"{typo.nombre(nombre)} jour{typo.pluriel(nombre)} à venir : les places que disent les autres lignes."]
    return [
        "Les jours déjà ouverts gardent leurs places ; les prochains suivent les autres lignes, ou sont sans limite."
    ]


def _annoncer_retrait_de_periode(periode):
    du, au = typo.date_simple(periode.du), typo.date_simple(periode.au)
    annonces = [f"Les jours du {du} au {au} se réserveront dès qu’ils sont ouverts, sans date de début ni de fin."]
    if delais := periode.delais.count():
        s = typo.pluriel(delais)
        annonces.append(f"{delais} délai{s} de cette période {'sont retirés' if s else 'est retiré'} avec elle.")
    return annonces


def _annoncer_retrait_de_delai(regle):
    autres = RegleDelai.objects.filter(activite=regle.activite_id, geste=regle.geste).exclude(pk=regle.pk)
    geste = regle.get_geste_display().lower()
    if autres.exists():
        return [f"Pour {geste}, les autres délais de l’activité décideront."]
    return [f"Plus aucun délai pour {geste} : ce sera possible jusqu’au début du jour."]


GENRES = {
    "unites": GenreDePartie(
        Unite, forms.UniteForm, "Unités et heures", "Ajouter une unité",
        "Ce qui prend une place : un matin, un repas, un soir. Deux unités dont les heures se croisent s’excluent "
        "pour un enfant, sauf si vous les dites compatibles.", _dire_unite, _annoncer_unite,
    ),
    "formules": GenreDePartie(
        Formule, forms.FormuleForm, "Formules", "Ajouter une formule",
        "Ce que la famille réserve et paie : une unité, ou plusieurs ensemble.", _dire_formule,
    ),
    "groupes": GenreDePartie(
        Groupe, forms.GroupeForm, "Groupes d’âge", "Ajouter un groupe",
        "Des places à part selon l’âge, dans un lieu. Sans groupe, tous les âges partagent les places du lieu.",
        _dire_groupe, _annoncer_groupe, enregistrer_groupe,
    ),
    "capacites": GenreDePartie(
        Capacite, forms.CapaciteForm, "Places", "Ajouter des places",
        "Combien de places par lieu ; au besoin par groupe, par jour de la semaine ou entre deux dates.",
        _dire_capacite, _annoncer_capacite, enregistrer_capacite, retirer_capacite,
        _annoncer_retrait_de_capacite,
    ),
    "periodes": GenreDePartie(
        PeriodeReservation, forms.PeriodeForm, "Périodes de réservation", "Ajouter une période",
        "Quand les jours de ces dates se réservent. Les autres jours se réservent toute l’année.", _dire_periode,
        _annoncer_periode, annoncer_retrait=_annoncer_retrait_de_periode, copier="copier_periode",
    ),
    "delais": GenreDePartie(
        RegleDelai, forms.DelaiForm, "Délais", "Ajouter un délai",
        "Jusqu’à quand réserver, annuler, signaler une absence. La règle la plus précise décide ; sans règle, c’est "
        "possible jusqu’au début du jour.", phrases.regle_en_clair, _annoncer_delai,
        annoncer_retrait=_annoncer_retrait_de_delai,
    ),
}  # fmt: skip
