#!/bin/sh
# Makes the three sounds: short, of our own, different at once to the ear. Needs sox.
cd "$(dirname "$0")" || exit 1
sound() { sox -n -r 22050 -b 16 -c 1 "$@"; }
sound assigned.wav synth 0.12 sine 660 : synth 0.20 sine 880 fade q 0.01 0.32 0.12 gain -10
sound overdue.wav synth 0.14 sine 520 : synth 0.14 sine 390 : synth 0.22 sine 520 gain -8
sound reply.wav synth 0.18 sine 1046 fade q 0.01 0.18 0.12 gain -12
