"""The form of a grid, for agents. It checks, and says what is wrong beside the field; the services write."""

from django import forms

from common.forms import FormulaireModele, JourField
from factures.tarifs.enums import FormeTarif, Fratrie, ModeExterieur
from factures.tarifs.forms import NombreField
from factures.tarifs.models import Grille, Majoration
from factures.tarifs.rules_saisie import SaisieRefusee, ecrire_tranches, lire_nombre, lire_tranches

AIDE_DES_TRANCHES = (
    "Une ligne par tranche : le quotient maximum, un point-virgule, le prix. Par exemple « 500 ; 0,85 ». La dernière "
    "ligne commence par « au-delà ». Plusieurs colonnes (fratrie, hors commune) : plusieurs prix, séparés par des "
    "points-virgules. Tranches où le prix monte : le prix du bas, puis celui du haut. Prix unique ou taux d’effort : "
    "une seule ligne, sans quotient. Un tableau copié d’un tableur se colle tel quel."
)


def montant(libelle, **options):
    defauts = {"maximum": 9_999_999, "trop": "Ce nombre est trop grand.", "exemple": "3,65"}
    return NombreField(label=libelle, **(defauts | options))


class MajorationForm(FormulaireModele):
    """A surcharge: for which act, how much, since when. One that has billed something only gets an end."""

    valeur = montant("Montant, ou pourcentage", required=True, help_text="Pour 2 €, écrivez 2. Pour 50 %, écrivez 50.")
    du = JourField(label="S’applique à partir du")
    au = JourField(label="Jusqu’au", required=False, help_text="Laissez vide si la fin n’est pas connue.")

    CHAMPS = {"facturee": "au"}

    class Meta:
        model = Majoration
        fields = ["activite", "nature", "forme", "valeur", "du", "au", "deliberation"]
        labels = {"activite": "Activité"}

    def clean(self):
        donnees = super().clean()
        if donnees.get("du") and donnees.get("au") and donnees["au"] < donnees["du"]:
            self.add_error("au", "La fin précède le début.")
        return donnees


