' Nobody's script has the name, so the model plays it, in the role it was added with.
ADD BOT "critic"
  WITH ROLE "finds what is wrong"
  WITH TRIGGER "review, check"
  WITH TOOLS "search"
  WITH PRIORITY 2
ADD BOT "clerk" WITH PROMPT "Be short." WITH SCHEDULE "every day"
SET BOT PRIORITY "clerk", 5
FOR EACH each IN LIST BOTS
  TALK each.name + " " + each.priority
NEXT
REMOVE BOT "clerk"
plan = "sell ice in winter"
BOT "critic" "judge the plan" INTO verdict
TALK verdict
