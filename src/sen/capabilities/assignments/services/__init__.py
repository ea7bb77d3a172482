"""Use cases of tasks."""

from sen.capabilities.assignments.services.deciding import (
    answer_more_time,
    confirm_task,
    remind_task,
    return_task,
    withdraw_of,
    withdraw_task,
)
from sen.capabilities.assignments.services.doing import ask_more_time, finish_task, note_seen, report_progress, take_task
from sen.capabilities.assignments.services.giving import give_tasks, hand_back_tasks, hand_task

__all__ = [
    "answer_more_time",
    "ask_more_time",
    "confirm_task",
    "finish_task",
    "give_tasks",
    "hand_back_tasks",
    "hand_task",
    "note_seen",
    "remind_task",
    "report_progress",
    "return_task",
    "take_task",
    "withdraw_of",
    "withdraw_task",
]
