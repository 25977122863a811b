"""Reports to Hindsight without making an engine wait.

Operations go into a bounded buffer, and from there in batches to POST /api/v1/ingest. One is kept until it
is durable; resending it changes nothing.
"""

import collections
import datetime
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request


class BufferedReporter:
    BATCH = 500

    def __init__(self, url, key=None, bound=10_000):
        self._url, self._bound = url + "/api/v1/ingest", bound
        self._headers = {"Content-Type": "application/x-ndjson"}
        if key:
            self._headers["Authorization"] = "Bearer " + key
        self._waiting = collections.deque()
        self._closing, self._given_up = threading.Event(), threading.Event()
        self._sender = threading.Thread(target=self._send, daemon=True)
        self._sender.start()

    def report(self, operation):
        """Takes an operation; False, and nothing is taken, while the buffer is full."""
        if self._closing.is_set() or len(self._waiting) >= self._bound:
            return False
        self._waiting.append(json.dumps(operation))
        return True

    def close(self, limit_seconds):
        """Sends what is left, for so long at most; tells how many are not known to be durable."""
        self._closing.set()
        self._sender.join(limit_seconds)
        self._given_up.set()
        return len(self._waiting)

    def _send(self):
        pause = 0
        while not self._given_up.is_set() and (self._waiting or not self._closing.is_set()):
            # Only this thread takes from the left, so the batch stays there until it is durable.
            batch = [self._waiting[i] for i in range(min(self.BATCH, len(self._waiting)))]
            if not batch:
                self._closing.wait(0.1)
                continue
            durable, retry_after = self._post(batch)
            for _ in range(durable):
                self._waiting.popleft()
            pause = 0 if durable == len(batch) else max(retry_after, min(10, pause * 2 + 0.1))
            self._given_up.wait(pause)

    def _post(self, batch):
        """How many lines need not be sent again, and after how many seconds the others may be."""
        body = ("\n".join(batch) + "\n").encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(self._url, body, self._headers), timeout=30) as answer:
                receipt = json.load(answer)
            if receipt["rejected"]:
                print("Hindsight refuses some operations:", receipt["errors"], file=sys.stderr)
            return len(batch), 0
        except urllib.error.HTTPError as refused:
            print("Hindsight answers %d: trying again" % refused.code, file=sys.stderr)
            try:
                durable = json.load(refused).get("lastDurableLine", 0)
            except (ValueError, OSError):
                durable = 0
            after = refused.headers.get("Retry-After", "0")
            return durable, float(after) if after.isdigit() else 0
        except Exception:  # Whatever happened on the way: it is away.
            return 0, 0


def _now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


if __name__ == "__main__":  # buffered_reporter.py URL WORKFLOW NUMBER
    url, workflow, number = sys.argv[1:]
    reporter = BufferedReporter(url, os.environ.get("HINDSIGHT_KEY"))
    for i in range(int(number)):
        id = "%s-%d" % (workflow, i)
        execution = {"externalId": id, "workflowId": workflow}
        reporter.report({"execution": {**execution, "status": "running", "reportedAt": _now()}})
        reporter.report({"step": {"execution": "ext:" + id, "key": "s", "nodeId": "n"}})
        for line in range(2):
            reporter.report({"log": {"execution": "ext:" + id, "sequence": line, "timestamp": _now(), "message": "line %d" % line}})
        reporter.report({"execution": {**execution, "status": "completed", "reportedAt": _now()}})
        time.sleep(0.005)
    sys.exit(1 if reporter.close(60) else 0)
