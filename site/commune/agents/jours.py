"""« Jours fériés et fermetures »: one fact for a day off; what it closes or opens is said before it is written."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.forms import Formulaire, JourField
from common.staff.forms import checked_page, form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words import typo
from commune.extensions import JOURS_CHOMES
from commune.models import JourFerie
from commune.services import chomer, jours_a_chomer, renommer_chome, travailler

LISTE, ICONE = "jours-feries:index", "calendar-check"
RIEN = "Aucun jour ouvert n’est concerné : rien n’est fermé, personne n’est prévenu."


class NomDuJourForm(Formulaire):
    nom = forms.CharField(
        label="Nom", max_length=80, help_text="Les familles le lisent : « Pont de l’Ascension », « Fête du village »…"
    )


class ChomerForm(NomDuJourForm):
    du = JourField(label="Le jour, ou le premier jour")
    au = JourField(label="Le dernier jour", required=False, help_text="Vide : un seul jour.")

    # The field that each refusal of the service is about.
    CHAMPS = {"au": "au", "deja": "du"}


@agent_requis("commune.add_jourferie")
@require_http_methods(["GET", "POST"])
def ajouter(request):
    form = ChomerForm(saisie(request))

    def annoncer():
        jours = jours_a_chomer(form.cleaned_data["du"], form.cleaned_data["au"])
        return _annonces(suite.annoncer_chomes(jours) for suite in JOURS_CHOMES)

    def ecrire():
        jours = chomer(par=request.user, **form.cleaned_data)
        s = typo.pluriel(len(jours))
        messages.success(request, f"{len(jours)} jour{s} chômé{s}. Les familles touchées sont prévenues.")

    return checked_page(
        request, form, titre="Ajouter un jour férié ou une fermeture", retour=reverse(LISTE), icone=ICONE,
        chapeau="Toute la commune ferme : les réservations de ces jours sont annulées et ne sont pas facturées, les "
        "familles sont prévenues. Pour une seule activité, passez par « Fermer ».",
        annoncer=annoncer, action=ecrire,
    )  # fmt: skip


def _annonces(dites):
    return [phrase for lot in dites for phrase in lot] or [RIEN]


@agent_requis("commune.change_jourferie")
@require_http_methods(["GET", "POST"])
def renommer(request, pk):
    ferie = _lire(pk)
    form = NomDuJourForm(saisie(request), initial={"nom": ferie.nom})
    return form_page(
        request, form, titre=f"Renommer le {typo.date_longue(ferie.date, annee=True)}", retour=reverse(LISTE),
        icone=ICONE, action=lambda: renommer_chome(ferie, form.cleaned_data["nom"]), succes="C’est enregistré.",
        chapeau="Pour changer la date, retirez ce jour de la liste et ajoutez l’autre.",
    )  # fmt: skip


@agent_requis("commune.delete_jourferie")
@require_http_methods(["GET", "POST"])
def retirer(request, pk):
    ferie = _lire(pk)
    quand = typo.date_longue(ferie.date, annee=True)
    form = Formulaire(saisie(request))

    def annoncer():
        return _annonces(suite.annoncer_travailles([ferie.date]) for suite in JOURS_CHOMES)

    return checked_page(
        request, form, titre=f"Retirer {ferie.nom}, {quand}", retour=reverse(LISTE), icone=ICONE,
        bouton="Retirer ce jour", annoncer=annoncer, action=lambda: travailler(ferie, par=request.user),
        chapeau="La commune travaillera ce jour-là : ce que ce jour avait fermé ouvre de nouveau, avec les "
        "réservations d’avant, et les familles sont prévenues. Les fermetures décidées à part restent.",
        succes=f"Le {quand} est travaillé.",
    )  # fmt: skip


def _lire(pk):
    return get_object_or_404(JourFerie.objects.chomes(), pk=pk)
