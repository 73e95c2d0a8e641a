x = HEAR
y = ASK "And then?"
TALK x + ", " + y
