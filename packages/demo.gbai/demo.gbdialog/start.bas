' The bot you meet first. Change a line and save: it is live within a second.
TALK "Hi! I am a bot written in BASIC, and I run on **${product}**. What shall I call you?"
HEAR name AS NAME
TALK "Nice to meet you, ${name}. Try one of these:"

DO
  HEAR choice AS "Ask me things", "Count while I wait", "Work in parallel", "Goodbye"
  SELECT CASE choice
    CASE "Ask me things"
      CALL AskThings
    CASE "Count while I wait"
      CALL CountDown
    CASE "Work in parallel"
      CALL InParallel
    CASE ELSE
      TALK "Goodbye, ${name}! You find me in `packages/demo.gbai`."
      EXIT DO
  END SELECT
  TALK "What next?"
LOOP

SUB AskThings
  TALK "When were you born?"
  HEAR born AS DATE
  days = DATEDIFF(born, TODAY(), "day")
  TALK "That was ${FORMAT(days, "#,##0")} days ago."
  TALK "Your favourite number?"
  HEAR favourite AS NUMBER
  TALK "Squared that is ${favourite ^ 2}. Stop the server now and start it again if you like: I will still be here."
END SUB

SUB CountDown
  FOR i = 3 TO 1 STEP -1
    TALK "${i}…"
    WAIT 1
  NEXT i
  TALK "Lift-off! Each of these waits would have survived a crash."
END SUB

SUB InParallel
  TALK "Two things at once:"
  PARALLEL
    BRANCH slow
      WAIT 2
      TALK "The slow branch is done."
    BRANCH quick
      WAIT 1
      TALK "The quick branch is done."
  END PARALLEL
  TALK "Both are done."
END SUB
