"""The Paybox protocol: the vectors first, then what must be refused."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from factures.paiements.paybox.protocol import (
    RETOUR,
    Adresses,
    Configuration,
    Demande,
    SignatureInvalide,
    ValeurRefusee,
    centimes,
    champs_demande,
    horodatage,
    lire_montant,
    signer,
    verifier,
)
from factures.paiements.paybox.titulaire import Titulaire

VECTEURS = json.loads(Path(__file__).with_name("paybox_vectors.json").read_text())
CLES = VECTEURS["public_keys"]
REQUETES = {vecteur["id"]: vecteur for vecteur in VECTEURS["requests"]}
REPONSES = {vecteur["id"]: vecteur for vecteur in VECTEURS["responses"]}
CLE_TEST = "0123456789ABCDEF" * 8
BONNE = REPONSES["S1-ipn-accepted"]["raw"]


def toutes(vecteurs):
    return pytest.mark.parametrize("vecteur", vecteurs.values(), ids=list(vecteurs))


# ---------------------------------------------------------------- vectors


@toutes(REQUETES)
@pytest.mark.feature("F157")
def test_signer_gives_the_hmac_of_every_vector(vecteur):
    champs = [tuple(paire) for paire in vecteur["params"]]
    assert signer(champs, vecteur["key_hex"], vecteur["hash"]) == vecteur["hmac"]
    assert signer(champs, vecteur["key_hex"].lower(), vecteur["hash"]) == vecteur["hmac"]


@toutes(REPONSES)
def test_verifier_judges_the_wire_of_every_vector_as_a_whole(vecteur):
    cle = [CLES[vecteur["public_key"]]]
    brut = vecteur["raw"].encode()
    if vecteur["expected_valid"] and not vecteur["own_url_prefix_not_signed"]:
        assert verifier(brut, cle, signature=vecteur["signature_param"]) == vecteur["fields_expected"]
    else:
        with pytest.raises(SignatureInvalide):
            verifier(brut, cle, signature=vecteur["signature_param"])


@pytest.mark.parametrize("nom", ["S3-ipn-get-own-params-not-signed", "S4-ipn-parameter-pollution"])
def test_verifier_reads_the_signed_part_alone(nom):
    vecteur = REPONSES[nom]
    brut = vecteur["raw"].removeprefix(vecteur["own_url_prefix_not_signed"]).encode()
    assert verifier(brut, [CLES["test_1024"]], signature="Sign") == vecteur["fields_expected"]


def test_the_vectors_hold_no_personal_data_of_third_parties():
    assert not any(vecteur["contains_third_party_personal_data"] for vecteur in REPONSES.values())


def test_the_other_key_of_the_list_is_tried_too():
    cles = [CLES["verifone_2048_UNVERIFIED"], CLES["verifone_1024"], CLES["test_1024"]]
    assert verifier(BONNE.encode(), cles, signature="Sign")["Mt"] == "12345"
    assert verifier(BONNE, cles, signature="Sign")["Mt"] == "12345"


# ---------------------------------------------------------------- refusals


def _signature(transformer):
    tete, _, valeur = BONNE.rpartition("&Sign=")
    return f"{tete}&Sign={transformer(valeur)}"


MUTATIONS = {
    "amount": BONNE.replace("Mt=12345", "Mt=1234"),
    "reference": BONNE.replace("-A1&", "-A2&"),
    "error code": BONNE.replace("Erreur=00000", "Erreur=00001"),
    "field added at the end": BONNE.replace("&Sign=", "&Plus=1&Sign="),
    "field added at the start": "Plus=1&" + BONNE,
    "field taken away": BONNE.replace("&G3DS=O", ""),
    "fields in another order": BONNE.replace("Type=3DSECURE&Carte=CB", "Carte=CB&Type=3DSECURE"),
    "decoded and not encoded again": BONNE.replace("%3A", ":"),
    "name repeated in front": "Mt=1&" + BONNE,
    "something after the signature": BONNE + "&Mt=1",
    "signature of another message": BONNE.rpartition("=")[0]
    + "="
    + quote(REPONSES["S7-ipn-pending"]["signature_b64"], safe=""),
    "one bit of the signature": _signature(lambda valeur: ("x" if valeur[0] == "w" else "w") + valeur[1:]),
}


@pytest.mark.parametrize("brut", MUTATIONS.values(), ids=list(MUTATIONS))
def test_twelve_mutations_of_a_good_notification_are_refused(brut):
    assert brut != BONNE
    with pytest.raises(SignatureInvalide):
        verifier(brut.encode(), [CLES["test_1024"]], signature="Sign")


MALFORMES = {
    "empty": b"",
    "no signature": b"Mt=12345&Ref=X",
    "signature alone": b"Sign=AAAA",
    "signature empty": b"Mt=1&Sign=",
    "signature under another name": BONNE.replace("&Sign=", "&sign=").encode(),
    "plus read as a space": _signature(lambda valeur: valeur.replace("%2B", " ")).encode(),
    "not base64": b"Mt=1&Sign=***",
    "base64 with a newline": _signature(lambda valeur: valeur + "%0A").encode(),
    "short signature": b"Mt=1&Sign=" + base64.b64encode(b"x" * 64).replace(b"+", b"%2B"),
    "last bits of the base64 changed": _signature(lambda valeur: valeur.replace("bA4%3D", "bA5%3D")).encode(),
    "encoded twice": _signature(lambda valeur: valeur.replace("%", "%25")).encode(),
    "not ascii": "Mt=é&".encode() + BONNE.encode(),
    "too long": b"Mt=" + b"1" * 10_000 + b"&" + BONNE.encode(),
}


@pytest.mark.parametrize("brut", MALFORMES.values(), ids=list(MALFORMES))
def test_malformed_messages_are_refused(brut):
    with pytest.raises(SignatureInvalide):
        verifier(brut, [CLES["test_1024"]], signature="Sign")


def test_no_key_or_another_key_refuses():
    for cles in ([], [CLES["verifone_1024"]], [CLES["test_2048"]]):
        with pytest.raises(SignatureInvalide):
            verifier(BONNE.encode(), cles, signature="Sign")


@given(st.binary(max_size=300))
def test_verifier_never_breaks_on_rubbish(octets):
    for brut in (octets, octets + b"&K=" + b"A" * 172):
        with pytest.raises(SignatureInvalide):
            verifier(brut, [CLES["test_1024"]])


@pytest.fixture(scope="module")
def banque():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def cles_banque(banque):
    return [banque.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()]


def sceller(banque, message, *, condense=None):
    scellement = banque.sign(message.encode(), PKCS1v15(), condense or SHA1())  # noqa: S303
    return f"{message}&K={quote(base64.b64encode(scellement).decode(), safe='')}".encode()


@pytest.mark.parametrize("message", ["M=1&M=12345&R=X", "M=1&%4D=12345&R=X", "K=1&M=12345", "R=&R="])
def test_a_repeated_name_is_refused_even_when_signed(banque, cles_banque, message):
    with pytest.raises(SignatureInvalide):
        verifier(sceller(banque, message), cles_banque)


def test_a_signed_message_is_decoded_after_the_check(banque, cles_banque):
    champs = verifier(sceller(banque, "M=100&R=F%201+A@b:c/d&C=&drapeau"), cles_banque)
    assert champs == {"M": "100", "R": "F 1+A@b:c/d", "C": "", "drapeau": ""}


def test_another_digest_is_refused(banque, cles_banque):
    with pytest.raises(SignatureInvalide):
        verifier(sceller(banque, "M=100&R=X", condense=SHA256()), cles_banque)


# ---------------------------------------------------------------- the request


def configuration(**autres):
    valeurs = {
        "site": "1999888", "rang": "32", "identifiant": "107904482", "cle": CLE_TEST,
        "hotes": ("https://tpeweb.example",), "chemin": "/php/", "cles_publiques": (CLES["test_1024"],),
    }  # fmt: skip
    return Configuration(**valeurs | autres)


def demande(**autres):
    retour = "https://portail.example.org/paiement/retour"
    valeurs = {
        "reference": "FACT202611000123-A1",
        "montant": Decimal("123.45"),
        "courriel": "parent@example.org",
        "instant": datetime(2026, 11, 20, 23, 5, tzinfo=timezone(timedelta(hours=1))),
        "titulaire": Titulaire(
            prenom="Élodie", nom="Martin", adresse="12, rue de la Mairie",
            code_postal="35000", ville="Rennes", telephone="06 12 34 56 78",
        ),
        "adresses": Adresses(
            notification="https://portail.example.org/paiement/paybox/ipn/",
            effectue=f"{retour}/ok/", refuse=f"{retour}/refuse/",
            annule=f"{retour}/annule/", attente=f"{retour}/attente/",
        ),
    }  # fmt: skip
    return Demande(**valeurs | autres)


def avec_retour_du_vecteur(champs, cle):
    retour = dict(REQUETES["R8-portal-full"]["params"])["PBX_RETOUR"]
    champs = [(nom, retour if nom == "PBX_RETOUR" else valeur) for nom, valeur in champs[:-1]]
    return [*champs, ("PBX_HMAC", signer(champs, cle))]


@pytest.mark.feature("F157", "F159")
def test_the_request_built_is_the_one_of_the_first_vector():
    vecteur = REQUETES["R8-portal-full"]
    champs = avec_retour_du_vecteur(champs_demande(demande(), configuration()), CLE_TEST)
    assert champs[:-1] == [tuple(paire) for paire in vecteur["params"]]
    assert champs[-1] == ("PBX_HMAC", vecteur["hmac"])


def test_the_request_asks_for_no_data_of_the_card_and_the_signature_last():
    champs = dict(champs_demande(demande(), configuration()))
    assert champs["PBX_RETOUR"] == RETOUR == "M:M;R:R;T:T;A:A;S:S;E:E;P:P;C:C;W:W;Q:Q;G:G;K:K"


def test_the_request_is_signed_over_its_own_order():
    *champs, (nom, hmac) = champs_demande(demande(), configuration(taille_cle_signature="2048"))
    assert nom == "PBX_HMAC"
    assert ("PBX_SIGN_KEYSIZE", "2048") in champs
    assert hmac == signer(champs, CLE_TEST)
    assert hmac != signer(sorted(champs), CLE_TEST)


@pytest.mark.parametrize(
    "autres",
    [
        {"reference": ""},
        {"reference": "A" * 251},
        {"reference": "A&B"},
        {"reference": "A\nB"},
        {"courriel": "a@b.c"},
        {"courriel": "personne"},
        {"courriel": "x" * 120 + "@example.org"},
        {"courriel": "pa rent@example.org"},
    ],
)
def test_a_demand_that_the_bank_would_refuse_cannot_be_made(autres):
    with pytest.raises(ValeurRefusee):
        demande(**autres)


@pytest.mark.parametrize(
    "adresse", ["/retour/", "ftp://x.example/", "https://x.example/?a=1", "https://x.example/" + "a" * 150]
)
def test_addresses_are_absolute_short_and_without_parameters(adresse):
    with pytest.raises(ValeurRefusee):
        replace(demande().adresses, annule=adresse)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("site", "199"), ("rang", "1"), ("identifiant", ""), ("cle", "xyz"), ("cle", ""), ("hotes", ()),
        ("hotes", ("tpeweb.example",)), ("hotes", ("https://tpeweb.example/",)), ("chemin", "php/"),
        ("cles_publiques", ()), ("cles_publiques", ("pas une clé",)), ("taille_cle_signature", "512"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_cannot_be_made(champ, valeur):
    with pytest.raises(ValeurRefusee):
        configuration(**{champ: valeur})


def test_the_key_is_never_shown():
    assert CLE_TEST not in repr(configuration())
    with pytest.raises(ValeurRefusee) as erreur:
        configuration(cle=CLE_TEST + "Z")
    assert "0123456789ABCDEF" not in str(erreur.value)


def test_signer_refuses_an_unknown_algorithm():
    with pytest.raises(ValeurRefusee):
        signer([("A", "1")], CLE_TEST, "MD5")


# ---------------------------------------------------------------- amounts and times


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [("0.25", "025"), ("0.01", "001"), ("1", "100"), ("58.56", "5856"), ("58.560", "5856"), ("1E+2", "10000"),
     ("99999999.99", "9999999999")],
)  # fmt: skip
def test_centimes(montant, attendu):
    assert centimes(Decimal(montant)) == attendu


@pytest.mark.parametrize("montant", ["0", "-1", "0.001", "1.005", "100000000", "NaN", "Infinity"])
def test_centimes_refuses_what_is_not_an_amount(montant):
    with pytest.raises(ValeurRefusee):
        centimes(Decimal(montant))


def test_centimes_refuses_a_float():
    with pytest.raises(TypeError):
        centimes(58.56)


@given(st.decimals(min_value="0.01", max_value="99999999.99", places=2))
def test_an_amount_comes_back_as_it_left(montant):
    texte = centimes(montant)
    assert texte.isdigit()
    assert 3 <= len(texte) <= 10
    assert lire_montant(texte) == montant


@pytest.mark.parametrize("texte", ["", "12.3", "-5", " 5", "5\n", "١٢٣", "1e3", "12345678901"])
def test_lire_montant_refuses_what_is_not_digits(texte):
    with pytest.raises(ValeurRefusee):
        lire_montant(texte)


def test_horodatage_writes_the_offset_and_no_fraction():
    assert horodatage(datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)) == "2026-11-20T09:00:00+00:00"
    with pytest.raises(ValeurRefusee):
        horodatage(datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001
