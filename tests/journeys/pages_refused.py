"""Pages that tell of a refusal. `telling.py` brings each about, so that none waits for an accident."""

from tests.journeys.shown import Shown

#: Refusals with nothing of the person's own on their page.
PLAIN = (400, 403, 405, 413, 422, 429, 500)
#: Refusals that show what was typed, with a button that sends it again.
TYPED = {
    "overtaken": ("errors/409", 409),
    "open-too-long": ("errors/open_too_long", 400),
    "signed-out": ("errors/signed_out", 403),
    "not-fresh": ("errors/not_fresh", 403),
    "slow-codes": ("errors/slow", 429),
    "slow-reports": ("errors/slow", 429),
}


def refused() -> list[Shown]:
    """Every page that says no."""
    return [
        Shown("not-found", "errors/404", "anyone", "/there-is-no-such-page", status=404),
        Shown("not-found-desk", "errors/404", "supervisor", "/tickets/none", status=404),
        *(
            Shown(f"refused-desk-{status}", f"errors/{status}", "supervisor", "/staff/phone-report",
                  status=status, does=("sends_words_to", f"/refused/at-the-desk/{status}"))
            for status in (413, 429, 500)
        ),
        *(
            Shown(f"refused-{status}", f"errors/{status}", "anyone", "/other-ways", status=status,
                  does=("sends_words_to", f"/refused/{status}"))
            for status in PLAIN
        ),
        *(
            Shown(f"refused-{name}", template, "anyone", "/other-ways", status=status,
                  does=("sends_words_to", f"/refused/{name}"))
            for name, (template, status) in TYPED.items()
        ),
        Shown("send-again", "errors/send_again", "returning", "/ticket/correct",
              does=("comes_back_with_the_code",)),
    ]  # fmt: skip
