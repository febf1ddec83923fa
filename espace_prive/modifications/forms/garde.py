"""What a parent types of days that change home, for an agent to verify."""

from django import forms

from common import clock
from common.forms import JourField
from espace_prive.famille.querysets import en_cours
from espace_prive.garde.enums import FINS, DemiJournee
from espace_prive.modifications.forms.base import FormulaireDeDossier

CHEZ_MOI, CHEZ_L_AUTRE = "moi", "autre"
CHEZ_VOUS, AUTRE_FOYER = "Chez vous", "Dans son autre foyer"
JOURS_MAX = 31


def empechement(prenom: str, foyers: int) -> str:
    """Say why no days change home for a child of so many; empty between two."""
    if foyers > 2:
        return (
            f"{prenom} vit dans {foyers} foyers : ici, des jours ne changent qu’entre deux. Signalez plutôt un "
            "changement de garde, en disant quels jours."
        )
    return "" if foyers == 2 else f"{prenom} n’a pas deux foyers aujourd’hui : il n’y a pas de jours à changer."


class ExceptionDeGardeForm(FormulaireDeDossier):
    chez = forms.ChoiceField(
        label="Ces jours-là, l’enfant est",
        choices=[(CHEZ_MOI, CHEZ_VOUS), (CHEZ_L_AUTRE, AUTRE_FOYER)],
        widget=forms.RadioSelect,
    )
    du = JourField(label="Premier jour")
    du_demi = forms.TypedChoiceField(label="Ce jour-là, dès", choices=DemiJournee.choices, coerce=int)
    au = JourField(label="Dernier jour")
    au_demi = forms.TypedChoiceField(label="Ce jour-là, jusqu’à", choices=FINS, coerce=int)
    motif = forms.CharField(
        label="Raison", max_length=200, required=False,
        help_text="Le service la lit. N’écrivez rien qui touche à la santé.",
    )  # fmt: skip

    def clean(self):
        donnees = super().clean()
        raison = empechement(self.cible.prenom, self.cible.rattachements.filter(en_cours()).count())
        if raison:
            self.add_error(None, raison)
        du, au = donnees.get("du"), donnees.get("au")
        if du and du < clock.aujourdhui() and not self.relecture:
            self.add_error("du", "Ce jour est passé : la garde d’avant aujourd’hui ne change plus.")
        if du and au and au < du:
            self.add_error("au", "Le dernier jour précède le premier. Vérifiez les dates.")
        elif du and au and (au - du).days >= JOURS_MAX:
            self.add_error("au", "Plus de 31 jours : signalez plutôt un changement de garde.")
        elif du and au == du and donnees.get("au_demi", 1) < donnees.get("du_demi", 0):
            self.add_error("au_demi", "La fin précède le début. Vérifiez le moment.")
        return donnees
