"""Controls of our own."""

from datetime import date

from django import forms

from common.components.couleurs import normaliser, verifier_accent


class DateTroisChamps(forms.MultiWidget):
    """A known date (of birth, of issue) in three fields: nobody scrolls a calendar back to 2019."""

    template_name = "components/date_trois.html"
    trois_champs = True
    use_fieldset = True
    PARTIES = (("Jour", 2, "bday-day"), ("Mois", 2, "bday-month"), ("Année", 4, "bday-year"))

    def __init__(self, attrs=None, *, anniversaire=False):
        saisies = [
            forms.TextInput(
                attrs={"inputmode": "numeric", "maxlength": longueur, "pattern": "[0-9]*", "libelle": libelle}
                | ({"autocomplete": jeton} if anniversaire else {"autocomplete": "off"})
            )
            for libelle, longueur, jeton in self.PARTIES
        ]
        super().__init__(saisies, attrs)

    def decompress(self, value):
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [None, None, None]

    def value_from_datadict(self, data, files, name):
        """An ISO date; what is no date comes back as typed, for the field to refuse it."""
        jour, mois, annee = ((v or "").strip() for v in super().value_from_datadict(data, files, name))
        if not (jour or mois or annee):
            return None
        try:
            return date(int(annee), int(mois), int(jour)).isoformat()
        except (ValueError, OverflowError):
            return f"{jour}/{mois}/{annee}"

    def get_context(self, name, value, attrs):
        """Keep what was typed, right or wrong."""
        if isinstance(value, str):
            morceaux = value.split("-")[::-1] if value.count("-") == 2 else value.split("/")
            value = (morceaux + ["", "", ""])[:3]
        contexte = super().get_context(name, value, attrs)
        for sous_widget in contexte["widget"]["subwidgets"]:
            sous_widget["libelle"] = sous_widget["attrs"].pop("libelle")
        return contexte

    def id_for_label(self, id_):
        """A group has a legend, no label."""
        return ""


class SaisieCouleur(forms.TextInput):
    """The town's colour as #1f5f8b, shown beside; refused, it comes with a button that takes the one proposed."""

    template_name = "wagtailadmin/widgets/saisie_couleur.html"

    def __init__(self, attrs=None):
        super().__init__({"size": 9, "maxlength": 7, "spellcheck": "false", "autocomplete": "off"} | (attrs or {}))

    def get_context(self, name, value, attrs):
        contexte = super().get_context(name, value, attrs)
        refus = verifier_accent(value) if value else None
        contexte["widget"]["proposition"] = refus.proposition if refus else ""
        contexte["widget"]["pastille"] = normaliser(value) if value else None
        return contexte
