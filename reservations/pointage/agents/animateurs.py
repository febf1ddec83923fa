"""« Animateurs »: which groups each of them keeps, by an administrator."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common.forms import Formulaire, VersionField
from common.staff.forms import form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from reservations.activites.models import Groupe
from reservations.pointage.services import confies

CONFIER = "activites.regler_activites"


class GroupesForm(Formulaire):
    groupes = forms.ModelMultipleChoiceField(
        label="Groupes", required=False, widget=forms.CheckboxSelectMultiple,
        queryset=Groupe.objects.select_related("activite", "lieu").order_by("activite__tri", "lieu__tri", "age_min"),
        help_text="Dans une activité où un groupe est coché, cette personne ne voit que lui. Dans les autres, elle "
        "voit les lieux et les services que dit sa fiche du personnel.",
    )  # fmt: skip
    version = VersionField()
    CHAMPS = {"version": None}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groupes"].label_from_instance = lambda g: f"{g.activite} : {g}"


def animateurs():
    """The staff whose role is that one."""
    return Utilisateur.objects.filter(is_active=True, is_staff=True, groups__name=Role.ANIMATEUR.label).order_by("tri")


@agent_requis(CONFIER)
@require_GET
def liste(request):
    """Each of them with what was entrusted."""
    personnes = animateurs().prefetch_related(
        "groupes_confies__groupe__activite", "groupes_confies__groupe__lieu", "habilitations__service",
        "habilitations__lieu",
    )  # fmt: skip
    lignes = [
        {
            "personne": p,
            "groupes": [f"{c.groupe.activite} : {c.groupe}" for c in p.groupes_confies.all()],
            "lieux": [str(h.lieu or h.service) for h in p.habilitations.all()],
        }
        for p in personnes
    ]
    return render(request, "pointage/animateurs.html", {"titre": "Animateurs", "lignes": lignes})


@agent_requis(CONFIER)
@require_http_methods(["GET", "POST"])
def confier(request, pk):
    personne = get_object_or_404(animateurs(), pk=pk)
    connus = confies.groupes_de(personne)
    form = GroupesForm(saisie(request), initial={"groupes": connus, "version": confies.version(connus)})
    return form_page(
        request, form, titre=f"Groupes de {personne.get_full_name()}", retour=reverse("animateurs"),
        succes="C’est enregistré.",
        action=lambda: confies.confier(
            personne, form.cleaned_data["groupes"], vue=form.cleaned_data["version"], par=request.user
        ),
    )  # fmt: skip
