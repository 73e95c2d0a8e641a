TALK "not now"
THROW "I do not want to"
