INPUT "Your name? ", name
INPUT town
TALK name + " of " + town
