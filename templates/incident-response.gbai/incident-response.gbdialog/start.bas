' Where people report that something is broken, and hear when it works again. Machines report it
' too: whatever publishes the event "alert" begins incident.bas.

TALK "What is broken?"
HEAR title
TALK "How bad is it?"
HEAR severity AS "critical", "annoying"

number = VAL(GET BOT MEMORY "incidents") + 1
SET BOT MEMORY "incidents", number
PUBLISH EVENT "alert" WITH number = number, title = title, severity = severity
TALK "Thank you. This is incident ${number}; I will tell you here when it is over."

closed = WAIT FOR EVENT "incident_closed" WHERE number = number TIMEOUT DAYS(7)
IF closed = NOTHING THEN
  TALK "Incident ${number} is still open after a week. Please ask the people on duty."
ELSE
  TALK "Incident ${number} is over after ${closed.minutes} minutes: ${closed.summary}"
END IF
