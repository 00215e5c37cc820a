"""Which function answers at which address; who may come is said in auth/authorization.py."""

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from . import assets, health, home, metrics_page, preferences, socket
from .citizen import (
    entry,
    seat,
    sign,
    sign_entry,
    sign_sound,
    ticket,
    ticket_entry,
    track,
    track_ticket,
)
from .citizen.apply import files, phone, questions, sending, start, times
from .staff import application as staff_application
from .staff import (
    case,
    console,
    convene,
    decisions,
    exports,
    inbox,
    invitation,
    minutes,
    minutes_template,
    poster,
    recordings,
    review,
    review_changes,
    review_feed,
    roster,
    sign_in,
    today,
)

STATIC = Path(__file__).with_name("static")

VISIT = "/staff/visits/{visit_id}"
APPLICATION = "/staff/applications/{number}"
SUGGESTION = VISIT + "/suggestions/{suggestion_id}"

HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "/"): home.show_home,
    ("POST", "/language"): preferences.save_preferences,
    ("GET", "/healthz"): health.show_alive,
    ("GET", "/readyz"): health.show_ready,
    ("GET", "/metrics"): metrics_page.show_metrics,
    ("GET", "/socket"): socket.serve_socket,
    ("GET", "/assets/{name}"): assets.send_asset,
    ("GET", "/apply"): start.show_start,
    ("POST", "/apply"): start.start,
    ("GET", "/apply/phone"): phone.show_phone,
    ("POST", "/apply/phone"): phone.answer_phone,
    ("GET", "/apply/code"): phone.show_code,
    ("POST", "/apply/code"): phone.answer_code,
    ("POST", "/apply/code/again"): phone.send_again,
    ("GET", "/apply/files"): files.show_files,
    ("POST", "/apply/files"): files.upload,
    ("POST", "/apply/files/remove"): files.remove,
    ("GET", "/apply/times"): times.show_times,
    ("POST", "/apply/times"): times.answer_times,
    ("GET", "/apply/check"): sending.show_check,
    ("POST", "/apply/check"): sending.send,
    ("GET", "/apply/done"): sending.show_done,
    ("GET", "/apply/{question}"): questions.show_question,
    ("POST", "/apply/{question}"): questions.answer,
    ("GET", "/track"): track.show_form,
    ("POST", "/track"): track.track,
    ("GET", "/track/state"): track.show_state,
    ("POST", "/track/ticket"): track_ticket.open_ticket,
    ("POST", "/track/close"): track.close,
    ("GET", "/poster"): poster.show_poster,
    ("GET", "/visit"): entry.show_page,
    ("POST", "/visit/redeem"): entry.redeem,
    ("GET", "/visit/state"): seat.show_state,
    ("GET", "/visit/captions"): seat.show_captions,
    ("POST", "/visit/consent"): seat.choose,
    ("POST", "/visit/lobby"): seat.wait,
    ("POST", "/visit/socket-ticket"): seat.give_ticket,
    ("GET", "/ticket"): ticket.show_ticket,
    ("GET", "/ticket/open"): ticket_entry.show_entry,
    ("POST", "/ticket/open"): ticket_entry.open_ticket,
    ("POST", "/ticket/move"): ticket.move,
    ("POST", "/ticket/cancel"): ticket.cancel,
    ("POST", "/ticket/join"): ticket.join,
    ("GET", "/sign"): sign.show_sign,
    ("POST", "/sign"): sign.sign,
    ("POST", "/sign/code"): sign.send_code,
    ("POST", "/sign/objections"): sign.object_to,
    ("GET", "/sign/open"): sign_entry.show_entry,
    ("POST", "/sign/open"): sign_entry.open_sign,
    ("GET", "/sign/recordings/{recording_id}/audio"): sign_sound.play,
    ("GET", "/sign/sealed/{format}"): sign.download,
    ("GET", "/staff/roster"): roster.show_roster,
    ("POST", "/staff/roster"): roster.save_roster,
    ("GET", "/staff/sign-in"): sign_in.show_form,
    ("POST", "/staff/sign-in"): sign_in.sign_in,
    ("POST", "/staff/sign-out"): sign_in.sign_out,
    ("GET", "/staff"): today.show_today,
    ("GET", "/staff/applications"): inbox.show_inbox,
    ("GET", APPLICATION): staff_application.show_application,
    ("POST", f"{APPLICATION}/case"): staff_application.open_as_case,
    ("POST", f"{APPLICATION}/answer"): staff_application.answer,
    ("GET", f"{APPLICATION}/files/{{file_id}}"): staff_application.send_file,
    ("GET", "/staff/visits/new"): convene.show_form,
    ("POST", "/staff/visits/new"): convene.convene,
    ("GET", f"{VISIT}/invitation"): invitation.show_invitation,
    ("GET", VISIT): console.show_console,
    ("GET", f"{VISIT}/state"): console.show_state,
    ("POST", f"{VISIT}/socket-ticket"): console.give_ticket,
    ("POST", f"{VISIT}/admit/{{invitation_id}}"): console.admit,
    ("POST", f"{SUGGESTION}/accept"): decisions.accept,
    ("POST", f"{SUGGESTION}/correct"): decisions.correct,
    ("POST", f"{SUGGESTION}/reject"): decisions.reject,
    ("POST", f"{VISIT}/fields/{{field}}"): decisions.set_field,
    ("POST", f"{VISIT}/end"): console.end,
    ("GET", f"{VISIT}/review"): review.show_review,
    ("GET", f"{VISIT}/review/transcript"): review_feed.show_transcript,
    ("GET", f"{VISIT}/review/changes"): review_feed.show_changes,
    ("POST", f"{VISIT}/review/corrections"): review_changes.correct,
    ("POST", f"{VISIT}/review/corrections/{{correction_id}}/undo"): review_changes.undo,
    ("POST", f"{VISIT}/review/progress"): review_changes.save_progress,
    ("GET", f"{VISIT}/recordings/{{recording_id}}/audio"): recordings.play,
    ("GET", f"{VISIT}/recordings/{{recording_id}}/peaks"): recordings.show_peaks,
    ("GET", f"{VISIT}/recordings/{{recording_id}}/redacted"): exports.redact_recording,
    ("GET", f"{VISIT}/export/{{format}}"): exports.export_transcript,
    ("GET", f"{VISIT}/minutes"): minutes.show_minutes,
    ("POST", f"{VISIT}/minutes"): minutes.save,
    ("POST", f"{VISIT}/minutes/generate"): minutes.generate,
    ("POST", f"{VISIT}/minutes/present"): minutes.present,
    ("POST", f"{VISIT}/minutes/objections/{{objection_id}}/answer"): minutes.answer,
    ("POST", f"{VISIT}/minutes/countersign"): minutes.sign,
    ("POST", f"{VISIT}/minutes/seal"): minutes.seal,
    ("GET", f"{VISIT}/minutes/sealed/{{format}}"): minutes.download,
    ("GET", "/staff/templates/minutes"): minutes_template.show_template,
    ("POST", "/staff/templates/minutes"): minutes_template.save,
    ("GET", "/staff/cases/{number}"): case.show_case,
}


def add_routes(app: web.Application) -> None:
    """Register every handler and the folder of files."""
    for (method, path), handler in HANDLERS.items():
        app.router.add_route(method, path, handler)
        if method == "GET" and path != "/socket":
            app.router.add_route("HEAD", path, handler)
    app.router.add_static("/static", STATIC)
