ON ERROR RESUME NEXT
url = LLM "Where to?"
POST url, { "secret": 1 }
IF ERROR THEN TALK ERR_CODE()
