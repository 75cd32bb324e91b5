#!/bin/sh
# Renew the README's pictures from the tour: sh packaging/pictures.sh [path of opd-desktop]
set -eu
program=${1:-.venv/bin/opd-desktop}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$program" tour --out "$folder"
copy() { cp "$folder"/[0-9][0-9]-"$1".png "docs/pictures/$2.png"; }
copy book-the-visit calendar
copy hold-a-place-and-register-a-patient booking
copy the-doctor-calls-the-patient queue
copy a-dictation-becomes-a-draft encounter
copy the-manager-sees-the-journey journeys
copy figures-of-the-day reports
copy the-calendar-in-the-dark calendar-dark
copy a-first-free-place-is-found find
copy a-week-of-one-doctor week
copy the-hours-of-a-doctor schedules
