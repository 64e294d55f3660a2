"""What is the same in every application of a run, and is therefore compiled once.

Nearly every test has an application of its own. Compiling its addresses and templates anew took
longer than what the test asks of it.
"""

from collections.abc import Callable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
WRITERS: dict[tuple[object, ...], Builder] = {}


class CompiledOnce(BytecodeCache):
    """Templates compiled by one application of this run, for all the others."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before, if the template is still the same."""
        held = self._held.get((bucket.key, bucket.checksum))
        if held is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self._held[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class RuleCompiledOnce(Rule):
    """An address whose writer is made by the first application of this run, for all the others.

    The writer asks its rule for the converters each time, so nothing of one application stays in it.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (append_unknown, *self._trace)
        if key not in WRITERS:
            WRITERS[key] = super()._compile_builder(append_unknown)
        return WRITERS[key]
