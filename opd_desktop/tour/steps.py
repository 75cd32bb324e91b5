"""The day's steps, in order. Each drives the windows and returns what it asserted."""

from opd_desktop.tour import booking, hours, looks, office, visit

STEPS = (
    booking.sign_in_and_see_the_day,
    booking.hold_a_place_and_register_a_patient,
    booking.book_the_visit,
    booking.move_it_and_take_that_back,
    booking.a_visit_is_cancelled,
    booking.the_confirmation_is_sent,
    visit.check_the_patient_in,
    visit.the_doctor_calls_the_patient,
    visit.vitals_are_typed,
    visit.a_dictation_becomes_a_draft,
    visit.the_doctor_accepts_and_completes,
    office.the_manager_sees_the_journey,
    office.figures_of_the_day,
    office.tickets_of_the_desk,
    office.the_patient_has_a_timeline,
    hours.a_first_free_place_is_found,
    hours.visits_to_call_about,
    hours.a_week_of_one_doctor,
    hours.the_hours_of_a_doctor,
    looks.settings_in_the_dark,
    looks.the_calendar_in_the_dark,
)
