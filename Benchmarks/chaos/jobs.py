"""Probe jobs that are enqueued while scripts/chaos breaks things: each must run at least once and leave its effect once."""

import json
import subprocess
import threading
import time

BATCH = 10


class Jobs:
    """Enqueues probes of up to a second all the time, so that whatever breaks breaks some of them halfway."""

    def __init__(self, postgres):
        self.postgres, self.stopping = postgres, threading.Event()
        self.acknowledged, self.unsure = set(), set()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        number = 0
        while not self.stopping.is_set():
            subjects = [f"chaos-{number + place}" for place in range(BATCH)]
            number += BATCH
            try:
                self.postgres.query(self.insertion(subjects))
                self.acknowledged.update(subjects)
            except subprocess.CalledProcessError:
                # The commit may or may not have been; the effect must not be there twice.
                self.unsure.update(subjects)
            time.sleep(0.3)

    @staticmethod
    def insertion(subjects):
        rows = ", ".join(
            "(gen_random_uuid(), 'jobs.probe', '{}', 'waiting', now(), 0, now(), now())".format(
                json.dumps({"milliseconds": 100 * place, "subject": subject}))
            for place, subject in enumerate(subjects))
        return ("INSERT INTO jobs (id, name, payload, state, due_at, tries, enqueued_at, changed_at) VALUES " + rows)

    def check(self, report, wait_until):
        """Waits until the claims of what was killed have lapsed and all has run, and counts the effects."""
        self.stopping.set()
        self.thread.join()
        query = self.postgres.query
        left = "SELECT count(*) FROM jobs WHERE name = 'jobs.probe' AND state <> 'dead'"
        wait_until("the jobs", lambda: query(left) == "0", seconds=180)
        effects = dict(
            line.split("|") for line in query(
                "SELECT subject, count(*) FROM events WHERE name = 'job.probed' AND subject LIKE 'chaos-%' GROUP BY subject"
            ).splitlines())
        missing = self.acknowledged - effects.keys()
        doubled = [subject for subject, count in effects.items() if count != "1"]
        dead = query("SELECT count(*) FROM jobs WHERE name = 'jobs.probe' AND state = 'dead'")
        unknown = effects.keys() - self.acknowledged - self.unsure
        report.check(f"{len(self.acknowledged)} jobs were enqueued while things broke", not missing,
                     f"{len(missing)} never ran")
        report.check("effects of jobs", not doubled and not unknown,
                     f"{len(doubled)} there twice, {len(unknown)} of nothing")
        report.check("dead jobs", dead == "0", dead)
