ON ERROR RESUME NEXT
x = GET "https://api.example.org/"
IF ERROR THEN TALK ERR_CODE()
