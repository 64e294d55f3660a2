"""Templates are given the addresses and sentences of the libraries, made ready once."""

import flask
import pytest
from flask import render_template_string

PLACES = (
    ("public.start", {}),
    ("intake.page", {"door": "report", "page": "who"}),
    ("intake.page", {"door": "report", "page": "who", "from": "check", "lang": "zh-CN"}),
    ("triage.queue", {"view": "all", "code": ["threat", "abuse"]}),
    ("static", {"filename": "portal.css"}),
)


@pytest.mark.parametrize(("endpoint", "values"), PLACES)
def test_the_address_on_a_page_is_the_librarys(app, endpoint, values):
    with app.test_request_context("/"):
        for _ in range(2):
            made = render_template_string(
                "{{ url_for(to, **values)|safe }}", to=endpoint, values=values
            )
            assert made == flask.url_for(endpoint, **values)


def test_below_another_root_the_address_is_another(app):
    for root in ("", "/portal"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert render_template_string("{{ url_for('public.start') }}") == f"{root}/"


def test_a_sentence_speaks_the_language_of_its_page_and_escapes_what_is_put_in(app):
    text = "{{ _('Not given') }}|{{ _('Ticket %(number)s', number='<b>') }}"
    with app.test_request_context("/?lang=en"):
        assert render_template_string(text) == "Not given|Ticket &lt;b&gt;"
    with app.test_request_context("/?lang=zh-CN"):
        assert "Not given" not in render_template_string(text)


def test_a_sentence_with_a_gap_and_nothing_for_it_is_refused(app):
    with app.test_request_context("/?lang=en"), pytest.raises(KeyError, match="number"):
        render_template_string("{{ _('Ticket %(number)s') }}")


def test_a_whole_address_names_the_host_of_its_own_request(app):
    for host in ("localhost", "127.0.0.1"):
        with app.test_request_context("/", base_url=f"http://{host}/"):
            made = render_template_string("{{ url_for('public.start', _external=true) }}")
            assert made == f"http://{host}/"


def test_what_is_asked_for_keeps_its_order_and_its_kind(app):
    with app.test_request_context("/"):
        for page, shown in ((True, "True"), (1, "1")):
            made = render_template_string(
                "{{ url_for('public.start', view='all', page=page)|safe }}", page=page
            )
            assert made == f"/?view=all&page={shown}"
