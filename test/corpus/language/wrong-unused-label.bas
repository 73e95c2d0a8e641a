here:
TALK 1
