"""Whether there is room where something is to answer: asked by whoever opens the place, before it promises anything."""

import socket

from portal.config import BadSetting


def require_free(host: str, *ports: int) -> None:
    """Refuse a place where somebody else answers already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in ports:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError as problem:
                raise BadSetting(
                    f"nobody can be answered at {host}:{port}: {problem.strerror}."
                ) from problem
