ON ERROR GOTO trouble
TALK "before"
THROW "no paper"
TALK "never"
trouble:
TALK "caught: " + ERR_DESCRIPTION()
