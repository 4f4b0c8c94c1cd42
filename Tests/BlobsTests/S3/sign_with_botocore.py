"""Reads a JSON list of requests and prints the list of the signatures that botocore makes for them."""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def signature(case):
    now = datetime.datetime.strptime(case["time"], "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
    request = AWSRequest(
        method=case["method"], url=case["url"], headers=case["headers"], data=bytes(case["body"])
    )
    credentials = Credentials(case["id"], case["secret"], case.get("token"))
    botocore.auth.S3SigV4Auth(credentials, "s3", case["region"]).add_auth(request)
    return request.headers["Authorization"].rsplit("Signature=", 1)[1]


print(json.dumps([signature(case) for case in json.load(sys.stdin)]))
