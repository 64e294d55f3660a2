"""What is done after a commit, by name: each name is a sweep the worker knows."""

from enum import StrEnum


class Sweep(StrEnum):
    """Work found by looking at rows, so that nothing is lost when nobody was told of it."""

    #: Letters whose time has come leave.
    LETTERS = "letters"
    #: Lost codes that were asked for: where the question fits, a link is mailed.
    LOST_CODES = "lost_codes"
    #: Drafts, visits and budgets whose time is over are destroyed.
    TIDY = "tidy"
    #: Rights of reply end, findings answered anew are followed, reviews open by rule.
    REVIEWS = "reviews"
    #: Words of the history enter the index by which staff find them.
    WORDS = "words"
    #: Whoever is away from today hands over what is open.
    ABSENCES = "absences"
    #: Tickets that were not answered in time go up.
    OVERDUE = "overdue"
    #: Files that wait are scanned and given a working copy.
    EVIDENCE = "evidence"
    #: Tickets whose deletion was agreed and whose day has come are erased.
    ERASE = "erase"
    #: What was kept long enough is destroyed.
    KEEPING = "keeping"
    #: The worker says that it is alive.
    BEAT = "beat"
    #: Files of drafts that ended are destroyed, and bytes that belong to no row.
    EVIDENCE_TIDY = "evidence_tidy"
