"""`netvisit user add`: add somebody of the staff."""

import argparse
import getpass
import sys

from cases.audit import SYSTEM, name_subject, record_act
from cases.departments import find_department
from cases.models import Department, DepartmentLevel, UserRole
from cases.people import add_user
from web.app import read_clock
from web.auth.passwords import MINIMUM_LENGTH, hash_password
from web.database import open_database
from web.errors import StartError
from web.forms import clean_line
from web.serving import prepare_database
from web.settings import Settings, load_settings

from .commands import Subparsers, add_command, run_to_end

EPILOG = """\
  netvisit user add wangmin --name 王敏 --department housing --role officer \\
      --department-name-zh 住房和城乡建设委员会 --department-name-en "Housing Committee"

The password is asked for twice, or read from the first line of standard input with
--password-stdin; it needs at least 10 characters. A department that does not exist yet is created
when both of its names are given.
"""


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("user", help="look after the accounts of staff")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = add_command(
        commands,
        "add",
        add_somebody,
        "add somebody of the staff",
        "Adds an account: clerk, officer and supervisor see the visits of their department; an "
        "administrator sees no content.",
        EPILOG,
    )
    add.add_argument("login", metavar="LOGIN", help="name to sign in with")
    add.add_argument("--name", required=True, help="name as others see it")
    add.add_argument("--department", required=True, metavar="CODE", help="such as housing")
    add.add_argument("--department-name-zh", metavar="NAME", help="creates the department")
    add.add_argument("--department-name-en", metavar="NAME", help="creates the department")
    roles = [role.value for role in UserRole]
    add.add_argument("--role", required=True, action="append", choices=roles, help="repeatable")
    add.add_argument("--password-stdin", action="store_true", help="read the password from stdin")


def add_somebody(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    password = read_password(from_stdin=arguments.password_stdin)
    run_to_end(add_account(settings, arguments, hash_password(password)))
    print(f"{arguments.login} can sign in now.")
    return 0


def read_password(*, from_stdin: bool) -> str:
    """Ask twice, or take a line of standard input; raises StartError for a poor one."""
    password = sys.stdin.readline().rstrip("\r\n") if from_stdin else getpass.getpass("Password: ")
    if len(password) < MINIMUM_LENGTH:
        raise StartError(f"the password is too short; give at least {MINIMUM_LENGTH} characters")
    if not from_stdin and getpass.getpass("Again: ") != password:
        raise StartError("the two passwords differ; nothing was changed")
    return password


async def add_account(settings: Settings, arguments: argparse.Namespace, stored: str) -> None:
    """Add department and user in one transaction; raises StartError or LoginTakenError."""
    await prepare_database(settings)
    now = read_clock()
    async with open_database(settings.database) as database, database.sessions.begin() as session:
        department = await find_department(session, arguments.department)
        if department is None:
            department = make_department(arguments)
            session.add(department)
            await session.flush()
        user = await add_user(
            session,
            login=clean_line(arguments.login),
            name=clean_line(arguments.name),
            password_hash=stored,
            department=department,
            roles=[UserRole(role) for role in arguments.role],
        )
        record_act(session, SYSTEM, "user_added", name_subject("user", user.id), {}, now)


def make_department(arguments: argparse.Namespace) -> Department:
    name_zh, name_en = arguments.department_name_zh, arguments.department_name_en
    if not (name_zh and name_en):
        raise StartError(
            f"there is no department {arguments.department}; to create it, give "
            "--department-name-zh and --department-name-en"
        )
    return Department(
        code=arguments.department,
        name_zh=clean_line(name_zh),
        name_en=clean_line(name_en),
        level=DepartmentLevel.COUNTY,
    )
