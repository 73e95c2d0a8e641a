' A bot that returns nothing answers what it said, across its own waits.
BOT "talker" "say something" INTO words
TALK "[" + words + "]"
