"""Files as people and villains send them, made here so that nothing foreign lies in the house."""

import io
import struct
import wave
import zlib

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

GPS = 34853


def painted(width=64, height=48, mode="RGB", colour=(200, 30, 30)):
    return Image.new(mode, (width, height), colour)


def saved(picture, kind, **more):
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def jpeg_with_place():
    """A photo with the place it was taken at, the camera, and the way it was held."""
    notes = Image.Exif()
    notes[0x010F] = "SecretCameraMaker"
    notes[0x0112] = 6
    notes[GPS] = {1: "N", 2: (51.0, 30.0, 26.0)}
    return saved(painted(), "JPEG", exif=notes.tobytes(), comment=b"hidden words")


def png(width=64, height=48):
    return saved(painted(width, height), "PNG")


def png_claiming(width, height):
    """A small file that says it is a very large picture, and holds one."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = zlib.compressobj(9)
    line, packed = bytes(1 + (width + 7) // 8), b""
    for _ in range(height):
        packed += rows.compress(line)
    packed += rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_with_notes(size=200_000_000):
    """A picture with a note that swells to hundreds of megabytes."""
    whole = png()
    note = b"Comment\0\0" + zlib.compress(bytes(size), 9)
    chunk = struct.pack(">I", len(note)) + b"zTXt" + note
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + note))
    return whole[:33] + chunk + whole[33:]


def webp():
    return saved(painted(), "WEBP")


def moving_webp(frames=300):
    pictures = [painted(8, 8, colour=(one % 255, one // 255, 0)) for one in range(frames)]
    return saved(pictures[0], "WEBP", save_all=True, append_images=pictures[1:], lossless=True)


def heic():
    pillow_heif.register_heif_opener()
    return saved(painted(), "HEIF")


def pdf(pages=1, **more):
    out = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        paper.save(out, **more)
    return out.getvalue()


def locked_pdf():
    return pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def acting_pdf():
    """A document with everything that acts."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        page = paper.add_blank_page()
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('EVILSCRIPT')"))
        launch = Dictionary(S=Name.Launch, F=String("EVILLAUNCH.exe"))
        leads = Dictionary(S=Name.URI, URI=String("https://EVILLINK.example/"))
        paper.Root.OpenAction = script
        paper.Root.AA = Dictionary(WC=script)
        paper.Root.AcroForm = Dictionary(
            Fields=Array([]), XFA=Stream(paper, b"<xdp>EVILFORM</xdp>"), NeedAppearances=True
        )
        paper.attachments["EVILFILE.exe"] = b"MZ EVILCONTENT"
        box = Array([0, 0, 100, 100])
        page.obj.AA = Dictionary(O=launch)
        page.obj.Annots = Array(
            [
                paper.make_indirect(
                    Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=leads)
                ),
                paper.make_indirect(
                    Dictionary(
                        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, Rect=box, A=launch
                    )
                ),
                paper.make_indirect(
                    Dictionary(
                        Type=Name.Annot, Subtype=Name.Text, Rect=box, AA=Dictionary(E=script)
                    )
                ),
            ]
        )
        paper.docinfo["/Author"] = "HIDDENAUTHOR"
        paper.save(out, compress_streams=False)
    return out.getvalue()


def swelling_pdf(size=300_000_000):
    """A document whose page swells to hundreds of megabytes when it is unpacked."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        page = paper.add_blank_page()
        page.obj.Contents = Stream(paper, zlib.compress(bytes(size), 9), Filter=Name.FlateDecode)
        paper.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def wav(seconds=0.1, notes=b""):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\1" * int(8000 * seconds))
    whole = out.getvalue()
    if notes:
        whole += b"LIST" + struct.pack("<I", len(notes)) + notes
        whole = whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]
    return whole


def mp3(frames=20, title=b""):
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    size = len(title)
    head = b"ID3\x03\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return (head + title if title else b"") + frame * frames


def amr(frames=50):
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def ogg(pages=3):
    one = b"OggS\0" + bytes(21) + bytes([2, 255, 10]) + bytes(265)
    return one * pages


def atom(name, body):
    return struct.pack(">I", 8 + len(body)) + name + body


def film(brand=b"isom", notes=b"+51.5-000.1/"):
    place = atom(b"udta", atom(b"\xa9xyz", notes))
    track = atom(b"trak", atom(b"tkhd", bytes(84)) + atom(b"udta", b"TRACKNOTES"))
    moov = atom(b"moov", atom(b"mvhd", bytes(100)) + track + place)
    body = atom(b"uuid", b"HIDDENTRAILER" + bytes(16)) + atom(b"mdat", b"sound and picture")
    return atom(b"ftyp", brand + bytes(4) + b"isomiso2") + moov + body


def text():
    return "他们说：“不还钱就去你单位。”\nThen they called again.\n".encode()


PROGRAM = b"MZ\x90\0\3\0\0\0\4\0"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

#: One good file of each kind that is taken, and what its working copy is written as.
GOOD = {
    "jpeg": (jpeg_with_place, "jpeg"),
    "png": (png, "png"),
    "webp": (webp, "png"),
    "heic": (heic, "jpeg"),
    "pdf": (pdf, "pdf"),
    "mp3": (mp3, "mp3"),
    "m4a": (lambda: film(b"M4A "), "m4a"),
    "amr": (amr, "amr"),
    "wav": (wav, "wav"),
    "ogg": (ogg, "ogg"),
    "mp4": (film, "mp4"),
    "mov": (lambda: film(b"qt  "), "mov"),
    "txt": (text, "txt"),
}
