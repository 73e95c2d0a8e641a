' A bot that gives its task to itself is stopped before the next call.
BOT "delegation-ends" "again" INTO never ON ERROR FAIL
