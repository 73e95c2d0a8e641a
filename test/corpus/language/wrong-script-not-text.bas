CALL 1
CALL ["start"]
