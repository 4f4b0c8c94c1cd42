"""An OpenID provider that nobody here wrote (oidc-provider-mock), made to insist on PKCE by its own library's means, and
beside it as much of GitHub's and Facebook's OAuth 2 as a login needs. A second one says in its answers who it is
(RFC 9207). Says on which ports they are, and ends with its input."""

import logging
import sys
import threading
from urllib.parse import quote

import authlib.oauth2.rfc6749.authorization_server as server
import flask
import oidc_provider_mock
import oidc_provider_mock._app as provider
from authlib.oauth2.rfc7636 import CodeChallenge
from werkzeug.serving import make_server

challenges = {}


class RequiredChallenge(CodeChallenge):
    """The mock keeps no challenge with its codes, so they are kept here."""

    def get_authorization_code_challenge(self, code):
        return challenges.get(code.code, (None, None))[0]

    def get_authorization_code_challenge_method(self, code):
        return challenges.get(code.code, (None, None))[1]


save_code = provider.AuthorizationCodeGrant.save_authorization_code
register_grant = server.AuthorizationServer.register_grant


def save_with_challenge(self, code, request):
    asked = request.payload.data
    challenges[code] = (asked.get("code_challenge"), asked.get("code_challenge_method"))
    return save_code(self, code, request)


def register_with_challenge(self, grant, extensions=None):
    if grant.__name__ == "AuthorizationCodeGrant":
        extensions = [*(extensions or []), RequiredChallenge(required=True)]
    return register_grant(self, grant, extensions)


provider.AuthorizationCodeGrant.save_authorization_code = save_with_challenge
server.AuthorizationServer.register_grant = register_with_challenge
app = oidc_provider_mock.app(require_nonce=True)
named = oidc_provider_mock.app(require_nonce=True)


@named.after_request
def name_sender(response):
    issuer = flask.request.host_url.rstrip("/")
    if flask.request.path == "/.well-known/openid-configuration":
        response.data = flask.json.dumps({**response.json, "authorization_response_iss_parameter_supported": True})
    elif "Location" in response.headers:
        response.headers["Location"] += "&iss=" + quote(issuer, safe="")
    return response


# GitHub and Facebook: a code is the account's id; what is wrong is said as they say it.


def fields(*names):
    return all(flask.request.form.get(name) for name in names)


@app.post("/login/oauth/access_token")
def github_token():
    if not fields("client_id", "client_secret", "code", "redirect_uri", "code_verifier"):
        return {"error": "bad_verification_code"}
    return {"access_token": "github-" + flask.request.form["code"], "token_type": "bearer"}


@app.get("/api/v3/user")
def github_user():
    subject = flask.request.headers["Authorization"].removeprefix("Bearer github-")
    return {"id": int(subject), "login": "octo" + subject, "name": "Octo Cat"}


@app.get("/api/v3/user/emails")
def github_emails():
    subject = flask.request.headers["Authorization"].removeprefix("Bearer github-")
    return flask.jsonify([
        {"email": "second@example.com", "primary": False, "verified": True},
        {"email": f"octo{subject}@example.com", "primary": True, "verified": int(subject) % 2 == 0},
    ])


@app.post("/v21.0/oauth/access_token")
def facebook_token():
    if not fields("client_id", "client_secret", "code", "redirect_uri", "code_verifier"):
        return {"error": {"message": "no"}}, 400
    return {"access_token": "facebook-" + flask.request.form["code"], "token_type": "bearer"}


@app.get("/v21.0/me")
def facebook_user():
    subject = flask.request.headers["Authorization"].removeprefix("Bearer facebook-")
    user = {"id": subject, "first_name": "Face", "last_name": "Book"}
    return user if subject == "0" else {**user, "email": f"face{subject}@example.com"}


logging.getLogger("werkzeug").setLevel(logging.ERROR)
servers = [make_server("127.0.0.1", 0, each, threaded=True) for each in (app, named)]
for each in servers:
    threading.Thread(target=each.serve_forever, daemon=True).start()
print("listening on", *(each.server_port for each in servers), flush=True)
sys.stdin.read()
