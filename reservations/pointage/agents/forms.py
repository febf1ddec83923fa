"""What is noted of the children of a list."""

from django import forms

from common import clock
from common.forms import Formulaire
from reservations.planning.models import MOTIF_MAX
from reservations.pointage.enums import FaitPointe

HEURE = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PointerForm(Formulaire):
    """A gesture on the ticked children, or on all of the list."""

    fait = forms.ChoiceField(label="Pointer", choices=[])
    arrivee = forms.TimeField(label="Arrivée", required=False, widget=HEURE)
    depart = forms.TimeField(label="Départ", required=False, widget=HEURE)
    moment = forms.TypedChoiceField(label="Moment", required=False, coerce=int, empty_value=None)
    motif = forms.CharField(label="Raison", required=False, max_length=MOTIF_MAX)
    tous = forms.BooleanField(label="Toute la liste affichée", required=False)

    CHAMPS = {"heures": "depart", "depart": "depart", "vide": "tous", "motif": "motif"}

    def __init__(self, *args, activite, jour, **kwargs):
        super().__init__(*args, **kwargs)
        gestes = [FaitPointe.PRESENT, FaitPointe.PARTI, FaitPointe.ABSENT, FaitPointe.MALADE]
        if activite.mot.commande:
            # At the canteen nobody is fetched: no hours.
            gestes.remove(FaitPointe.PARTI)
            del self.fields["arrivee"], self.fields["depart"]
        self.fields["fait"].choices = [(g, g.label.capitalize()) for g in gestes]
        moments = [(u.pk, u.nom) for u in activite.unites.all()] if not activite.mot.commande else []
        if len(moments) > 1:
            self.fields["moment"].choices = [("", "Toute la journée"), *moments]
        else:
            del self.fields["moment"]
        self.passe = jour < clock.aujourdhui()

    @property
    def premiers(self):
        """What every gesture needs; the rest is folded below."""
        return [self["fait"], self["tous"]]

    @property
    def suite(self):
        return [self[nom] for nom in self.fields if nom not in ("fait", "tous")]

    @property
    def suite_en_mots(self) -> str:
        return "Heures et raison" if "depart" in self.fields else "Raison"

    @property
    def a_ouvrir(self) -> bool:
        return self.passe or any(champ.errors for champ in self.suite)

    def clean(self):
        """A day that is over is corrected, and a correction says why."""
        donnees = super().clean()
        if self.passe and not donnees.get("motif") and "motif" not in self.errors:
            self.add_error("motif", forms.ValidationError("Ce jour est passé : dites pourquoi.", code="motif"))
        return donnees
