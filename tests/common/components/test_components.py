"""The components: their contract, their words, their states."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.template import Context, Template, TemplateSyntaxError
from django.template.library import InclusionNode
from django.test import RequestFactory
from django.urls import reverse

from common.components import agents
from common.web.views import composants
from common.widgets import DateTroisChamps
from tests.tools.html import soupe, textes, un

RACINE = Path(__file__).parents[3]


def ecrire(gabarit, **contexte):
    return Template("{% load components %}" + gabarit).render(Context(contexte))


@pytest.mark.parametrize(
    "gabarit",
    [
        "{% bouton %}",
        '{% bouton texte="Payer" couleur="rouge" %}',
        '{% lien_bouton texte="Payer" %}',
        "{% carte contenu=1 %}{% endcarte %}",
    ],
)
def test_a_missing_or_unknown_argument_is_refused_when_the_template_compiles(gabarit):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load components %}" + gabarit)


@pytest.mark.parametrize(
    "gabarit",
    ['{% bouton texte="x" variante="rouge" %}', '{% badge texte="x" variante="vert" %}',
     '{% alerte variante="grave" %}{% endalerte %}'],
)  # fmt: skip
def test_an_unknown_variant_is_refused(gabarit):
    with pytest.raises(TemplateSyntaxError, match="variante"):
        ecrire(gabarit)


def test_variables_are_escaped_and_blocks_kept():
    html = ecrire("{% carte titre=t %}<p>Vrai</p>{% endcarte %}", t="<script>")
    assert "&lt;script&gt;" in html
    assert "<p>Vrai</p>" in html


def test_fragment_keeps_a_piece():
    assert ecrire("{% fragment as pied %}<b>fin</b>{% endfragment %}[{{ pied }}]") == "[<b>fin</b>]"


def test_each_icon_named_is_drawn():
    dessins = set(re.findall(r'<symbol id="([\w-]+)"', (RACINE / "static/icons/sprite.svg").read_text()))
    nommes = set()
    for gabarit in (RACINE / "templates").rglob("*.html"):
        texte = gabarit.read_text()
        nommes |= set(re.findall(r'{% icone "([\w-]+)"', texte)) | set(re.findall(r'icone="([\w-]+)"', texte))
    assert nommes - dessins == set()


class Formulaire(forms.Form):
    prenom = forms.CharField(label="Prénom", help_text="Celui de l’enfant.")
    surnom = forms.CharField(label="Surnom", required=False)
    naissance = forms.DateField(label="Date de naissance", widget=DateTroisChamps)
    accord = forms.BooleanField(label="J’accepte")
    jour = forms.ChoiceField(label="Jour", choices=[("1", "Lundi")], widget=forms.RadioSelect)


def test_champ_ties_label_hint_and_error():
    html = ecrire("{% champ f.prenom %}", f=Formulaire({}))
    saisie = soupe(html).select_one("input")
    assert saisie.get("aria-invalid") == "true"
    for cible in saisie.get("aria-describedby").split():
        assert f'id="{cible}"' in html
    assert soupe(html).select_one("label").get("for") == saisie.get("id")
    assert saisie.get("required") is not None
    assert "champ__etoile" in html


def test_champ_optional_has_no_star_and_no_description():
    html = ecrire("{% champ f.surnom %}", f=Formulaire())
    assert "champ__etoile" not in html
    assert "aria-describedby" not in html


def test_champ_groups_radios_and_dates_in_a_fieldset():
    for nom in ("jour", "naissance"):
        element = soupe(ecrire("{% champ c %}", c=Formulaire()[nom]))
        assert element.select_one("fieldset > legend") is not None


def test_resume_erreurs_links_every_error_to_a_control_that_exists():
    formulaire = Formulaire({"naissance_0": "31", "naissance_1": "2", "naissance_2": "2019"})
    page = soupe(ecrire("{% resume_erreurs f %}{% formulaire f %}", f=formulaire))
    ids = {element.get("id") for element in page.find_all(True) if element.get("id")}
    liens = [lien.get("href")[1:] for lien in page.select("a")]
    assert len(liens) == 4
    assert set(liens) <= ids
    assert "4 points à corriger" in "".join(page.strings)


def test_resume_erreurs_is_silent_without_error():
    assert ecrire("{% resume_erreurs f %}", f=Formulaire()).strip() == ""


def test_date_in_three_fields():
    class Naissance(forms.Form):
        le = forms.DateField(widget=DateTroisChamps)

    bon = Naissance({"le_0": "7", "le_1": "3", "le_2": "2019"})
    assert bon.is_valid()
    assert bon.cleaned_data["le"] == date(2019, 3, 7)
    faux = Naissance({"le_0": "31", "le_1": "2", "le_2": "2019"})
    assert not faux.is_valid()
    assert 'value="31"' in str(faux["le"])
    assert 'value="2019"' in str(faux["le"])
    assert "le" in Naissance({}).errors
    assert 'value="7"' in str(Naissance(initial={"le": date(2019, 3, 7)})["le"])


def test_stepper_marks_the_current_step():
    page = soupe(ecrire('{% stepper etapes="Planning|Récapitulatif|Confirmation" courante=2 %}'))
    courantes = [li for li in page.select("li") if li.get("aria-current") == "step"]
    assert len(courantes) == 1
    assert "Récapitulatif" in "".join(courantes[0].strings)


def test_pagination_keeps_the_filters():
    page = Paginator(range(95), 10).page(2)
    requete = RequestFactory().get("/liste/?ecole=3&page=2")
    html = ecrire("{% pagination page %}", page=page, request=requete)
    assert "?ecole=3&amp;page=3" in html
    assert soupe(html).select_one("a[aria-current='page']") is not None
    assert ecrire("{% pagination page %}", page=Paginator([], 10).page(1), request=requete).strip() == ""


@pytest.mark.django_db
def test_the_page_of_components_is_for_staff_with_a_second_factor(client_agent, agent):
    requete = RequestFactory().get("/gestion/composants/")
    requete.user = agent
    agent.is_verified = lambda: False
    with pytest.raises(Http404):
        composants(requete)
    page = client_agent.get(reverse("composants"))
    assert page.status_code == 200
    texte = page.content.decode()
    montre = set(re.findall(r"{% (\w+)", (RACINE / "templates/common/composants.html").read_text()))
    faits = {p.stem for p in (RACINE / "templates/components").glob("[a-z]*.html")}
    assert faits - montre - {"date_trois", "barre_basse", "fil_ariane"} == set(), "every component is shown"
    assert texte.count("<h1") == 1
    assert len(re.findall(r' id="([^"]+)"', texte)) == len(set(re.findall(r' id="([^"]+)"', texte)))


@pytest.mark.django_db
def test_the_page_of_the_staff_s_components_shows_each(client_agent, client):
    assert client.get(reverse("composants_agents")).status_code == 302
    page = client_agent.get(reverse("composants_agents"))
    assert page.status_code == 200
    montre = set(re.findall(r"{% (\w+)", (RACINE / "templates/common/composants_agents.html").read_text()))
    offre = set(agents.register.tags)
    assert offre - montre == set(), "every component is shown"
    assert page.content.decode().count("<h1") == 1


LISTE = """{% listing colonnes="Enfant|Naissance|(Modifier)" legende="Enfants" %}{% rangee %}
  {% cellule entete=True %}Léa{% endcellule %}{% cellule classe="quand" %} 2019 {% endcellule %}
  {% cellule %}{{ mot }}{% endcellule %}
{% endrangee %}{% endlisting %}"""


def test_each_cell_of_a_list_says_its_own_heading_on_a_phone():
    page = ecrire(LISTE, mot="<b>")
    assert textes(page, "thead th") == ["Enfant", "Naissance", "Modifier"]
    assert un(page, "th[scope=row]").text == "Léa"
    cellules = soupe(page).select("td")
    assert [td.get("data-titre") for td in cellules] == ["Naissance", None], "a heading only read aloud is not shown"
    assert [td.text for td in cellules] == ["2019", "<b>"]
    assert un(page, "caption").text == "Enfants"


@pytest.mark.parametrize(
    "gabarit",
    [
        LISTE.replace("Enfant|Naissance|", "Enfant|"),
        LISTE.replace("Enfant|Naissance|", "Enfant|Naissance|École|"),
        "{% rangee %}{% endrangee %}",
        "{% listing colonnes='A' %}{% cellule %}{% endcellule %}{% endlisting %}",
        "{% aide variante='rouge' %}x{% endaide %}",
        "{% lien_agents 'x' texte='y' variante='rouge' %}",
    ],
)
def test_a_row_has_as_many_cells_as_there_are_columns_and_variants_are_known(gabarit):
    with pytest.raises(TemplateSyntaxError):
        ecrire(gabarit, mot="x")


@pytest.mark.parametrize(
    "gabarit",
    [
        "{% listing %}{% endlisting %}",
        "{% listing colonnes='A' titre='B' %}{% endlisting %}",
        "{% cellule entete=True couleur=1 %}{% endcellule %}",
        "{% definition %}x{% enddefinition %}",
        "{% bouton_agents %}",
        "{% entete_agents titre='x' %}",
        "{% filtre cadre=1 %}{% endfiltre %}",
    ],
)
def test_a_staff_component_refuses_an_argument_that_it_does_not_know(gabarit):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load components %}" + gabarit)


def test_a_way_of_the_staff_is_written_as_url_does():
    lien = un(ecrire("{% lien_agents 'familles:dossier' 7 texte='Ouvrir' pour=mot %}", mot="Léa & Noé"), "a")
    assert lien["href"] == reverse("familles:dossier", args=[7])
    assert lien["class"] == "button button-small button-secondary"
    assert lien.text == "Ouvrir\u00a0: Léa & Noé"
    assert un(ecrire("{% lien_agents '?etat=tous' texte='Tous' petit=False %}"), "a")["href"] == "?etat=tous"


def test_a_form_of_the_staff_carries_its_token_and_its_number():
    form = un(ecrire("{% envoi '/x/' ailleurs=True %}<p>a</p>{% endenvoi %}", csrf_token="jeton"), "form")
    assert (form["method"], form["action"], form["target"]) == ("post", "/x/", "_blank")
    assert [champ["name"] for champ in form.select("input")] == ["csrfmiddlewaretoken", "numero_envoi"]


def test_a_search_forgets_only_what_was_searched():
    gabarit = "{% recherche libelle='Chercher' champ='Nom' valeur=q tout='Tous' tout_vers='/x/' %}"
    assert textes(ecrire(gabarit, q="Le Goff"), "a") == ["Tous"]
    assert un(ecrire(gabarit, q="Le Goff"), "#q")["value"] == "Le Goff"
    assert textes(ecrire(gabarit, q=""), "a") == []


def test_each_template_of_a_component_starts_with_its_purpose():
    for gabarit in (RACINE / "templates/components").rglob("*.html"):
        assert gabarit.read_text().startswith("{% comment %}"), gabarit.name


def test_a_component_wholly_written_in_the_template_is_drawn_once(monkeypatch):
    dessins, dessiner = [], InclusionNode.render
    monkeypatch.setattr(InclusionNode, "render", lambda noeud, ctx: dessins.append(noeud) or dessiner(noeud, ctx))
    page = Template('{% load components %}{% tuile titre="Menus" url="demarches:liste"|page icone="menu" %}')
    deux = [page.render(Context()) for _ in range(2)]
    assert len(dessins) == 1
    assert deux[0] == deux[1]
    assert 'href="/espace/demarches/"' in deux[0]


@pytest.mark.parametrize("gabarit", ["{% tuile titre=mot url='/' %}", "{% tuile titre='x' url='/'|add:mot %}"])
def test_a_component_that_takes_a_variable_is_drawn_for_each(gabarit):
    page = Template("{% load components %}" + gabarit)
    assert "abc" in page.render(Context({"mot": "abc"}))
    assert "abc" not in page.render(Context({"mot": "def"}))


class Effets(forms.Form):
    jours = forms.MultipleChoiceField(
        label="Quels jours : lesquels ?", widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Lundi 16. Prévenu à temps : le repas ne sera pas facturé")],
    )  # fmt: skip


def test_no_line_begins_with_a_colon_nor_parts_an_hour_whatever_wrote_it():
    """What Python put together, or what the town typed, gets its no-break spaces where it is shown."""
    html = ecrire("{% champ f.jours %}", f=Effets())
    assert "à temps\u00a0: le repas" in html
    assert "Quels jours\u00a0: lesquels\u202f?" in html
    assert "Ouvert\u00a0: de 13\u00a0h\u00a030" in ecrire("{% carte titre=t %}{% endcarte %}", t="Ouvert : de 13 h 30")
