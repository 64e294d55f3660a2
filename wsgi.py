"""The WSGI door: app = create_app()."""

from portal.app import create_app

app = create_app()
