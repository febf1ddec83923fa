"""Lighthouse's marks: the median of the runs that came to an end; a browser that dies is tried again, and said."""

import json

import pytest

from demo.bench import lighthouse


@pytest.fixture
def programme(tmp_path, monkeypatch):
    """Give ``programme(fois)``: a Lighthouse whose browser dies the first ``fois`` times."""
    monkeypatch.setattr(lighthouse, "_chromium", lambda: "/bin/true")
    note = {"categories": {nom: {"score": 1} for nom in lighthouse.VOULUS}}

    def ecrire(fois):
        lance = tmp_path / "lighthouse"
        lance.write_text(
            f"#!/bin/sh\necho x >> {tmp_path}/essais\n"
            f"if [ $(wc -l < {tmp_path}/essais) -le {fois} ]; then\n"
            'echo "Unable to connect to Chrome" >&2; exit 1; fi\n'
            f"echo '{json.dumps(note)}'\n"
        )
        lance.chmod(0o755)
        return lance

    return ecrire


def test_a_run_whose_browser_died_is_done_again(programme, capsys):
    assert lighthouse.noter(programme(1), "http://localhost/") == dict.fromkeys(lighthouse.VOULUS, 100)
    assert "Unable to connect to Chrome" in capsys.readouterr().err


def test_a_page_that_could_not_be_judged_is_said_and_ends_nothing(programme, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(lighthouse, "installer", lambda _: programme(10_000))
    lighthouse.dire("http://localhost", tmp_path, actualite="a")
    dit = capsys.readouterr().out
    assert [ligne.split()[0] for ligne in dit.splitlines() if "pas mesurée NON" in ligne] == [
        "/", "/actualites/a/", "/menus/", "/tarifs/",
    ]  # fmt: skip
