"""Jobs whose message was lost on its way to a worker, found by what is not there.

A message can go with Redis, with a worker that has just taken it, or because the database was away when the
worker looked for its job. A job that was handed over a lease ago and still waits, while nothing waits in its
queue, is in nobody's hands. Where the queue is not empty its message may lie there, so it is left alone:
handing over again what waits in a long queue would make the queue longer.
"""

from functools import cache

from celery import current_app

from deliberation.models import Job

LOOKED_AT_ONCE = 100


def jobs_with_lost_messages() -> list[Job]:
    """Return jobs to be handed over again; one of them too many does no harm, for only one claim succeeds.

    Raises:
        RedisError, kombu.exceptions.OperationalError: Redis cannot be asked.
    """
    waiting = list(Job.objects.unclaimed_for_a_lease()[:LOOKED_AT_ONCE])
    if not waiting:
        return []
    queue_of = {job.task: current_app.amqp.router.route({}, job.task)["queue"].name for job in waiting}
    with current_app.connection_or_acquire() as connection:
        ask = cache(connection.default_channel.client.llen)
        return [job for job in waiting if not ask(queue_of[job.task])]
