' Books an appointment. Each HEAR … AS type checks the answer and asks again
' until it fits; the variable then holds a clean value (a date as yyyy-MM-dd).
TALK "Let us book your appointment. What is your name?"
HEAR name AS NAME
TALK "Your e-mail, for the confirmation?"
HEAR email AS EMAIL
TALK "Which day would suit you, ${name}?"
HEAR day AS DATE

DO
  TALK "At what time? We are open from ${opens} to ${closes}."
  HEAR time AS HOUR
  hour = VAL(LEFT(time, 2))
  IF hour >= opens AND hour < closes THEN EXIT DO
  TALK "We are closed at ${time}."
LOOP

HEAR reason AS "First visit", "Check-up", "Something else"

TALK "${name}, ${FORMAT(day, "dd/MM/yyyy")} at ${time}: ${LOWER(reason)}. Shall I book it?"
HEAR sure AS BOOLEAN

IF sure THEN
  number = GET BOT MEMORY "appointments"
  number = VAL(number) + 1
  SET BOT MEMORY "appointments", number
  TALK "Booked as number ${number}. A confirmation goes to ${email}."
  RETURN WITH name AS name, day AS day, time AS time, reason AS reason
ELSE
  TALK "Nothing is booked. Come back any time."
END IF
