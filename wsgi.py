"""The WSGI door: app = create_app()."""
