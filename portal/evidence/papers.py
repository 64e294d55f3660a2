"""PDFs are written anew without anything that acts: scripts, links, forms, files within files.

Runs only in the process made for it.
"""

import io
from contextlib import suppress

import pikepdf
from pikepdf import Name
from pikepdf.sanitize import Sanitizer

from portal.domain.evidence import Reason
from portal.evidence.clean import Unfit

MOST_PAGES = 200
#: What a page, an annotation or the document itself must not bring along.
_ACTING = ("/AA", "/A", "/OpenAction", "/PA", "/JS", "/FS", "/EF", "/RichMediaContent", "/Metadata")
_OF_DOCUMENT = (
    "/AcroForm", "/Names", "/OpenAction", "/AA", "/URI", "/Collection", "/AF", "/Metadata",
    "/Perms", "/DSS", "/Extensions", "/PieceInfo", "/SpiderInfo", "/Requirements", "/Threads", "/Outlines",
)  # fmt: skip


def sanitise(content: bytes) -> bytes:
    """The pages as they look, and nothing that does anything."""
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            return _written(paper)
    except pikepdf.PasswordError as locked:
        raise Unfit(Reason.PASSWORD) from locked


def _written(paper: pikepdf.Pdf) -> bytes:
    pages = len(paper.pages)
    if not 0 < pages <= MOST_PAGES:
        raise Unfit
    _run_library(paper)
    for name in _OF_DOCUMENT:
        if name in paper.Root:
            del paper.Root[name]
    for page in paper.pages:
        _quiet(page.obj)
    if Name.Info in paper.trailer:
        del paper.trailer[Name.Info]
    out = io.BytesIO()
    paper.remove_unreferenced_resources()
    # Nothing is unpacked and packed again: a stream that swells to gigabytes stays as small as it came.
    paper.save(
        out,
        encryption=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _run_library(paper: pikepdf.Pdf) -> None:
    """The library's own removals, which know corners of the format we do not."""
    if Name.AcroForm in paper.Root:
        # What was filled in is drawn onto the page before the form around it goes.
        with suppress(pikepdf.PdfError, RuntimeError, ValueError):
            paper.generate_appearance_streams()
    scrubber = Sanitizer().remove_javascript().remove_external_access().remove_attachments()
    scrubber.remove_multimedia().remove_private_app_data().remove_web_capture().apply(paper)


def _quiet(page: pikepdf.Dictionary) -> None:
    """Take actions off a page and its notes; fields of forms become plain drawing."""
    for name in (*_ACTING, "/Thumb", "/PieceInfo", "/AF"):
        if name in page:
            del page[name]
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        if notes is not None:
            del page["/Annots"]
        return
    kept = [note for note in notes if isinstance(note, pikepdf.Dictionary) and _harmless(note)]
    for note in kept:
        for name in (*_ACTING, "/Parent"):
            if name in note:
                del note[name]
    page.Annots = pikepdf.Array(kept)


def _harmless(note: pikepdf.Dictionary) -> bool:
    """Notes that are drawing or words stay; those that play, attach or lead away go."""
    return str(note.get("/Subtype", "")) not in (
        "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Link",
    )  # fmt: skip
