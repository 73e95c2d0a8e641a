TALK "trying"
THROW "it does not work"
