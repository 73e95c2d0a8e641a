IF GET BOT MEMORY "visits" = "" THEN SET BOT MEMORY "visits", 0
SET BOT MEMORY "visits", GET BOT MEMORY "visits" + 1
SET_BOT_MEMORY("greeting", "Welcome back")
TALK GET_BOT_MEMORY("greeting") + ": " + GET BOT MEMORY("visits")
