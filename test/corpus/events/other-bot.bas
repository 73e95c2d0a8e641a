' The events of another bot need a grant.
ON ERROR RESUME NEXT
WAIT FOR EVENT "sold" FROM "shop" TIMEOUT 10
TALK ERROR MESSAGE
