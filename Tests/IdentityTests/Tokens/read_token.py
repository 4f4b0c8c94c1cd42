"""Reads a token with the public keys of a JWK Set, as any client of ours would, and prints its claims."""

import json
import sys

import jwt

given = json.load(sys.stdin)
keys = jwt.PyJWKSet.from_dict(given["jwks"])
key = keys[jwt.get_unverified_header(given["token"])["kid"]]
# The tests' clock stands in the past.
options = {"require": ["iss", "sub", "aud", "exp", "iat", "jti"], "verify_exp": False}
claims = jwt.decode(
    given["token"],
    key,
    algorithms=[key.algorithm_name],
    audience="souk",
    issuer=given["issuer"],
    options=options,
)
print(json.dumps(claims))
