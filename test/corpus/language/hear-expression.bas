x = HEAR
TALK "you said " + x
HEAR age AS INTEGER
TALK age + 1
