' Each event begins a run of each block that wants it; its run sees the event, and the routines of the script.
SUB remember_it(name, value)
  SET BOT MEMORY name, value
END SUB
ON EVENT "ticket" WHERE priority = "urgent" AND age > 2 DO
  CALL remember_it("urgent", EVENT.id)
  PUBLISH EVENT "handled" WITH id = GET "id" FROM EVENT
END ON
ON EVENT "ticket" DO
  SET BOT MEMORY "last", EVENT.id
END ON
ON EVENT "handled" DO
  PUBLISH EVENT "all_done" WITH id = EVENT.id
END ON
PUBLISH EVENT "ticket" WITH id = 1, priority = "low", age = 5
PUBLISH EVENT "ticket" WITH id = 2, priority = "urgent", age = 1
PUBLISH EVENT "ticket" WITH id = 3, priority = "urgent", age = 5
PUBLISH EVENT "ticket" WITH id = 4, priority = "low"
done = WAIT FOR EVENT "all_done" TIMEOUT 60
WAIT 5
TALK "done with " + done.id + ", urgent was " + GET BOT MEMORY "urgent"
TALK "last " + GET BOT MEMORY "last"
