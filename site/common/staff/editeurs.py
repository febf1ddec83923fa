"""What the staff types in Wagtail's own forms, cleaned as in ours (``common.words.nettoyage``).

Wagtail makes most of its forms by itself, from the model: each class that it starts from reads its fields through
here, so that a new model or a new field is covered without a word. An editor's typography (no-break spaces, dashes,
quotes) stays.
"""

from django import forms
from django.core.validators import RegexValidator
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.collections import BaseCollectionMemberForm, CollectionForm
from wagtail.users.forms import GroupForm, UsernameForm

from common.forms import lire_propre, nettoyage_de
from common.words.nettoyage import nettoyer, nettoyer_typographie, tout_a_plat

RACINES = (WagtailAdminModelForm, BaseCollectionMemberForm, CollectionForm, GroupForm, UsernameForm)


def nettoyage_d_editeur(champ: forms.Field, colonne=None):
    """How what an editor types in this field, for this column, is cleaned: prose keeps its typography."""
    nettoie = nettoyage_de(champ)
    if nettoie is not nettoyer:
        return nettoie
    formes = [v for v in (*champ.validators, *getattr(colonne, "validators", ())) if isinstance(v, RegexValidator)]
    return tout_a_plat if formes else nettoyer_typographie


def installer():
    """Make every form of the admin over a model read cleaned text."""
    for racine in RACINES:
        racine.full_clean = _nettoyant(racine.full_clean)


def _nettoyant(full_clean):
    def propre(self):
        colonnes = {c.name: c for c in self._meta.model._meta.get_fields()} if self._meta.model else {}
        for nom, champ in self.fields.items():
            lire_propre(champ, nettoyage_d_editeur(champ, colonnes.get(nom)))
        full_clean(self)

    return propre
