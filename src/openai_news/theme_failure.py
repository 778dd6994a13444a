"""What went wrong while a template ran: the line, and a fault that says it in our terms.

This module loads Jinja: import it when a template has failed.
"""

from collections.abc import Container
from traceback import walk_tb
from typing import Any

from jinja2 import TemplateSyntaxError

from openai_news.theme_engine import AbsentError
from openai_news.theme_reading import Fault, syntax_fault, unknown
from openai_news.words import UnknownWordError


def locate(error: Exception, files: Container[str]) -> tuple[str, int] | None:
    """Return the template's file and line where `error` was raised; Jinja puts both in the traceback."""
    found = None
    for frame, line in walk_tb(error.__traceback__):
        if frame.f_code.co_filename in files:
            found = frame.f_code.co_filename, line
    return found


def what_failed(error: Exception, line: int) -> Fault:  # noqa: PLR0911 - one line for each kind
    """Return an exception of a template's run as a fault."""
    match error:
        case AbsentError():
            return _absent(error.owner, error.absent, line)
        case AttributeError(obj=owner, name=str(name)):
            return _absent(owner, name, line)
        case UnknownWordError():
            return unknown("E506", line, error.key, [error.near])
        case RecursionError():
            return Fault("E502", line, {"reason": "depth"})
        case TemplateSyntaxError():
            return syntax_fault(error)
        case _:
            return Fault("E509", line, {"message": f"{type(error).__name__}: {error}"})


def _absent(owner: Any, name: str, line: int) -> Fault:
    fields: tuple[str, ...] = getattr(owner, "__struct_fields__", ())
    return unknown("E501", line, name, fields, owner=type(owner).__name__)
