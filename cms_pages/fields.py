"""Fields of the public pages."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from wagtail.fields import StreamField

from cms_pages.publics import choix
from common.words.nettoyage import nettoyer_arbre


class CorpsField(StreamField):
    """The body of a page. Migrations do not list its blocks, so that a new block needs none."""

    def __init__(self, verbose_name=None, **kwargs):
        from cms_pages.blocks import BLOCS  # blocks read models of the town, fields are read by models

        kwargs.setdefault("blank", True)
        super().__init__(BLOCS, verbose_name=verbose_name, **kwargs)

    def get_prep_value(self, value):
        """Write the blocks with cleaned texts, whatever screen or import they come from."""
        return nettoyer_arbre(super().get_prep_value(value))

    def deconstruct(self):
        nom, _, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup")
        return nom, "cms_pages.fields.CorpsField", [], kwargs


class ChoixParCode(ArrayField):
    """Codes of what a domain above offers (``publics``), ticked in the admin; an unknown code reaches nobody."""

    def __init__(self, verbose_name=None, *, source="", **kwargs):
        self.source = source
        kwargs.setdefault("base_field", models.SlugField())
        super().__init__(verbose_name=verbose_name, default=list, blank=True, **kwargs)

    def deconstruct(self):
        nom, _, args, kwargs = super().deconstruct()
        for cle in ("default", "blank", "base_field"):
            kwargs.pop(cle, None)
        return nom, "cms_pages.fields.ChoixParCode", args, kwargs | {"source": self.source}

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=lambda: choix(self.source),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
            error_messages={"invalid_choice": "Ce choix n’existe plus : rechargez la page."},
        )


class CodeChoisi(models.SlugField):
    """One code of what a domain above offers (``publics``), or none."""

    def __init__(self, verbose_name=None, *, source="", **kwargs):
        self.source = source
        kwargs["blank"] = True
        super().__init__(verbose_name=verbose_name, **kwargs)

    def deconstruct(self):
        nom, _, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        return nom, "cms_pages.fields.CodeChoisi", args, kwargs | {"source": self.source}

    def formfield(self, **kwargs):
        return forms.ChoiceField(
            choices=lambda: [("", "Aucune"), *choix(self.source)],
            required=False,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
            error_messages={"invalid_choice": "Ce choix n’existe plus : rechargez la page."},
        )


class ChoixMultiples(ArrayField):
    """Several answers of one list, ticked in the admin."""

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.verbose_name[:1].upper() + self.verbose_name[1:],
            help_text=self.help_text,
        )
