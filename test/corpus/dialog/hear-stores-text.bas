TALK "Who are you?"
HEAR name
TALK "Hello, " + name + "."
