"""Lighthouse on the public pages, on the phone it imitates: the median of five runs of each."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ICI = Path(__file__).with_name("lighthouse")
PAGES = ["/", "/actualites/{actualite}/", "/menus/", "/tarifs/"]
# Category: what is wanted of it.
VOULUS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TOURS = 5
# Its browser sometimes dies on a busy machine: a run is tried twice.
ESSAIS, PATIENCE_SECONDES = 2, 180
# What would call home, and fail, on a machine without the internet.
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    " --disable-sync"
)


def installer(local: Path) -> Path | None:
    """Install the locked Lighthouse once, under ``local``; None without npm or Chromium."""
    if not shutil.which("npm") or not _chromium():
        return None
    dossier = local / "lighthouse"
    if not (dossier / "node_modules" / ".bin" / "lighthouse").exists():
        dossier.mkdir(parents=True, exist_ok=True)
        for nom in ("package.json", "package-lock.json"):
            shutil.copy(ICI / nom, dossier / nom)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=dossier, check=True
        )
    return dossier / "node_modules" / ".bin" / "lighthouse"


def _chromium():
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def noter(programme: Path, adresse: str) -> dict[str, float]:
    """Give the median mark of each category for the page at ``adresse``; nothing when no run came to its end."""
    tours = [tour for tour in (_tour(programme, adresse) for _ in range(TOURS)) if tour]
    return {nom: statistics.median(tour[nom] for tour in tours) for nom in VOULUS} if tours else {}


def _tour(programme: Path, adresse: str) -> dict[str, float]:
    """Run Lighthouse once, and again when its browser failed; say why, and give nothing when both failed."""
    for _ in range(ESSAIS):
        try:
            sortie = subprocess.run(
                [
                    programme, adresse, "--quiet", "--output=json", f"--chrome-flags={CHROME}",
                    f"--only-categories={','.join(VOULUS)}",
                ],
                env={**os.environ, "CHROME_PATH": _chromium()}, capture_output=True, text=True, check=True,
                timeout=PATIENCE_SECONDES,
            ).stdout  # fmt: skip
            categories = json.loads(sortie)["categories"]
            return {nom: 100 * categories[nom]["score"] for nom in VOULUS}
        except subprocess.SubprocessError as echec:
            pourquoi = f"{echec.stderr or echec}"[-2000:]
        except (ValueError, KeyError, TypeError):
            # It ended well, but could not judge the page: a mark is missing, or all of them.
            pourquoi = sortie[-2000:]
        sys.stderr.write(f"  Lighthouse a échoué sur {adresse} : {pourquoi}\n")
    return {}


def dire(adresse: str, local: Path, *, actualite: str) -> None:
    """Print the marks of each page, with what is wanted of them."""
    programme = installer(local)
    if programme is None:
        sys.stdout.write("\nLighthouse : il faut npm et Chromium, absents ici.\n")
        return
    sys.stdout.write(f"\nLighthouse, médiane de {TOURS} passages\n")
    for page in PAGES:
        chemin = page.format(actualite=actualite)
        notes = noter(programme, adresse + chemin)
        mots = [f"{nom} {note:.0f}" + ("" if note >= VOULUS[nom] else " NON") for nom, note in notes.items()]
        sys.stdout.write(f"  {chemin:<40}{', '.join(mots) or 'pas mesurée NON'}\n")
        sys.stdout.flush()
