"""Components of forms: fields, error summary."""

from django import template
from django.utils.safestring import mark_safe

from common.components.tools import parmi
from common.errors import DEPASSE

register = template.Library()


def _genre(champ):
    widget = champ.field.widget
    if widget.is_hidden:
        return "cache"
    if getattr(widget, "trois_champs", False):
        return "date"
    genre = getattr(widget, "input_type", "")
    if genre == "checkbox" and not widget.use_fieldset:
        return "case"
    if genre in ("radio", "checkbox") and widget.use_fieldset:
        return "choix"
    return {"file": "fichier", "password": "secret"}.get(genre, "texte")


@register.inclusion_tag("components/champ.html")
def champ(champ, *, indice=None, variante="", libelle=""):
    """A field: label, hint, error, control, tied together for screen readers."""
    parmi(variante, ("", "cartes", "court", "moyen"), argument="variante")
    genre = _genre(champ)
    indice = champ.help_text if indice is None else indice
    ids = [f"{champ.auto_id}_indice"] * bool(indice) + [f"{champ.auto_id}_erreur"] * bool(champ.errors)
    attributs = {"aria-describedby": " ".join(ids)} if ids else {}
    groupe = genre in ("choix", "date")
    if genre in ("texte", "secret"):
        attributs["class"] = f"{champ.field.widget.attrs.get('class', '')} champ__saisie".strip()
    return {
        "champ": champ,
        "genre": genre,
        "groupe": groupe,
        "variante": variante,
        "libelle": libelle or champ.label,
        "indice": indice,
        "decrit_par": " ".join(ids),
        "controle": "" if genre == "choix" else champ.as_widget(attrs={} if groupe else attributs),
        "obligatoire": champ.field.required,
    }


@register.inclusion_tag("components/formulaire.html")
def formulaire(formulaire):
    return {"formulaire": formulaire}


@register.filter
def depasse(erreur):
    """Whether the refusal means that somebody else was quicker: the page is no longer true."""
    return erreur.code in DEPASSE


@register.inclusion_tag("components/resume_erreurs.html", takes_context=True)
def resume_erreurs(context, *formulaires):
    """The errors of one or several forms, each a link to its field; an overtaken one, to the page as it is now."""
    lignes = []
    for form in formulaires:
        if not form or not form.is_bound:
            continue
        for erreur in form.non_field_errors().as_data():
            ici = context["request"].get_full_path() if depasse(erreur) else ""
            lignes += [{"cible": "", "texte": texte, "a_jour": ici} for texte in erreur.messages]
        for champ in form:
            cible = champ.id_for_label or champ.auto_id
            if champ.errors and champ.field.widget.use_fieldset:
                cible = f"{champ.auto_id}_0"
            lignes += [{"cible": cible, "texte": texte} for texte in champ.errors]
    return {"lignes": lignes}


@register.simple_tag
def mention_obligatoire():
    return mark_safe(
        '<p class="muet petit">Les champs marqués d’un <span class="champ__etoile">*</span> sont obligatoires.</p>'
    )
