here:
here:
GOTO here
