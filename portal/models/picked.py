"""Rows picked by a short list of keys that the database finds for itself.

PostgreSQL turns `IN (SELECT … LIMIT …)` into a join and may lay it on top of everything else: it
looked at every ticket a person may see to show twenty-five. As an array the keys come first.
"""

from typing import Any, Self

from sqlalchemy import Boolean, ScalarSelect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Picked(FunctionElement[bool]):
    """Whether a column holds one of the keys that a question of its own finds."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: InstrumentedAttribute[str], keys: ScalarSelect[str]) -> None:
        super().__init__(column, keys)

    def self_group(self, against: object = None) -> Self:  # noqa: ARG002 - the library's signature
        """Stand in a condition as it is; the library would write `= 1` behind it, which no index can serve."""
        return self


@compiles(Picked)
def _as_list(picked: Picked, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the library's signature
    column, keys = (compiler.process(one, **options) for one in picked.clauses)
    return f"{column} IN {keys}"


@compiles(Picked, "postgresql")
def _as_array(picked: Picked, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the library's signature
    column, keys = (compiler.process(one, **options) for one in picked.clauses)
    return f"{column} = ANY (ARRAY{keys})"