class GrilleForm(FormulaireModele):
    """A grid and its brackets. A new version starts from the former one, but for ``du``, which is asked for again."""

    du = JourField(label="S’applique à partir du")
    au = JourField(label="Jusqu’au", required=False, help_text="Laissez vide si la fin n’est pas connue.")
    tranches = forms.CharField(
        label="Tranches et prix",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=AIDE_DES_TRANCHES,
        max_length=5000,
    )
    prix_exceptionnel = montant(
        "Prix du repas exceptionnel", help_text="Affiché dans la grille ; ne s’applique pas aux repas réservés."
    )
    exterieur_valeur = montant(
        "Majoration (en %) ou prix unique hors commune", help_text="Pour + 20 %, écrivez 20. Sinon, laissez vide."
    )
    reductions = forms.CharField(
        label="Réductions de fratrie, en %",
        required=False,
        max_length=100,
        help_text="Une par rang (ou par nombre d’enfants), par exemple « 0 ; 10 ; 20 ». La dernière vaut pour les "
        "suivants. Laissez vide s’il y a une colonne de prix par enfant.",
    )
    plancher = montant("Prix minimum")
    plafond = montant("Prix maximum", help_text="C’est aussi le prix de qui n’a pas donné son quotient.")
    multiple = montant("Nombre de fois", entier=True, initial=1, maximum=50, exemple="2")
    supplement = montant("Part fixe ajoutée", help_text="Par exemple le repas, dans une journée.")
    assiette_min = montant("Quotient ou ressources retenus au minimum")
    assiette_max = montant("Quotient ou ressources retenus au maximum")

    GROUPES = (
        ("La grille", ("formule", "pour", "nom", "unite", "du", "au", "deliberation")),
        ("Les prix", ("forme", "tranches", "borne", "arrondi", "prix_exceptionnel")),
        ("Hors commune et fratrie", ("exterieur", "exterieur_valeur", "fratrie", "reductions")),
        (
            "Taux d’effort seulement",
            (
                "assiette", "plancher", "plafond", "multiple", "supplement", "arrondir_avant", "assiette_min",
                "assiette_max",
            ),
        ),
    )  # fmt: skip

    class Meta:
        model = Grille
        fields = [
            "formule", "pour", "nom", "unite", "du", "au", "deliberation", "forme", "borne", "arrondi",
            "prix_exceptionnel", "exterieur", "exterieur_valeur", "fratrie", "reductions", "assiette", "plancher",
            "plafond", "multiple", "supplement", "arrondir_avant", "assiette_min", "assiette_max",
        ]  # fmt: skip

    def __init__(self, *args, connue: Grille | None = None, version=False, **kwargs):
        """``connue`` is the grid to correct; with ``version``, the one that a new one takes over from."""
        if connue is not None:
            initial = {nom: getattr(connue, nom) for nom in self._meta.fields} | {
                "formule": connue.formule_id,
                "tranches": ecrire_tranches(connue.tranches.all(), forme=connue.forme),
                "reductions": " ; ".join(f"{r.normalize():f}".replace(".", ",") for r in connue.reductions),
            }
            if version:
                initial |= {"du": None, "au": None, "deliberation": ""}
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if connue is not None:
            for nom in ("formule", "pour"):
                del self.fields[nom]
        else:
            self.fields["formule"].queryset = self.fields["formule"].queryset.select_related("activite")

    @property
    def groupes(self):
        """The fields under their headings; the last one is folded while nothing in it counts."""
        for titre, noms in self.GROUPES:
            champs = [self[nom] for nom in noms if nom in self.fields]
            replie = titre == self.GROUPES[-1][0] and self["forme"].value() != FormeTarif.EFFORT
            yield {"titre": titre, "champs": champs, "replie": replie and not any(c.errors for c in champs)}

    def clean_reductions(self):
        texte = self.cleaned_data["reductions"]
        try:
            reductions = [lire_nombre(m) for m in texte.replace("\t", ";").split(";") if m.strip()]
        except ValueError as erreur:
            raise forms.ValidationError(f"{str(erreur).capitalize()}.") from erreur
        if any(r > 100 for r in reductions):
            raise forms.ValidationError("Une réduction est de 100 % au plus.")
        return reductions

    def clean_multiple(self):
        return self.cleaned_data["multiple"] or 1

    def clean_supplement(self):
        return self.cleaned_data["supplement"] or 0

    def clean(self):
        donnees = super().clean()
        self._verifier_les_dates(donnees)
        self._verifier_le_taux(donnees)
        self._verifier_l_exterieur(donnees)
        self._lire_les_tranches(donnees)
        return donnees

    def _post_clean(self):
        """Leave the model's own checks to the services: they know the grid that is corrected or followed."""

    def _verifier_les_dates(self, donnees):
        du, au = donnees.get("du"), donnees.get("au")
        if du and au and au < du:
            self.add_error("au", "La fin précède le début.")

    def _verifier_le_taux(self, donnees):
        if donnees.get("forme") != FormeTarif.EFFORT:
            return
        if donnees.get("plafond") is None and donnees.get("assiette_max") is None and "plafond" not in self.errors:
            self.add_error("plafond", "Écrivez le prix maximum : c’est celui des quotients inconnus.")
        for bas, haut in (("plancher", "plafond"), ("assiette_min", "assiette_max")):
            if None not in (donnees.get(bas), donnees.get(haut)) and donnees[bas] > donnees[haut]:
                self.add_error(bas, "Le minimum dépasse le maximum.")
        if donnees.get("exterieur") == ModeExterieur.COLONNE:
            self.add_error("exterieur", "Au taux d’effort, choisissez une majoration ou un prix unique.")

    def _verifier_l_exterieur(self, donnees):
        chiffre = donnees.get("exterieur") in (ModeExterieur.MAJORATION, ModeExterieur.PRIX)
        valeur = donnees.get("exterieur_valeur")
        if chiffre and valeur is None and "exterieur_valeur" not in self.errors:
            self.add_error("exterieur_valeur", "Écrivez la majoration, en %, ou le prix.")
        if not chiffre and valeur is not None:
            self.add_error("exterieur_valeur", "Ce choix n’a pas de montant : effacez-le, ou changez de choix.")

    def _lire_les_tranches(self, donnees):
        if "tranches" not in donnees or "forme" not in donnees:
            return
        exterieure = donnees.get("exterieur") == ModeExterieur.COLONNE and "exterieur" not in self.errors
        try:
            self.cellules = lire_tranches(donnees["tranches"], forme=donnees["forme"], colonne_exterieure=exterieure)
        except SaisieRefusee as erreur:
            self.add_error("tranches", forms.ValidationError(erreur.phrases))
            return
        colonnes = max(c.colonne for c in self.cellules)
        fratrie = donnees.get("fratrie")
        if fratrie == Fratrie.AUCUNE and colonnes > 1:
            self.add_error("fratrie", "Il y a plusieurs prix par ligne : dites s’ils sont par rang ou par nombre.")
        if fratrie == Fratrie.AUCUNE and donnees.get("reductions"):
            self.add_error("fratrie", "Il y a des réductions : dites si elles sont par rang ou par nombre d’enfants.")

    def champs(self):
        return {n: self.cleaned_data[n] for n in self._meta.fields if n in self.fields}
