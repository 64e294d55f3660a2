"""A mail catcher for demonstrations: mails go into a folder and onto a page, and nowhere else."""

import email
import time
from email.message import EmailMessage
from email.policy import default
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from portal.commands.ports import require_free

STYLE = "body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}"


class Catcher:
    """Takes every mail and keeps it as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - the library's names
        """Keep one mail."""
        name = f"{time.time_ns()}.eml"
        (self.folder / name).write_bytes(envelope.content)
        return "250 kept"


def run_mail_sink(host: str, smtp_port: int, http_port: int, folder: str) -> None:
    """Catch mails until ended."""
    require_free(host, smtp_port, http_port)
    try:
        from aiosmtpd.controller import Controller  # noqa: PLC0415 - an extra package
    except ImportError:
        raise SystemExit(
            "The mail catcher needs the extra `demo`: pip install 'recourse[demo]'."
        ) from None
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    controller = Controller(Catcher(place), hostname=host, port=smtp_port)
    controller.start()
    print(
        f"Mails are caught on port {smtp_port} and shown at http://{host}:{http_port}/", flush=True
    )
    try:
        ThreadingHTTPServer((host, http_port), page_for(place)).serve_forever()
    finally:
        controller.stop()


def page_for(folder: Path) -> type[BaseHTTPRequestHandler]:
    """A handler that shows the mails of this folder."""

    class Page(BaseHTTPRequestHandler):
        """The list of mails, the newest first, each with its text."""

        def do_GET(self) -> None:
            """Show everything that was caught."""
            body = shown(folder).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: mails are private even in a demonstration."""

    return Page


def shown(folder: Path) -> str:
    """The page."""
    mails = sorted(folder.glob("*.eml"), reverse=True)[:200]
    parts = [one(path) for path in mails] or ["<p>No mail yet.</p>"]
    head = f"<!doctype html><html lang=en><title>Mails</title><style>{STYLE}</style><h1>Mails</h1>"
    return head + "".join(parts)


def one(path: Path) -> str:
    """One mail as escaped text."""
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    if not isinstance(message, EmailMessage):
        return ""
    text = message.get_body(("plain",))
    files = ", ".join(part.get_filename() or "file" for part in message.iter_attachments())
    lines = [
        f"To: {message['To']}",
        f"Subject: {message['Subject']}",
        f"Attached: {files or 'nothing'}",
    ]
    content = text.get_content() if text else ""
    return f"<article><pre>{escape(chr(10).join(lines))}\n\n{escape(content)}</pre></article><hr>"
