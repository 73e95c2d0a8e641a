' The whole script handles what fits; called by hand it runs, for there is no event then.
ON EVENT "sold" WHERE amount > 10
ON EVENT "given" WHERE kind = "gift" AND amount > 1
IF event = NOTHING THEN
  PUBLISH EVENT "sold" WITH amount = 5, id = 1
  PUBLISH EVENT "sold" WITH amount = 50, id = 2
  PUBLISH EVENT "given" WITH amount = 7, kind = "loan", id = 3
  PUBLISH EVENT "given" WITH amount = 7, kind = "gift", id = 4
  one = WAIT FOR EVENT "handled"
  two = WAIT FOR EVENT "handled"
  three = WAIT FOR EVENT "handled" TIMEOUT 60
  IF one.id + two.id = 6 AND three = NOTHING THEN TALK "handled what fits"
ELSE
  PUBLISH EVENT "handled" WITH id = event.id
END IF
