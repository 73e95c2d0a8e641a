total = 1
CALL add
CALL add
TALK total
TALK "the body has its own: [" + mine + "]"

SUB add
  total = total + 1
  own = own + 1
  CALL tell(own)
  shared = shared + 1
END SUB
SUB tell(mine)
  TALK "own " + mine + ", shared " + (shared OR 0)
END SUB
