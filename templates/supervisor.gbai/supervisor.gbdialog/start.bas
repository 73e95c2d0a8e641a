' Supervisor: a coordinator chooses from the bots it has, by their roles, and stops after a few rounds.
ADD BOT "coordinator" WITH ROLE "answers DONE, or the name of the bot that works next"
ADD BOT "researcher" WITH ROLE "finds facts" WITH TRIGGER "facts"
ADD BOT "writer" WITH ROLE "writes texts" WITH TRIGGER "text"
TALK "What is to be done?"
HEAR goal
notes = ""
ORCHESTRATE WORKFLOW "supervised"
  FOR round = 1 TO 5
    STEP "choose": BOT "coordinator" "who works next?" INTO choice
    IF UCASE(TRIM(choice)) = "DONE" THEN EXIT FOR
    STEP "work": BOT choice "do your part" INTO part
    notes = notes + choice + ": " + part + "; "
  NEXT
END WORKFLOW
TALK notes
