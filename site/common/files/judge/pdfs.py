"""PDFs: counted, opened by a parser, disarmed, and written anew without encryption.

What families send keeps its pages alone, forms and notes drawn into them. What editors publish keeps its links,
bookmarks, fields and tags, which people and screen readers need; no other action stays, wherever it hangs, and
nothing is fetched from elsewhere.
"""

import re
import zlib
from io import BytesIO

import pikepdf

from common.files.judge import ILLISIBLE, TROP_COMPLIQUE, Refuse

PROTEGE = "Ce PDF demande un mot de passe pour s’ouvrir. Enregistrez-le sans mot de passe, puis recommencez."
TROP_DE_PAGES = "Ce PDF a plus de {maximum} pages. Envoyez seulement celles qui servent."
OBJETS_MAXIMUM = 150_000
FLUX_D_OBJETS_MAXIMUM = 32 * 1024 * 1024
# What a page is, and what it inherits: neither its notes nor what it does when it is opened.
RACINE = {"/Type", "/Pages", "/Version", "/Lang", "/OCProperties"}
NOEUD = {"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
PAGE = NOEUD | {"/Contents", "/Group", "/UserUnit", "/BleedBox", "/TrimBox", "/ArtBox"} - {"/Kids", "/Count"}
# Every action that the norm knows (ISO 32000-2, 12.6.4) but going to a page of the same document.
ACTIONS = {
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm",
    "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript",
    "/RichMediaExecute", "/NOP", "/SetState",
}  # fmt: skip
_ACTIONS = {nom.lower() for nom in ACTIONS}
# Where a stream says that what it shows is not in this file: a page, a picture or bytes of another.
AILLEURS = ("/Ref", "/OPI", "/F", "/FFilter", "/FDecodeParms")
# What a file says before its pages; anything else there is nobody's business.
TETE = {"/Root", "/Info", "/Size", "/ID", "/Prev", "/XRefStm"}
LIENS = ("http://", "https://", "mailto:", "tel:", "www.")
# The notes that a published document keeps: no film, no sound, no attached file, no world in three dimensions.
NOTES = {
    "/Link", "/Widget", "/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Line",
    "/Square", "/Circle", "/Polygon", "/PolyLine", "/Stamp", "/Ink", "/Popup", "/Caret",
}  # fmt: skip
_OBJET, _FLUX = re.compile(rb"\d\s+obj\b"), re.compile(rb"stream\r?\n")
_FLUX_D_OBJETS = re.compile(rb"/Obj[S#]|/XRef|/[^\s/]*#")


def pages_seules(brut: bytes, *, maximum: int) -> bytes:
    """A PDF of the same pages to look at, and nothing else; ``maximum`` pages."""
    with _ouvrir(brut, maximum) as pdf:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        # What was typed in a form, a stamp, a note: they belong to what one sees.
        pdf.flatten_annotations("screen")
        _garder(pdf.Root, RACINE)
        for noeud in _noeuds(pdf, maximum):
            _garder(noeud, NOEUD if "/Kids" in noeud else PAGE)
        _desarmer(pdf, liens=False)
        for cle in ("/Info", "/Metadata"):
            if cle in pdf.trailer:
                del pdf.trailer[cle]
        return _ecrire(pdf)


def sans_actions(brut: bytes, *, maximum: int) -> bytes:
    """A PDF that does nothing by itself: its links to the web and inside it stay, all other actions go."""
    with _ouvrir(brut, maximum) as pdf:
        _retirer(pdf.Root, "/OpenAction", "/AA", "/AF", "/Collection", "/Requirements", "/Perms", "/DSS", "/URI")
        _retirer(pdf.Root.get("/Names"), "/JavaScript", "/EmbeddedFiles", "/Renditions")
        _retirer(pdf.Root.get("/AcroForm"), "/XFA", "/SigFlags")
        for noeud in _noeuds(pdf, maximum):
            _retirer(noeud, "/AA", "/AF")
            notes = noeud.get("/Annots")
            if isinstance(notes, pikepdf.Array):
                gardees = [n for n in notes if isinstance(n, pikepdf.Dictionary) and str(n.get("/Subtype")) in NOTES]
                noeud.Annots = pikepdf.Array(gardees)
        _desarmer(pdf, liens=True)
        return _ecrire(pdf)


class _ouvrir:
    """Open what was counted; any failure of the parser becomes a sentence."""

    def __init__(self, brut, maximum):
        self.brut, self.maximum, self.pdf = brut, maximum, None

    def __enter__(self):
        if not self.brut.startswith(b"%PDF-"):
            raise Refuse(ILLISIBLE, code="illisible")
        _compter(self.brut)
        try:
            self.pdf = pikepdf.open(BytesIO(self.brut))
            pages = sum("/Kids" not in noeud for noeud in _noeuds(self.pdf, self.maximum))
        except BaseException as erreur:
            self.__exit__(type(erreur), erreur, None)
            raise
        if not pages:
            raise Refuse(ILLISIBLE, code="pages")
        return self.pdf

    def __exit__(self, genre, erreur, trace):
        if self.pdf is not None:
            self.pdf.close()
        if isinstance(erreur, pikepdf.PasswordError):
            raise Refuse(PROTEGE, code="protege") from erreur
        if isinstance(erreur, (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError, RecursionError)):
            raise Refuse(ILLISIBLE, code="illisible") from erreur


def _compter(brut):
    """Refuse too many objects, or too large once open, before the parser is given any."""
    objets, ouverts = len(_OBJET.findall(brut)), 0
    if objets > OBJETS_MAXIMUM or brut.count(b" R") > 4 * OBJETS_MAXIMUM:
        raise Refuse(TROP_COMPLIQUE, code="objets")
    for flux in _FLUX.finditer(brut):
        # The dictionary before it says what it holds; a name written in another way may say it too.
        if _FLUX_D_OBJETS.search(brut[max(0, flux.start() - 500) : flux.start()]):
            lecteur = zlib.decompressobj()
            try:
                ouverts += len(lecteur.decompress(brut[flux.end() :], FLUX_D_OBJETS_MAXIMUM))
            except zlib.error:
                continue  # not compressed so: no larger once open than the file, or bounded by the child alone
            if ouverts > FLUX_D_OBJETS_MAXIMUM - 1:
                raise Refuse(TROP_COMPLIQUE, code="objets")


def _noeuds(pdf, maximum):
    """The nodes of the tree of pages, leaves included; refuse more pages than ``maximum``."""
    a_lire, noeuds, pages = [pdf.Root.Pages], [], 0
    while a_lire:
        noeud = a_lire.pop()
        noeuds.append(noeud)
        enfants = noeud.get("/Kids")
        pages += enfants is None
        attente = len(a_lire) + (len(enfants) if enfants is not None else 0)
        # A tree that bites its tail, or made of nodes alone, has no end either.
        if pages + attente > maximum or len(noeuds) > 10 * maximum:
            raise Refuse(TROP_DE_PAGES.format(maximum=maximum), code="pages")
        a_lire += list(enfants or ())
    return noeuds


def _garder(dictionnaire, cles):
    _retirer(dictionnaire, *(set(dictionnaire.keys()) - cles))


def _retirer(dictionnaire, *cles):
    if isinstance(dictionnaire, (pikepdf.Dictionary, pikepdf.Stream)):
        for cle in cles:
            if cle in dictionnaire:
                del dictionnaire[cle]


def _desarmer(pdf, *, liens):
    """Empty every action and attached file, drop what lies elsewhere: all that can be reached is walked."""
    _garder(pdf.trailer, TETE)
    a_lire, vus, lus = [pdf.trailer], set(), 0
    while a_lire:
        objet = a_lire.pop()
        if objet.is_indirect:
            if objet.objgen in vus:
                continue
            vus.add(objet.objgen)
        lus += 1
        if lus > OBJETS_MAXIMUM:
            raise Refuse(TROP_COMPLIQUE, code="objets")
        if isinstance(objet, pikepdf.Array):
            suite = list(objet)
        else:
            if _agit(objet, liens) or "/EF" in objet:
                _retirer(objet, *objet.keys())
            if isinstance(objet, pikepdf.Stream):
                _retirer(objet, *AILLEURS)
            suite = [valeur for _, valeur in objet.items()]
        a_lire += [o for o in suite if isinstance(o, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream))]


def _agit(objet, liens):
    """Whether an object is an action that must go."""
    action = objet.get("/S")
    if isinstance(objet.get("/JS"), pikepdf.String):
        return True
    if not isinstance(action, (pikepdf.Name, pikepdf.String)):
        return False
    if f"/{str(action).lstrip('/')}".lower() not in _ACTIONS:
        return False
    if liens and action == "/URI":
        return not str(objet.get("/URI", "")).strip().lower().startswith(LIENS)
    return True


def _ecrire(pdf):
    sortie = BytesIO()
    pdf.save(sortie, encryption=False)
    return sortie.getvalue()
