"""What editors send: judged before Wagtail looks at it, and stored as the judge wrote it."""

import codecs

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms_pages.menus import tableur
from common.errors import Refus
from common.files.judge.judge import juger
from common.files.judge.rules import ILLUSTRATION, PUBLICATION
from common.words import typo

AUTREMENT = "Corrigez d’abord ceci, puis choisissez le fichier de nouveau : {fautes}"


def remplacer(fichier, regles) -> SimpleUploadedFile:
    """What the judge made of an uploaded file, under the same name; raise ValidationError."""
    try:
        document = juger(fichier, regles)
    except Refus as refus:
        raise ValidationError(refus.phrase, code=refus.code) from refus
    nom = document.nom.rsplit(".", 1)[0]
    return SimpleUploadedFile(f"{nom}.{document.extension}", document.contenu)


class ImageField(WagtailImageField):
    """Wagtail's field, but it gets the picture that the judge wrote."""

    @classmethod
    def depuis(cls, champ):
        """The same field as ``champ``, which Wagtail made."""
        nouveau = cls.__new__(cls)
        nouveau.__dict__.update(champ.__dict__)
        nouveau.widget.attrs["accept"] = ILLUSTRATION.accept
        return nouveau

    def to_python(self, data):
        fichier = forms.FileField.to_python(self, data)
        return fichier and super().to_python(remplacer(fichier, ILLUSTRATION))


class _UnFichierJuge:
    """With several files at once, Wagtail keeps one aside, as it came, when another field is wrong: not here."""

    def _post_clean(self):
        super()._post_clean()
        fautes = [str(e) for nom, erreurs in self._errors.items() if nom != "file" for e in erreurs]
        if fautes and "file" in self.changed_data and "file" not in self._errors:
            self.add_error("file", ValidationError(AUTREMENT.format(fautes=" ".join(fautes)), code="autrement"))


class ImageForm(_UnFichierJuge, BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = ImageField.depuis(self.fields["file"])


def exiger_un_genre_publie(nom: str) -> None:
    """Refuse a kind of file that is never published."""
    extension = nom.rsplit(".", 1)[-1].lower() if "." in nom else ""
    acceptees = settings.WAGTAILDOCS_EXTENSIONS
    if extension in acceptees:
        return
    noms = typo.enumeration((e.upper() for e in acceptees), liaison="ou")
    genre = f" ({extension.upper()})" if extension else ""
    raise Refus(
        f"Ce type de fichier{genre} n’est pas accepté : il pourrait être dangereux. Envoyez un fichier {noms}.",
        code="genre",
    )


class DocumentForm(_UnFichierJuge, BaseDocumentForm):
    def clean_file(self):
        fichier = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return fichier
        exiger_un_genre_publie(fichier.name)
        return remplacer(fichier, PUBLICATION)

    def _post_clean(self):
        """One message for a refused file: the model, which gets none, would judge its extension too."""
        refus = self._errors.get("file")
        dit = refus and refus.copy()
        super()._post_clean()
        if dit:
            self._errors["file"] = dit


class TableauField(forms.FileField):
    """A table to import, read by the judge; its clean value is a plain CSV of its cells."""

    def clean(self, data, initial=None):
        fichier = super().clean(data, initial)
        try:
            lignes = tableur.lire_tableau(fichier)
        except Refus as refus:
            raise ValidationError(refus.phrase, code=refus.code) from refus
        contenu = tableur.ecrire_csv(lignes, separateur=",").removeprefix(codecs.BOM_UTF8)
        return SimpleUploadedFile("import.csv", contenu)


def installer():
    """Use our field in Wagtail's import of redirections: its own reads a workbook in the web server."""
    from wagtail.contrib.redirects.forms import ImportForm

    ImportForm.base_fields["import_file"] = TableauField(label=ImportForm.base_fields["import_file"].label)
