"""What is the same for everybody is drawn once, and anew as soon as its content differs."""

import pytest
from django.template import engines

from commune.models import Reglages

PAGE = engines["django"].from_string(
    '{% load components %}{% cadre "layout/_marque.html" commune=commune %}'
    '{% cadre "layout/_rubriques.html" rubriques=rubriques %}'
)


def page(nom="Ville de Donges", courante=False):
    rubriques = [{"titre": "Menus", "url": "/menus/", "courante": courante}]
    return PAGE.render({"commune": Reglages(nom=nom), "rubriques": rubriques})


@pytest.fixture
def dessins(monkeypatch):
    from common.components import frozen

    faits, dessiner = [], frozen.render_to_string

    def compter(gabarit, donnees):
        faits.append(gabarit)
        return dessiner(gabarit, donnees)

    monkeypatch.setattr(frozen, "render_to_string", compter)
    return faits


def test_the_same_town_is_drawn_once(dessins):
    assert page() == page()
    assert dessins == ["layout/_marque.html", "layout/_rubriques.html"]


def test_another_content_is_never_taken_for_the_first():
    assert "Ville de Donges" in page()
    assert "Ville d’Ailleurs" in page(nom="Ville d’Ailleurs")
    assert "aria-current" not in page()
    assert "aria-current" in page(courante=True)


def test_names_are_escaped_on_every_drawing():
    for _ in range(2):
        assert "&lt;b&gt;" in page(nom="<b>")
