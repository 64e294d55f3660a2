"""The WSGI door: app = create_app()."""

import gc
import sys

from portal.app import create_app

app = create_app()
# Packs, catalogues and tables live as long as the process: the collector need not walk through
# them again and again, and processes born from this one go on sharing their pages.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
# Whoever writes holds the one lock of SQLite and must come back to its turn soon: with the usual
# five milliseconds, threads that compute keep all writers of a busy machine waiting.
sys.setswitchinterval(0.0005)
