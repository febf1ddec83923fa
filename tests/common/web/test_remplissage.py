"""A page shown again holds what was typed, and nothing else changes."""

from bs4 import BeautifulSoup

from common.web.remplissage import remplir

PAGE = """<!DOCTYPE html><html lang="fr"><body>
<form method="post" action="/ailleurs/"><input name="texte" value="autre"></form>
<form method="post" id="f"><input type="hidden" name="csrfmiddlewaretoken" value="neuf">
<input type="hidden" name="version" value="8"><input name="nom" value=""><textarea name="texte">avant</textarea>
<input type="checkbox" name="jours" value="1" checked><input type="checkbox" name="jours" value="2">
<input type="radio" name="choix" value="a"><select name="ecole"><option value="">—</option><option value="3">E</option>
</select><input type="password" name="mot_de_passe"><input name="mois" value=""><input name="mois" value="">
<button name="action" value="garder">Garder</button></form><input name="dehors" form="f" value=""></body></html>"""
TAPE = {
    "csrfmiddlewaretoken": ["vieux"], "version": ["7"], "nom": ["N’Diaye <b>&"], "texte": ["\nun\ndeux"],
    "jours": ["2"], "choix": ["a"], "ecole": ["3"], "mot_de_passe": ["secret"], "mois": ["9", "10"],
    "action": ["garder"], "dehors": ["ici"],
}  # fmt: skip


def _rempli(champs=TAPE, **options):
    page, sans_place = remplir(PAGE, champs, adresse="/page/", action="/page/", **options)
    return BeautifulSoup(page, "html.parser"), sans_place


def test_every_kind_of_control_gets_what_was_typed():
    soupe, sans_place = _rempli()
    formulaire = soupe.find("form", id="f")
    assert sans_place == []
    assert formulaire.find("input", {"name": "nom"})["value"] == "N’Diaye <b>&"
    assert formulaire.textarea.string == "\n\nun\ndeux"
    assert [c.has_attr("checked") for c in formulaire.find_all("input", {"name": "jours"})] == [False, True]
    assert formulaire.find("input", {"name": "choix"}).has_attr("checked")
    assert [o.has_attr("selected") for o in formulaire.find_all("option")] == [False, True]
    assert [m["value"] for m in formulaire.find_all("input", {"name": "mois"})] == ["9", "10"]
    assert soupe.find("input", {"name": "dehors"})["value"] == "ici"
    # The version that the person had read: what changed meanwhile is seen when it is sent.
    assert formulaire.find("input", {"name": "version"})["value"] == "7"


def test_a_password_and_the_page_s_stamps_are_never_put_back():
    soupe, _ = _rempli()
    formulaire = soupe.find("form", id="f")
    assert not formulaire.find("input", type="password").has_attr("value")
    assert formulaire.find("input", {"name": "csrfmiddlewaretoken"})["value"] == "neuf"


def test_another_form_of_the_page_is_left_alone():
    soupe, _ = _rempli()
    assert soupe.find("form", action="/ailleurs/").input["value"] == "autre"


def test_what_has_no_control_is_named():
    _, sans_place = _rempli(TAPE | {"corps-0-value": ["un bloc"]})
    assert sans_place == ["corps-0-value"]
    page, sans_place = remplir(PAGE, {"nom": ["x"]}, adresse="/page/", action="/nulle-part/")
    assert (page, sans_place) == (PAGE, ["nom"])


def test_the_announcement_stands_before_the_form():
    soupe, _ = _rempli(annonce="<p id=annonce>Relisez</p>")
    assert soupe.find(id="annonce").find_next("form")["id"] == "f"


def test_a_form_of_buttons_alone_is_left_as_it_is():
    page = (
        '<form method="post" action="/sortir/"><input type="hidden" name="csrfmiddlewaretoken">'
        "<button>Sortir</button></form>"
    )
    assert remplir(page, {}, adresse="/page/", action="/sortir/", annonce="<p>Relisez</p>") == (page, [])
