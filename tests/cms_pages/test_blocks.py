"""The blocks of a body."""

from pathlib import Path

import pytest
from django.db.migrations.writer import MigrationWriter
from django.template.loader import get_template

from cms_pages.blocks import BLOCS
from cms_pages.fields import CorpsField
from cms_pages.models import PageContenu
from demo.pages import ECRITURES, corps
from tests.tools.html import arbre, texte

RACINE = Path(__file__).parents[2]


def test_blocks_are_few_and_each_has_a_french_name_and_a_template():
    assert len(BLOCS) <= 14
    for nom, bloc in BLOCS:
        assert bloc.label[0].isupper(), nom
        get_template(bloc.meta.template)


def test_migrations_do_not_list_the_blocks():
    texte_du_champ, _ = MigrationWriter.serialize(PageContenu._meta.get_field("corps"))
    assert texte_du_champ == "cms_pages.fields.CorpsField(blank=True, verbose_name='contenu')"
    for migration in (RACINE / "cms_pages/migrations").glob("*.py"):
        assert "block_lookup" not in migration.read_text()
    assert CorpsField().clone().stream_block.child_blocks.keys() == dict(BLOCS).keys()


@pytest.mark.parametrize(
    ("bloc", "attendu"),
    [
        ({"titre": "Une partie"}, "Une partie"),
        ({"texte": "Un [lien](/menus/) & **fort**"}, "Un lien & fort"),
        ({"encadre": {"titre": "Attention", "texte": "Avant mardi", "important": True}}, "Attention Avant mardi"),
        ({"etapes": [["Un", "d'abord"], ["Deux", "ensuite"]]}, "Un d’abord Deux ensuite"),
        ({"questions": [["Qui ?", "Vous"]]}, "Qui ? Vous"),
        ({"horaires": {"titre": "Lundi", "lignes": [["Matin", "de 7 h 30 à 9 h"]]}}, "Lundi Matin de 7 h 30 à 9 h"),
        ({"contact": "affaires-scolaires"}, "Affaires scolaires 02 61 91 00 20"),
        ({"contact": "disparu"}, ""),
        ({"lieux": "centre"}, "Centre de loisirs des Marais"),
        ({"plan": True}, "Menus"),
    ],
    ids=lambda valeur: next(iter(valeur)) if isinstance(valeur, dict) else "",
)
def test_each_block_is_shown(client, site_public, bloc, attendu):
    page = PageContenu(title="Essai", slug="essai", corps=corps([bloc]))
    site_public.accueil.add_child(instance=page)
    vue = arbre(client.get("/essai/")).select_one("div[class='prose']")
    assert " ".join(attendu.split()) in texte(vue)


def test_every_block_of_the_towns_texts_exists():
    assert set(ECRITURES) <= {nom for nom, _ in BLOCS}
