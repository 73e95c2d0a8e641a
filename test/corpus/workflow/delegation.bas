' The answer of another bot as a value; a note for all; then another bot takes the conversation and this script ends.
ADD BOT "doubler" WITH ROLE "doubles"
ADD BOT "desk" WITH ROLE "talks"
ADD BOT "ghost" WITH ROLE "nobody's script"
item = "x"
TALK "twice: " + DELEGATE TO "Doubler" WITH { item: "ab" }
advice = DELEGATE TO "ghost" WITH "say boo" TIMEOUT 60
TALK advice
told = BROADCAST TO BOTS "the shop closes"
WAIT 5
TALK "told " + told
TRANSFER CONVERSATION TO "desk"
TALK "never said"
