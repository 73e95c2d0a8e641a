x = 1 2
GOTO here there
here:
