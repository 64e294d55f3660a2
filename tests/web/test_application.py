"""One signer for all cookies of an application, and another one when its key changes."""

from portal.web.application import Portal


def test_the_signer_is_made_once_for_a_key():
    app = Portal("portal")
    app.secret_key = "one"
    signer = app.session_interface.get_signing_serializer(app)
    assert app.session_interface.get_signing_serializer(app) is signer
    app.secret_key = "two"
    other = app.session_interface.get_signing_serializer(app)
    assert other.loads(other.dumps("x")) == "x"
    assert signer.loads_unsafe(other.dumps("x"))[0] is False


def test_without_a_key_nothing_is_signed():
    app = Portal("portal")
    assert app.session_interface.get_signing_serializer(app) is None


def test_two_applications_sign_apart():
    one, two = Portal("portal"), Portal("portal")
    one.secret_key, two.secret_key = "one", "two"
    signed = one.session_interface.get_signing_serializer(one).dumps("x")
    assert two.session_interface.get_signing_serializer(two).loads_unsafe(signed)[0] is False
