TALK "never closed
TALK "fine"
