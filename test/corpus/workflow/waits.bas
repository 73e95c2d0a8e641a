TALK "waiting"
WAIT 50
TALK "waited"
