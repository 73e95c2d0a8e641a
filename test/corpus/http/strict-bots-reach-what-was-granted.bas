ON ERROR RESUME NEXT
x = GET "https://api.example.org/"
TALK x.a
CLEAR ERROR
y = GET "https://other.example.org/"
IF ERROR THEN TALK ERR_CODE()
CLEAR ERROR
SET "session.n", 7
TALK GET "session.n"
