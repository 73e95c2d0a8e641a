ON ERROR RESUME NEXT
POST "https://api.example.org/pay", { "sum": 40 }
IF ERROR THEN TALK ERR_CODE()
