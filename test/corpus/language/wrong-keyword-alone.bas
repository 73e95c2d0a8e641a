' ASK without its question would silently be an unset variable.
x = ASK
TALK x
