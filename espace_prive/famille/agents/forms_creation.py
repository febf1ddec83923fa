"""The one page that creates a family: its household, two adults, its children, each with links, school, registrations.

A part that is left empty creates nobody. The link of each adult with each child is asked, never guessed.
"""

import copy

from django import forms

from common import clock
from common.forms import Formulaire
from espace_prive.famille.agents.forms import (
    SANS_LIEN,
    EnfantForm,
    FoyerForm,
    QuotientForm,
    ResponsableForm,
    champ_de_lien,
)
from espace_prive.famille.services import AdulteVoulu, EnfantVoulu

ADULTES = ("adulte-1", "adulte-2")
NOMS_DES_ADULTES = {"adulte-1": "Le premier adulte", "adulte-2": "Le second adulte"}
ENFANTS, ENFANTS_MAX = 2, 8
A_DIRE = "Dites qui est cet adulte pour l’enfant, ou « sans lien parental »."


class PartFacultative:
    """A part of the page that may be left empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        # Nobody else can have seen who does not exist yet.
        del self.fields["version"]

    @property
    def remplie(self):
        return self.is_bound and self.has_changed()


class AdulteForm(PartFacultative, ResponsableForm):
    def voulu(self, connu=None):
        return AdulteVoulu(self.prefix, self.champs(), connu)


class QuotientACreerForm(PartFacultative, QuotientForm):
    """The quotient of the new household, if it is known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"date_effet": clock.aujourdhui()}, **kwargs)
        del self.fields["mois"], self.fields["motif"]

    def has_changed(self):
        """Without a value there is no quotient, whatever else the page proposed."""
        return bool((self.data.get(self.add_prefix("valeur")) or "").strip())


class AvecLiens:
    """The part of a child: one link by adult of the page, and what the domains above ask of a new child."""

    def demander(self, suites):
        self.suites = list(suites)
        for cle in ADULTES:
            champ = champ_de_lien(f"{NOMS_DES_ADULTES[cle]} est pour l’enfant")
            champ.required = False
            self.fields[f"lien_{cle}"] = champ
        self.fields |= copy.deepcopy(suites)

    def exiger_les_liens(self, presents):
        """Refuse a link that was not said with an adult who is there."""
        for cle in presents:
            if not self.cleaned_data.get(f"lien_{cle}"):
                self.add_error(f"lien_{cle}", forms.ValidationError(A_DIRE, code="required"))

    def liens_avec(self, presents):
        choisis = {cle: self.cleaned_data[f"lien_{cle}"] for cle in presents}
        return {cle: qualite for cle, qualite in choisis.items() if qualite != SANS_LIEN}

    def donnees_des_suites(self):
        return {nom: self.cleaned_data.get(nom) for nom in self.suites}


class EnfantACreerForm(AvecLiens, PartFacultative, EnfantForm):
    """A child to create; without a name of its own it bears the household's."""

    def __init__(self, *args, suites=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nom"].required = False
        self.fields["nom"].help_text = "Vide : le nom du foyer."
        self.demander(suites or {})

    def voulu(self, presents, nom, connu=None):
        champs = self.champs() | {"nom": self.cleaned_data["nom"] or nom}
        return EnfantVoulu(
            self.prefix, champs, connu, self.liens_avec(presents), self.scolarite(), self.donnees_des_suites()
        )


class EnfantConnuForm(AvecLiens, Formulaire):
    """A child of another home, who lives in the new one too."""

    ici = forms.BooleanField(label="Vit aussi dans ce foyer", required=False, initial=True)

    def __init__(self, *args, enfant, suites=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.enfant = enfant
        self.demander(suites or {})

    @property
    def remplie(self):
        return self.is_bound and bool(self.cleaned_data.get("ici"))

    def voulu(self, presents):
        return EnfantVoulu(
            self.prefix, connu=self.enfant, liens=self.liens_avec(presents), suites=self.donnees_des_suites()
        )


class FamilleForm:
    """All the parts of the page, read together. ``connus``: the children who live in the new home too."""

    def __init__(self, data=None, *, initial=None, connus=(), suites=None, nombre=ENFANTS):
        self.foyer = FoyerForm(data, initial=initial)
        self.quotient = QuotientACreerForm(data, prefix="quotient")
        self.adultes = [AdulteForm(data, prefix=cle) for cle in ADULTES]
        self.connus = [EnfantConnuForm(data, prefix=f"connu-{e.pk}", enfant=e, suites=suites) for e in connus]
        self.enfants = [
            EnfantACreerForm(data, prefix=f"enfant-{n}", suites=suites, adultes=()) for n in range(1, nombre + 1)
        ]
        self.nombre = nombre

    @property
    def parts(self):
        return [self.foyer, self.quotient, *self.adultes, *self.connus, *self.enfants]

    @property
    def errors(self):
        return [part.errors for part in self.parts if part.errors]

    def presents(self):
        return [adulte for adulte in self.adultes if adulte.remplie]

    def petits(self):
        return [enfant for enfant in (*self.connus, *self.enfants) if enfant.remplie]

    def is_valid(self):
        if self.errors:
            return False
        cles = [adulte.prefix for adulte in self.presents()]
        for petit in self.petits():
            petit.exiger_les_liens(cles)
        return not self.errors

    def part(self, cle):
        return next((part for part in self.parts if part.prefix == cle), self.foyer)

    def quotient_voulu(self):
        if not self.quotient.remplie:
            return None
        return {nom: self.quotient.cleaned_data[nom] for nom in ("valeur", "periode", "source", "date_effet")}

    def voulus(self, connus):
        """(adults, children) to create; ``connus``: {key of a part: the person already known that it is}."""
        presents = self.presents()
        cles, nom = [adulte.prefix for adulte in presents], self.foyer.cleaned_data["nom"]
        adultes = [adulte.voulu(connus.get(adulte.prefix)) for adulte in presents]
        nouveaux = [e.voulu(cles, nom, connus.get(e.prefix)) for e in self.enfants if e.remplie]
        return adultes, [*(c.voulu(cles) for c in self.connus if c.remplie), *nouveaux]
