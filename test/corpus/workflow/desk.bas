IF task = "the shop closes" THEN RETURN
TALK "Here is the desk, about " + item + "."
HEAR answer
TALK "You said " + answer
