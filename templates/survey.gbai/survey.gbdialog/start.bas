' A survey that waits a day. While it waits the run is one row in the database:
' the server may stop, crash and start again, and the second question still comes.
TALK "How was your visit today, from 1 to 5?"
HEAR today_score AS INTEGER
TALK "Thank you. I will ask once more tomorrow."

WAIT 24 * 60 * 60

TALK "A day has passed. Looking back, how was it, from 1 to 5?"
HEAR later_score AS INTEGER

SELECT CASE later_score - today_score
  CASE 0
    TALK "The same as yesterday. Thank you!"
  CASE IS > 0
    TALK "Even better with a day in between. Thank you!"
  CASE ELSE
    TALK "We are sorry to hear that. What could we do better?"
    HEAR advice
    TALK "Thank you, we will read it."
END SELECT
