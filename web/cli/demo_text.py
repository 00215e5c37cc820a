"""What `netvisit demo` tells a person."""

from web.demo import DemoVisit, StaffAccess
from web.links import invitation_link


def describe_in_words(visit: DemoVisit, base_url: str) -> str:
    """Give the links and logins, one block per person."""
    lines = [
        "A visit starts now. Open each link in a browser (or profile) of its own.",
        "",
        "Citizen, as on a phone",
        f"  {invitation_link(base_url, visit.token)}",
        f"  code {visit.code}",
    ]
    for person in visit.staff:
        lines += describe_person(person, f"{base_url}/staff", visit)
    return "\n".join([*lines, "", "Ctrl-C stops the demo and removes its data."])


def describe_person(person: StaffAccess, staff_url: str, visit: DemoVisit) -> list[str]:
    url = f"{staff_url}/visits/{visit.visit_id}" if person.on_panel else staff_url
    role = "receives" if person.on_panel else person.role.value
    return [
        "",
        f"{person.department}: {person.name} ({role})",
        f"  {url}",
        f"  login {person.login}   password {person.password}",
    ]
