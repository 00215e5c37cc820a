"""What can go wrong with cases.

CasesError
|- FieldValueError(field, problem)      in fields
|- UnknownCaseError(case)
|- UnknownUserError(user)
|- LoginTakenError(login)
|- UnknownUtteranceError(utterance_id)
|- UnsupportedSuggestionError(field)
|- UnknownSuggestionError(suggestion_id)
|- SuggestionDecidedError(suggestion_id, status)
|  `- SuggestionSupersededError
`- ApplicationError                      in application_errors
"""

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


class SuggestionDecidedError(CasesError):
    """Somebody has already decided otherwise; `status` says how."""

    def __init__(self, suggestion_id: UUID, status: str) -> None:
        super().__init__(f"suggestion {suggestion_id} is already {status}")
        self.suggestion_id = suggestion_id
        self.status = status


class SuggestionSupersededError(SuggestionDecidedError):
    """What was said since has replaced or withdrawn the suggestion."""
