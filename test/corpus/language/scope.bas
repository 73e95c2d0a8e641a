total = 1
CALL add
CALL add
TALK total
TALK "own: " + own

SUB add
  total = total + 1
  mine = mine + 1
  shared = shared + 1
  CALL tell
END SUB
SUB tell
  TALK "shared " + shared + ", mine " + mine2
END SUB
