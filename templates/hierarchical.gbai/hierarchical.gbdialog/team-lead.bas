' Works for whoever asks, with two bots below it.
BOT "caterer" "price the food" INTO food
BOT "venue" "price the room" INTO room
RETURN event + " costs " + (food + room)
