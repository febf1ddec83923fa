"""Columns derived from others at each save: what to sort by, what to search in.

The database of a town may have no French collation and no extension (the embedded one has neither): names are compared
by ``common.words.noms`` alone, and its result is stored, so that an ORDER BY says what Python says.
"""

from django.core.exceptions import ValidationError
from django.db import models

from common.words.noms import cle_de_tri, sans_accents
from common.words.recherche import mots_a_chercher


def longueur(*colonnes, entre=" ") -> int:
    """The longest text made of these columns (model, name), separated by ``entre``."""
    return sum(modele._meta.get_field(nom).max_length for modele, nom in colonnes) + len(entre) * (len(colonnes) - 1)


class Derive(models.TextField):
    """A column made of ``sources``, other columns of the row; the model must be a ``Derivable``."""

    def __init__(self, *sources, **options):
        self.sources = sources
        options |= {"editable": False, "blank": True, "default": "", "db_collation": "C"}
        super().__init__(**options)

    def deconstruct(self):
        nom, chemin, _, options = super().deconstruct()
        for fixe in ("editable", "blank", "default", "db_collation"):
            options.pop(fixe, None)
        return nom, chemin, list(self.sources), options

    def pre_save(self, model_instance, add):
        """Computed from the present values of its sources."""
        valeur = self.faire(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, valeur)
        return valeur

    @staticmethod
    def faire(*valeurs) -> str:
        raise NotImplementedError


class CleDeTri(Derive):
    """Sorts rows as a French directory does."""

    faire = staticmethod(cle_de_tri)


class TexteCherche(Derive):
    """What a search looks in: words, figures of telephones, dates, e-mail addresses."""

    faire = staticmethod(mots_a_chercher)


class TexteComparable(Derive):
    """A text without accents, sign for sign, for the full-text search of PostgreSQL."""

    faire = staticmethod(sans_accents)


class Nomme(models.Model):
    """A row that people choose by its name in lists: its neighbours, of the same ``VOISINS``, have other names."""

    VOISINS: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def clean(self):
        """Refuse the name of a neighbour, however it is written."""
        super().clean()
        autres = type(self).objects.filter(**{champ: getattr(self, f"{champ}_id") for champ in self.VOISINS})
        noms = autres.exclude(pk=self.pk).values_list("nom", flat=True)
        if cle_de_tri(self.nom) in map(cle_de_tri, noms):
            raise ValidationError({"nom": f"« {self.nom} » existe déjà : donnez un autre nom, pour les distinguer."})


class Derivable(models.Model):
    """A row with derived columns: saving some columns saves what is derived from them."""

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **options):
        if update_fields is not None:
            ecrits = set(update_fields)
            derives = {c.name for c in self._meta.concrete_fields if isinstance(c, Derive) and ecrits & {*c.sources}}
            update_fields = ecrits | derives
        super().save(*args, update_fields=update_fields, **options)
