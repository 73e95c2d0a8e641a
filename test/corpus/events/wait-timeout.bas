' An event that does not fit is passed over and does not lengthen the wait.
PUBLISH EVENT "done" WITH n = 1
PUBLISH EVENT "done" WITH n = 2
answer = WAIT FOR EVENT "done" WHERE n > 1 AND NOT n = 5 TIMEOUT 30
TALK "took " + answer.n
missing = WAIT FOR EVENT "done" WHERE n > 5 TIMEOUT 30
IF missing = NOTHING THEN TALK "nobody came"
WAIT FOR EVENT "never", "ever" TIMEOUT 1
TALK "and nobody " + (event = NOTHING)
