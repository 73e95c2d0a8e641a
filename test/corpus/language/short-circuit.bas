IF FALSE AND loud("a") THEN TALK "never"
IF TRUE OR loud("b") THEN TALK "b was not asked"
x = 5 ?? loud("c")
y = TRUE ? 1 : loud("d")
TALK x + y
FUNCTION loud(name)
  TALK "asked " + name
  loud = TRUE
END FUNCTION
