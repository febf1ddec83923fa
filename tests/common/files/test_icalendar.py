"""The calendar that telephones read: what RFC 5545 asks of its lines."""

from datetime import UTC, date, datetime

from common.files.icalendar import EvenementDAgenda, ecrire, ecrire_le_message


def calendrier(**autres):
    champs = {
        "uid": "menu-20261110-tous@donges.example", "jour": date(2026, 11, 10),
        "modifie_le": datetime(2026, 11, 9, 8, 30, tzinfo=UTC), "titre": "Cantine",
    }  # fmt: skip
    return ecrire(
        [EvenementDAgenda(**champs | autres)], nom="Menus", identifiant="-//Donges//FR", url="https://d.example/"
    )


def deplie(texte):
    return texte.replace("\r\n ", "")


def test_a_whole_day_with_its_instant_and_a_name_that_never_changes():
    lignes = calendrier().split("\r\n")
    assert lignes[0] == "BEGIN:VCALENDAR"
    assert lignes[-2:] == ["END:VCALENDAR", ""]
    for attendue in (
        "VERSION:2.0", "UID:menu-20261110-tous@donges.example", "DTSTAMP:20261109T083000Z",
        "DTSTART;VALUE=DATE:20261110", "DTEND;VALUE=DATE:20261111", "TRANSP:TRANSPARENT",
    ):  # fmt: skip
        assert attendue in lignes


def test_texts_are_escaped():
    texte = deplie(calendrier(titre="Pommes, poires ; \\ « kiwi »", texte="Entrée\r\nDessert\x07\x00"))
    assert "SUMMARY:Pommes\\, poires \\; \\\\ « kiwi »\r\n" in texte
    assert "DESCRIPTION:Entrée\\nDessert\r\n" in texte
    assert "\n" not in texte.replace("\r\n", "")


def test_long_lines_are_folded_at_75_octets_and_never_inside_a_sign():
    titre = "Œufs à la crème fraîche 🥚, " * 12
    texte = calendrier(titre=titre)
    lignes = texte.encode().split(b"\r\n")
    assert max(map(len, lignes)) <= 75
    assert all(ligne.decode() for ligne in lignes[:-1])
    assert "SUMMARY:" + titre.replace(",", "\\,") in deplie(texte)
    assert sum(ligne.startswith(b" ") for ligne in lignes) > 3


def message(*rangs_et_annules):
    return ecrire_le_message(
        [
            EvenementDAgenda(
                uid="jour-1@d.example", jour=date(2026, 11, 10), modifie_le=datetime(2026, 11, 9, 8, tzinfo=UTC),
                titre="Zoé, cantine", debut=datetime(2026, 11, 10, 11, tzinfo=UTC), lieu="Restaurant; Macé",
                fin=datetime(2026, 11, 10, 12, 30, tzinfo=UTC), rang=rang, annule=annule,
            )
            for rang, annule in rangs_et_annules
        ],
        identifiant="-//Donges//FR",
        organisateur="portail@d.example",
    )  # fmt: skip


def test_what_a_mail_carries_has_its_hours_its_state_and_a_rank_that_replaces():
    lignes = deplie(message((0, False))).split("\r\n")
    for attendue in (
        "METHOD:PUBLISH", "UID:jour-1@d.example", "DTSTART:20261110T110000Z", "DTEND:20261110T123000Z", "SEQUENCE:0",
        "STATUS:CONFIRMED", "ORGANIZER:mailto:portail@d.example", "LOCATION:Restaurant\\; Macé",
    ):  # fmt: skip
        assert attendue in lignes
    lignes = message((1, True)).split("\r\n")
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:jour-1@d.example"} <= set(lignes)
    assert "METHOD:PUBLISH" in message((1, True), (0, False))
