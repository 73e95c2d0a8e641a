ON ERROR RESUME NEXT
THROW "first"
TALK "first is passed over"
ON ERROR GOTO 0
THROW "second"
