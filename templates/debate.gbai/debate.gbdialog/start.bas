' Debate: two bots argue side by side, a third decides.
ADD BOT "advocate" WITH ROLE "argues for it"
ADD BOT "opponent" WITH ROLE "argues against it"
ADD BOT "judge" WITH ROLE "decides fairly"
TALK "What is the question?"
HEAR question
ORCHESTRATE WORKFLOW "debate"
  STEP 1: PARALLEL
    BRANCH pro: BOT "advocate" "argue" INTO pro
    BRANCH contra: BOT "opponent" "argue" INTO contra
  END PARALLEL
  STEP 2: BOT "judge" "decide and say why" INTO verdict TIMEOUT 600
END WORKFLOW
TALK verdict
