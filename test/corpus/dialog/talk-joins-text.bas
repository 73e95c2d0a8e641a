name = "Ana"
TALK "Good morning, " + name
talk "You have ${1 + 2} messages."
