' A handler that publishes its own event is stopped after 16 of them, and nothing else is.
ON EVENT "echo" DO
  SET BOT MEMORY "echoes", EVENT.n
  PUBLISH EVENT "echo" WITH n = EVENT.n + 1
END ON
PUBLISH EVENT "echo" WITH n = 1
WAIT 60
TALK "stopped after " + GET BOT MEMORY "echoes"
