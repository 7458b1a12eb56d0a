"""Background work: one decorator over Django's tasks, stored in the shop by django-tasks-db.

    from troth import tasks

    @tasks.task(tries=5, lease=120)
    def draw_pictures(product_id: int) -> None: ...

    draw_pictures.enqueue(product.pk)

What the decorator adds to `django.tasks`:

- *ids only*: an argument is an int, a UUID or a short slug (`tasks.only_ids`); anything else raises `NotAnId`
  before a row is written, so no personal value can sit in the queue.
- *leases*: a task whose worker was killed is taken again when `lease` seconds have passed since it was claimed, or since it
  last said `worker.still_here()`, as what takes long does with its progress.
- *queues*: what takes minutes goes to `tasks.LONG`, and nothing short waits behind it.
- *tries*: a task that raises is tried again after a growing pause, `tries` times in all, then it is FAILED.

A task may therefore run twice: make it a verb that can. What is stored of a failure is the class of the
exception and where it was raised, never its text, because a text can hold a value.

`tasks.worker.run_due()` does what is due and returns; `troth serve` calls it in a loop.
"""

from .ids import NotAnId, only_ids
from .leased import LONG, SOON, LeasedTask, task

__all__ = ["LONG", "SOON", "LeasedTask", "NotAnId", "only_ids", "task"]
