ON ERROR RESUME NEXT
TALK TO "nobody", "Are you there?"
IF ERROR THEN TALK "Nobody is there."
