"""Why no field of the task queue holds personal data."""

_QUEUE = "django_tasks_database.DBTaskResult"

NOT_PERSONAL = {
    f"{_QUEUE}.id": "random id",
    f"{_QUEUE}.status": "state of the run",
    f"{_QUEUE}.enqueued_at": "when it was queued",
    f"{_QUEUE}.started_at": "when a worker took it",
    f"{_QUEUE}.finished_at": "when it ended",
    f"{_QUEUE}.args_kwargs": "ids only: `tasks.only_ids` refuses anything else before the row is written",
    f"{_QUEUE}.priority": "a number",
    f"{_QUEUE}.task_path": "name of a function",
    f"{_QUEUE}.worker_ids": "random names of worker processes",
    f"{_QUEUE}.queue_name": "name of a queue",
    f"{_QUEUE}.backend_name": "name of a setting",
    f"{_QUEUE}.run_after": "when it may run",
    f"{_QUEUE}.return_value": "never written: tasks return nothing",
    f"{_QUEUE}.exception_class_path": "class of an exception",
    f"{_QUEUE}.traceback": "files and lines only; our worker never stores an exception's text or locals",
}
