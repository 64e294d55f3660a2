"""Pictures are painted anew: what cannot be seen (place, camera, hidden trailers) is not in the copy.

Runs only in the process made for it.
"""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

from portal.domain.evidence import Kind, Reason
from portal.evidence.clean import Unfit

#: A picture of more points than this is no photo of a letter, but made to fill memory.
MOST_POINTS = 40_000_000
#: Screenshots stay sharp up to this many points; larger ones are photos in disguise.
MOST_SHARP_POINTS = 12_000_000
_FORMATS = {
    Kind.JPEG: ["JPEG", "MPO"],
    Kind.PNG: ["PNG"],
    Kind.WEBP: ["WEBP"],
    Kind.HEIC: ["HEIF"],
}


def repaint(kind: Kind, content: bytes) -> tuple[str, bytes]:
    """The picture as JPEG or PNG, upright, without anything but its points."""
    if kind is Kind.HEIC:
        _learn_heic()
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as picture:
                return _painted(kind, picture)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise Unfit(Reason.BROKEN) from bomb


def _learn_heic() -> None:
    import pillow_heif  # noqa: PLC0415 - large, and for this kind only

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()


def _painted(kind: Kind, picture: Image.Image) -> tuple[str, bytes]:
    if picture.width * picture.height > MOST_POINTS:
        raise Unfit(Reason.BROKEN)
    picture.load()
    # The way the camera was held is the one hidden note that is seen: it is carried out, then lost.
    upright = ImageOps.exif_transpose(picture)
    seen = _plain(upright)
    sharp = kind in (Kind.PNG, Kind.WEBP) and seen.width * seen.height <= MOST_SHARP_POINTS
    out = io.BytesIO()
    if sharp:
        seen.save(out, "PNG", optimize=False)
        return "png", out.getvalue()
    seen.convert("RGB").save(out, "JPEG", quality=90)
    return "jpeg", out.getvalue()


def _plain(picture: Image.Image) -> Any:  # noqa: ANN401 - a picture of the library
    """The points alone, on a canvas of our own."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    clear = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB"
    whole = picture.convert(mode)
    canvas = Image.new("RGB", whole.size, "white") if clear else Image.new(mode, whole.size)
    canvas.paste(whole, mask=whole.getchannel("A") if clear else None)
    return canvas
