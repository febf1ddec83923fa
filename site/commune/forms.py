"""What administrators type of the town."""

from django import forms
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminModelForm

from common import clock
from common.forms import Formulaire
from commune.services import noter_correction


class AvecCode(WagtailAdminModelForm):
    """A row named by its code in addresses and blocks: made once from the name, then never changed."""

    def save(self, commit=True):
        if not self.instance.code:
            self.instance.code = self._code_libre()
        return super().save(commit)

    def _code_libre(self):
        modele, base = type(self.instance), slugify(self.instance.nom)[:40] or "sans-nom"
        pris = set(modele.objects.filter(code__startswith=base).values_list("code", flat=True))
        rangs = (f"{base}-{rang}" for rang in range(2, len(pris) + 3))
        return next(code for code in (base, *rangs) if code not in pris)


class Corrigeable(WagtailAdminModelForm):
    """A date of the calendar: what is typed here stays through the next imports."""

    def save(self, commit=True):
        objet = super().save(commit)
        noter_correction(objet)
        return objet


class ImportDAnneesForm(Formulaire):
    """Which school year to bring in."""

    CHAMP_PAR_DEFAUT = "debut"

    debut = forms.TypedChoiceField(
        label="Année scolaire",
        coerce=int,
        help_text="Les dates publiées de la zone de la commune. Ce que vous avez corrigé à la main n’est pas touché.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        an = clock.aujourdhui().year
        self.fields["debut"].choices = [(a, f"{a}-{a + 1}") for a in range(an - 1, an + 3)]
        self.initial.setdefault("debut", an)
