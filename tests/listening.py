"""What the database is asked while something is done, whichever way it is asked."""

from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from portal.models import Question, write


@contextmanager
def heard():
    """Every statement on its way to the database, and every commit."""
    told = []

    def hear(_connection, _cursor, statement, *_rest):
        told.append(" ".join(statement.split()))

    def end(_connection):
        told.append("COMMIT")

    def asked(question, session, **values):
        told.append(question.finished(session.connection().dialect).text)
        return ask(question, session, **values)

    def wrote(connection, parts):
        told.extend(" ".join(way.of_rows(len(rows)).split()) for way, rows in parts)
        write_parts(connection, parts)

    ask, write_parts = Question.ask, write.write_parts
    Question.ask, write.write_parts = asked, wrote
    event.listen(Engine, "before_cursor_execute", hear)
    event.listen(Engine, "commit", end)
    try:
        yield told
    finally:
        Question.ask, write.write_parts = ask, write_parts
        event.remove(Engine, "before_cursor_execute", hear)
        event.remove(Engine, "commit", end)


def counted(session, do):
    """What something gives, and how many questions it asked through this session."""
    session.flush()
    questions = []
    hear = questions.append
    event.listen(session, "do_orm_execute", hear)
    given = do()
    event.remove(session, "do_orm_execute", hear)
    return given, len(questions)
