"""The day's steps, in order."""

from opd_desktop.tour import day, hours

STEPS = (
    day.sign_in_and_see_the_day,
    day.hold_a_place_and_register_a_patient,
    day.book_the_visit,
    day.move_it_and_take_that_back,
    day.a_visit_is_cancelled,
    day.the_confirmation_is_sent,
    day.check_the_patient_in,
    day.the_doctor_calls_the_patient,
    day.vitals_are_typed,
    day.a_dictation_becomes_a_draft,
    day.the_doctor_accepts_and_completes,
    day.the_manager_sees_the_journey,
    day.figures_of_the_day,
    day.tickets_of_the_desk,
    day.the_patient_has_a_timeline,
    hours.a_first_free_place_is_found,
    hours.visits_to_call_about,
    hours.a_week_of_one_doctor,
    hours.the_hours_of_a_doctor,
    day.settings_in_the_dark,
    day.the_calendar_in_the_dark,
)
