"""The WSGI door: app = create_app()."""

import gc

from portal.app import create_app

app = create_app()
# Packs, catalogues and tables live as long as the process: the collector need not walk through
# them again and again, and processes born from this one go on sharing their pages.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
