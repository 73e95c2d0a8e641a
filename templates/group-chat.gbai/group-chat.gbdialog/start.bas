' Group chat: everyone speaks in turn, hears what was said before, and the rounds are bounded.
ADD BOT "optimist" WITH ROLE "sees chances"
ADD BOT "pessimist" WITH ROLE "sees risks"
TALK "What shall they talk about?"
HEAR topic
said = []
ORCHESTRATE WORKFLOW "chat"
  FOR round = 1 TO 2
    FOR EACH speaker IN ["optimist", "pessimist"]
      STEP speaker: BOT speaker "say one sentence to the others" INTO line
      said.PUSH(speaker + ": " + line)
      TALK speaker + ": " + line
    NEXT
  NEXT
END WORKFLOW
