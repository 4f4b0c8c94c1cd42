"""Receives traces over OTLP/HTTP and prints each request as one line of JSON.

    scripts/python opentelemetry-proto==1.45.2 protobuf==7.36.2 -- \
        python Tests/TelemetryTests/Export/otlp_receiver.py [--port 4318] [--answers 503,200] [--reject 0]

The first line says where it listens. Requests are read by the classes that Google's compiler made of
opentelemetry-proto. --answers are the statuses of the answers in turn, the last for all that follow; --reject is the
number of spans that it claims not to have taken.
"""

import argparse
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
from opentelemetry.proto.trace.v1 import trace_pb2


def value(any_value):
    """{"int_value": 1}: the kind of value, and the value."""
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return {kind: [value(element) for element in any_value.array_value.values]}
    return {kind: getattr(any_value, kind)} if kind else {}


def attributes(pairs):
    names = [pair.key for pair in pairs]
    assert len(set(names)) == len(names), names
    return {pair.key: value(pair.value) for pair in pairs}


def span(message):
    return {
        "trace_id": message.trace_id.hex(),
        "span_id": message.span_id.hex(),
        "parent_span_id": message.parent_span_id.hex(),
        "trace_state": message.trace_state,
        "name": message.name,
        "kind": trace_pb2.Span.SpanKind.Name(message.kind),
        "start": message.start_time_unix_nano,
        "end": message.end_time_unix_nano,
        "attributes": attributes(message.attributes),
        "dropped": [
            message.dropped_attributes_count,
            message.dropped_events_count,
            message.dropped_links_count,
        ],
        "events": [
            {
                "time": event.time_unix_nano,
                "name": event.name,
                "attributes": attributes(event.attributes),
                "dropped": event.dropped_attributes_count,
            }
            for event in message.events
        ],
        "links": [
            {
                "trace_id": link.trace_id.hex(),
                "span_id": link.span_id.hex(),
                "trace_state": link.trace_state,
                "attributes": attributes(link.attributes),
                "flags": link.flags,
            }
            for link in message.links
        ],
        "status": {
            "code": trace_pb2.Status.StatusCode.Name(message.status.code),
            "message": message.status.message,
        },
        "flags": message.flags,
    }


def describe(path, headers, body):
    request = trace_service_pb2.ExportTraceServiceRequest.FromString(body)
    known = trace_service_pb2.ExportTraceServiceRequest.FromString(body)
    known.DiscardUnknownFields()
    return {
        "path": path,
        "headers": {name.lower(): text for name, text in headers.items()},
        # Nothing that the protocol does not know, and every field written as Google's writer does.
        "is_canonical": known.SerializeToString() == body,
        "resources": [
            {
                "attributes": attributes(spans.resource.attributes),
                "scopes": [
                    {
                        "name": scope.scope.name,
                        "spans": [span(message) for message in scope.spans],
                    }
                    for scope in spans.scope_spans
                ],
            }
            for spans in request.resource_spans
        ],
    }


class Receiver(BaseHTTPRequestHandler):
    answers = []
    rejected = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        print(json.dumps(describe(self.path, self.headers, body)), flush=True)
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer = trace_service_pb2.ExportTraceServiceResponse()
        if self.rejected:
            answer.partial_success.rejected_spans = self.rejected
            answer.partial_success.error_message = "too old"
        content = answer.SerializeToString()
        self.send_response(status)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--answers", default="200")
    parser.add_argument("--reject", type=int, default=0)
    options = parser.parse_args()
    Receiver.answers = [int(status) for status in options.answers.split(",")]
    Receiver.rejected = options.reject
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


main()
