"""What stopped a command, as the person who typed it reads it."""

from sqlalchemy.exc import ArgumentError, DBAPIError


def in_one_line(problem: Exception) -> str:
    """What went wrong as an operator reads it: one line, no values of rows and no passwords."""
    if isinstance(problem, DBAPIError):
        said = str(problem.orig).strip().partition("\n")[0] or type(problem).__name__
        return f"the database does not answer: {said}"
    if isinstance(problem, ArgumentError):
        return "database_url cannot be read; it looks like postgresql://user@host/name."
    if isinstance(problem, ModuleNotFoundError):
        return f"{problem.name} is not installed here; database_url or a setting asks for it."
    if isinstance(problem, OSError) and problem.filename and problem.strerror:
        return f"{problem.filename}: {problem.strerror}"
    return str(problem)
