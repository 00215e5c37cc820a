"""What can go wrong with cases.

CasesError
|- FieldValueError(field, problem)      in fields
|- UnknownCaseError(case)
|- UnknownUserError(user)
|- LoginTakenError(login)
|- UnknownUtteranceError(utterance_id)
|- UnsupportedSuggestionError(field)
|- UnknownSuggestionError(suggestion_id)
|- UnknownCorrectionError(correction_id)
|- WrongCorrectionError(problem)
|- CorrectionConflictError(utterance_id, start, end, text, sequence, theirs)
|- SuggestionDecidedError(suggestion_id, status)
|  `- SuggestionSupersededError
`- ApplicationError                      in application_errors
"""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID


class CasesError(Exception):
    """Any error of this package."""


class UnknownCaseError(CasesError):
    """There is no such case, or the person asking may not know that there is."""

    def __init__(self, case: UUID | str) -> None:
        super().__init__(f"no case {case}")
        self.case = case


class UnknownUserError(CasesError):
    def __init__(self, user: UUID | str) -> None:
        super().__init__(f"no user {user}")
        self.user = user


class LoginTakenError(CasesError):
    def __init__(self, login: str) -> None:
        super().__init__(f"the login {login} belongs to somebody else")
        self.login = login


class UnknownUtteranceError(CasesError):
    """A suggestion cites an utterance that has not been recorded."""

    def __init__(self, utterance_id: UUID) -> None:
        super().__init__(f"no utterance {utterance_id}")
        self.utterance_id = utterance_id


class UnsupportedSuggestionError(CasesError):
    """A suggestion came without the words that support it."""

    def __init__(self, field: str) -> None:
        super().__init__(f"no words support the suggestion for {field}")
        self.field = field


class UnknownSuggestionError(CasesError):
    def __init__(self, suggestion_id: UUID) -> None:
        super().__init__(f"no suggestion {suggestion_id}")
        self.suggestion_id = suggestion_id


class UnknownCorrectionError(CasesError):
    def __init__(self, correction_id: UUID) -> None:
        super().__init__(f"no correction {correction_id}")
        self.correction_id = correction_id


class CorrectionProblem(StrEnum):
    """What is wrong with a correction."""

    NO_SUCH_WORDS = "no_such_words"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"


class WrongCorrectionError(CasesError):
    """A correction names words that are not there, or its text cannot be kept."""

    def __init__(self, problem: CorrectionProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class CorrectionConflictError(CasesError):
    """Somebody has changed the same words meanwhile; nothing was written and nothing is lost.

    `text` is what the author wanted to write, `theirs` what stands there (as
    `corrections.describe_correction` tells it), `sequence` the number up to which that is.
    """

    def __init__(
        self,
        utterance_id: UUID,
        span: tuple[int, int],
        text: str,
        *,
        sequence: int,
        theirs: tuple[Mapping[str, object], ...],
    ) -> None:
        super().__init__(f"words {span} of utterance {utterance_id} were changed")
        self.utterance_id = str(utterance_id)
        self.start, self.end = span
        self.text = text
        self.sequence = sequence
        self.theirs = theirs


class SuggestionDecidedError(CasesError):
    """Somebody has already decided otherwise; `status` says how."""

    def __init__(self, suggestion_id: UUID, status: str) -> None:
        super().__init__(f"suggestion {suggestion_id} is already {status}")
        self.suggestion_id = suggestion_id
        self.status = status


class SuggestionSupersededError(SuggestionDecidedError):
    """What was said since has replaced or withdrawn the suggestion."""
