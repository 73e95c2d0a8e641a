TALK "Wait."
WAIT 30
TALK "Thank you."
WAIT HOURS(48)
TALK "Two days later."
