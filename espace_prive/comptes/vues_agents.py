"""The administrators' screen for a second factor that its owner lost."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.errors import Refus
from common.forms import Formulaire
from common.http import agent_requis
from espace_prive.comptes import services
from espace_prive.comptes.models import Utilisateur

MODIFIER = "comptes.change_utilisateur"


class RetraitForm(Formulaire):
    """Why the second factor is taken away."""

    motif = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Par exemple : « Téléphone perdu, identité vérifiée au bureau ». Gardé dans le journal.",
        error_messages={"required": "Dites pourquoi, et comment vous avez reconnu la personne."},
    )


@agent_requis(MODIFIER)
@require_http_methods(["GET", "POST"])
def retirer_second_facteur(request, pk):
    """Take away the second factor of a colleague; the next sign-in sets a new one up."""
    personne = get_object_or_404(Utilisateur, pk=pk, is_staff=True)
    if personne.is_superuser and not request.user.is_superuser:
        raise Http404
    retour = reverse("wagtailusers_users:edit", args=[pk])
    form = RetraitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.retirer_second_facteur(personne, par=request.user, motif=form.cleaned_data["motif"])
        except Refus as refus:
            form.add_error(None, refus)
        else:
            messages.success(request, "Le second facteur est retiré. La personne est prévenue par courriel.")
            return redirect(retour)
    contexte = {
        "titre": f"Retirer le second facteur – {personne.get_full_name() or personne}",
        "chapeau": "La personne est prévenue par courriel. À sa prochaine connexion, après son mot de passe, elle "
        "prépare une nouvelle application. Assurez-vous que c’est bien elle qui vous le demande.",
        "form": form,
        "bouton": "Retirer le second facteur",
        "retour": retour,
    }
    return render(request, "comptes/retirer_second_facteur.html", contexte)
