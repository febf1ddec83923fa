"""What the staff-only page of components shows: invented, with the longest plausible words."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator

from common.components.affichage import (
    Etape,
    Lien,
    LigneFiche,
    LigneRecap,
)
from common.components.vitrine_semaine import contexte_semaine
from common.forms import Formulaire
from common.widgets import DateTroisChamps

LUNDI = date(2026, 11, 2)


class FormulaireVitrine(Formulaire):
    civilite = forms.ChoiceField(
        label="Civilité", choices=[("mme", "Madame"), ("m", "Monsieur")], widget=forms.RadioSelect
    )
    nom = forms.CharField(
        label="Nom d’usage", widget=forms.TextInput(attrs={"autocomplete": "family-name"}), max_length=40
    )
    courriel = forms.EmailField(
        label="Adresse électronique",
        help_text="Nous vous y envoyons les confirmations. Exemple : prenom.nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    secret = forms.CharField(
        label="Mot de passe",
        help_text="12 caractères au moins. Trois mots qui n’ont rien à voir font un bon mot de passe.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    naissance = forms.DateField(
        label="Date de naissance de l’enfant", help_text="Par exemple 27 3 2019", widget=DateTroisChamps
    )
    ecole = forms.ChoiceField(
        label="École", choices=[("", "Choisissez une école"), ("1", "Groupe scolaire Irène-Joliot-Curie, élémentaire")]
    )
    formule = forms.ChoiceField(
        label="Formule du mercredi",
        choices=[
            ("j", "Journée avec repas, de 9 h à 17 h"),
            ("m", "Matinée sans repas"),
            ("a", "Après-midi sans repas, goûter compris"),
        ],
        widget=forms.RadioSelect,
    )
    jours = forms.MultipleChoiceField(
        label="Jours habituels",
        help_text="Cochez tous les jours utiles.",
        choices=[("1", "Lundi"), ("2", "Mardi"), ("4", "Jeudi"), ("5", "Vendredi")],
        widget=forms.CheckboxSelectMultiple,
    )
    precision = forms.CharField(label="Précision pour le service", widget=forms.Textarea, required=False)
    piece = forms.FileField(
        label="Attestation de quotient familial", help_text="PDF ou photo, 10 Mo au plus.", required=False
    )
    accord = forms.BooleanField(label="J’ai lu le règlement intérieur des accueils périscolaires et je l’accepte")


def contexte():
    vide = FormulaireVitrine(prefix="vide")
    faux = FormulaireVitrine(
        {"faux-courriel": "prenom.nom", "faux-naissance_0": "31", "faux-naissance_1": "2", "faux-naissance_2": "2019"},
        prefix="faux",
    )
    return {
        **contexte_semaine(),
        "titre": "Composants",
        "chapeau": "Tous les éléments des pages, dans tous leurs états, avec les mots les plus longs.",
        "fil": [Lien(titre="Gestion", url="/gestion/"), Lien(titre="Composants")],
        "page": Paginator(range(400), 20).page(7),
        "vide": vide,
        "faux": faux,
        "variantes": ("success", "warning", "danger", "info"),
        "onglets": [
            Lien(titre="Léa", url="#lea", courante=True, compte=2),
            Lien(titre="Maël-Alexandre", url="#mael"),
            Lien(titre="Tous mes enfants", url="#tous", icone="famille"),
        ],
        "lignes_recap": [
            LigneRecap(
                libelle="jeudi 12 novembre", detail="Restaurant scolaire, Léa", montant=Decimal("2.15"),
                signe=True, geste="ajout",
            ),
            LigneRecap(
                libelle="vendredi 13 novembre",
                detail="Restaurant scolaire du groupe scolaire Irène-Joliot-Curie, Maël-Alexandre",
                montant=Decimal("-2.15"), signe=True, geste="retrait",
            ),
        ],
        "total": Decimal("1234.50"),
        "nul": Decimal(0),
        "lignes_fiche": [
            LigneFiche(libelle="Adresse", valeur="12 bis, allée des Anciens-Chantiers, 44480 Donges", url="#adresse"),
            LigneFiche(libelle="Téléphone", valeur="06 39 98 00 17", url="#tel"),
            LigneFiche(libelle="Médecin traitant", url="#medecin", action="Ajouter"),
        ],
        "etapes": [
            Etape(titre="Demande envoyée", le=LUNDI),
            Etape(titre="En cours d’examen", le=LUNDI + timedelta(days=1), etat="courante", texte="Service scolaire"),
            Etape(titre="Réponse", etat="avenir", texte="Sous 8 jours ouvrés"),
        ],
        "moment": datetime(2026, 11, 12, 9, 30),  # noqa: DTZ001 - shown as it is
        "jour": LUNDI,
        "rangs": list(enumerate(["Léa", "Maël", "Inès", "Noé", "Jade", "Élouan"])),
    }  # fmt: skip


class FormulaireAgents(Formulaire):
    nom = forms.CharField(label="Nom d’usage", max_length=40)
    naissance = forms.DateField(label="Date de naissance", help_text="Par exemple 27/3/2019.")
    hors_commune = forms.BooleanField(label="Hors commune", required=False)


def contexte_agents():
    return {
        "titre": "Composants",
        "onglets": [
            Lien(titre="Foyer", url="#listing", courante=True),
            Lien(titre="Enfants", url="#definitions", compte=3),
            Lien(titre="Espaces et invitations", url="#aides"),
        ],
        "page": Paginator(range(400), 20).page(7),
        "enfants": [
            ("Léa Le Goff-Kerbrat", date(2019, 3, 27), "Groupe scolaire Irène-Joliot-Curie, élémentaire"),
            ("Maël-Alexandre Le Goff-Kerbrat", date(2021, 11, 2), "Groupe scolaire Irène-Joliot-Curie, maternelle"),
        ],
        "formulaires": [
            FormulaireAgents(prefix="vide"),
            FormulaireAgents({"faux-naissance": "31/2/2019"}, prefix="faux"),
        ],
    }
