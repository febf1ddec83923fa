"""The list of blocks where editors pick one: an example and a word on each; tables that are real tables."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail import blocks

from cms_pages.blocks import BLOCS, TableauBlock
from cms_pages.rules import lire_tableau
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent
from tests.tools.html import arbre

pytestmark = pytest.mark.django_db
TOUS = dict(BLOCS)


def tous_les_blocs(bloc):
    yield bloc
    for enfant in getattr(bloc, "child_blocks", {}).values():
        yield from tous_les_blocs(enfant)
    if isinstance(bloc, blocks.ListBlock):
        yield from tous_les_blocs(bloc.child_block)


def test_the_blocks_that_editors_asked_for_are_there():
    assert {"texte", "image", "documents", "etapes", "questions", "contact", "encadre", "tableau", "horaires"} <= set(
        TOUS
    )


@pytest.mark.parametrize("nom", TOUS)
def test_each_block_shows_an_example_and_says_what_it_is_for(site_public, nom):
    bloc = TOUS[nom]
    assert bloc.is_previewable
    assert bloc.get_description()
    client = connecter_agent(Client(), _agent(Role.REDACTEUR))
    reponse = client.get(f"/gestion/block-preview/?id={bloc.definition_prefix}")
    assert reponse.status_code == 200
    exemple = arbre(reponse).select_one("*[class='prose']")
    assert "".join(exemple.strings).strip() or exemple.select_one("*[role='img']") is not None
    assert "frame-ancestors 'self'" in reponse["Content-Security-Policy"]


@pytest.mark.parametrize("nom", TOUS)
def test_every_field_of_a_block_has_its_help_in_french(nom):
    for bloc in tous_les_blocs(TOUS[nom]):
        for champ in getattr(bloc, "child_blocks", {}).values():
            if isinstance(champ, blocks.FieldBlock) and nom != "image":
                assert champ.field.help_text or champ.meta.form_classname, f"{nom}: {champ.label}"


CELLULES = "Jour ; Matin ; Soir\nLundi ; 7 h 30 ; 18 h 30"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (CELLULES, (["Jour", "Matin", "Soir"], [["Lundi", "7 h 30", "18 h 30"]])),
        ("\n;Matin\n\nLundi\t; 8 h\n".replace("\t", ""), (["", "Matin"], [["Lundi", "8 h"]])),
        ("Jour\tMatin\nLundi\t8 h ; ou 9 h", (["Jour", "Matin"], [["Lundi", "8 h ; ou 9 h"]])),
    ],
)
def test_a_table_is_read_as_typed_or_pasted(texte, attendu):
    assert lire_tableau(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("Jour ; Matin", "au moins une ligne en dessous"),
        ("", "au moins une ligne en dessous"),
        ("Jour\nLundi", "il en faut de 2 à 8"),
        ("Jour ; \nLundi ; 8 h", "Chaque colonne a besoin d’un titre"),
        ("Jour ; Matin\nLundi ; 8 h\nMardi ; 8 h ; 18 h", "La ligne 3 a 3 case(s), les titres en ont 2."),
        ("Jour ; Matin\n ; 8 h", "La première case de la ligne 2 est vide"),
    ],
)
def test_a_table_that_limps_is_refused_with_its_line(texte, phrase):
    bloc = TableauBlock()
    with pytest.raises(ValueError, match=".") as refus:
        lire_tableau(texte)
    assert phrase in str(refus.value)
    if texte:
        with pytest.raises(ValidationError):
            bloc.clean(bloc.to_python({"titre": "Les accueils", "cellules": texte}))


def test_a_table_is_told_as_one_to_those_who_listen():
    bloc = TableauBlock()
    html = "<!DOCTYPE html><title>Essai</title>" + bloc.render(
        bloc.to_python({"titre": "Les accueils", "cellules": CELLULES})
    )
    page = arbre(SimpleNamespace(content=html.encode()))
    assert page.select_one("caption").text.strip() == "Les accueils"
    assert [th.text for th in page.select("th[scope='col']")] == ["Jour", "Matin", "Soir"]
    assert page.select_one("th[scope='row']").text == "Lundi"
    assert page.select_one("td[data-titre='Soir']").text == "18\u00a0h\u00a030"
