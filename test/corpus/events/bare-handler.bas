' The whole script is the handler; called by hand it has no event.
ON EVENT "restocked"
IF event = NOTHING THEN
  TALK "called by hand"
  PUBLISH EVENT "restocked" WITH item = "tea"
  answer = WAIT FOR EVENT "thanks"
  TALK answer.text
ELSE
  PUBLISH EVENT "thanks" WITH text = "more " + event.item
END IF
