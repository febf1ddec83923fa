"""A printed document reaches nothing: neither the network nor this machine's files."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from common.files.pdf import html_en_pdf

SECRET = "CANARI-DANS-UN-FICHIER"


@pytest.fixture
def canari():
    """Give the address of a server that counts who calls."""
    appels = []

    class Oreille(BaseHTTPRequestHandler):
        def do_GET(self):
            appels.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    serveur = HTTPServer(("127.0.0.1", 0), Oreille)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    serveur.appels = appels
    serveur.adresse = f"http://127.0.0.1:{serveur.server_port}"
    yield serveur
    serveur.shutdown()
    serveur.server_close()
    fil.join()


def hostile(adresse, fichier):
    return f"""<!DOCTYPE html><html lang="fr"><head><title>Piège</title>
    <base href="{adresse}/"><link rel="stylesheet" href="{adresse}/feuille.css">
    <link rel="attachment" href="file://{fichier}">
    <style>@import url("{adresse}/autre.css"); @font-face {{ font-family: x; src: url({adresse}/police.woff) }}
    body {{ background: url({adresse}/fond.png); font-family: x }}</style></head>
    <body><p>Corps</p><img src="{adresse}/image.png" alt="a"><img src="file://{fichier}" alt="b">
    <img src="image-relative.png" alt="c"><object data="{adresse}/objet"></object>
    <svg><image href="{adresse}/svg.png"/></svg></body></html>"""


def pieces(pdf):
    return list(PdfReader(io.BytesIO(pdf)).attachments)


def test_a_hostile_document_reaches_nothing(canari, tmp_path):
    fichier = tmp_path / "secret.txt"
    fichier.write_text(SECRET)
    pdf = html_en_pdf(hostile(canari.adresse, fichier))
    assert canari.appels == []
    assert pieces(pdf) == []
    assert SECRET.encode() not in pdf


def test_control_without_our_fetcher_the_same_document_calls_and_attaches(canari, tmp_path):
    fichier = tmp_path / "secret.txt"
    fichier.write_text(SECRET)
    pdf = HTML(string=hostile(canari.adresse, fichier)).write_pdf()
    assert canari.appels
    assert pieces(pdf)


def test_the_document_is_tagged_and_says_its_language():
    racine = PdfReader(io.BytesIO(html_en_pdf("<html lang='fr'><title>Lettre</title><h1>Bonjour</h1></html>")))
    catalogue = racine.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "fr"
