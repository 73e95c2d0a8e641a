' The first month of somebody new. A friendly word on the days that matter, with the right thing to
' do each time; the mentor is asked to say hello, and after four weeks both say how it went. The
' script sleeps in between, for weeks: it is one row, and no server has to stay up for it.

TALK "Welcome on board! What is your name?"
HEAR name AS NAME
TALK "Nice to meet you, ${name}. Where can we reach you?"
HEAR email AS EMAIL

ORCHESTRATE WORKFLOW "first month"
  STEP "day 1": TALK "Today: get your keys at the front desk, and say hello to your team."
  STEP "mentor": HUMAN APPROVAL FROM "mentor" FOR "${name} has begun today. Will you show them around?"
    WITH name = name, email = email TIMEOUT DAYS(1) INTO mentor
  IF NOT mentor.approved THEN
    STEP "find a mentor": HUMAN INPUT "${name} has no mentor yet. Who takes it on?" FROM "hr" INTO mentor_name
  ELSE
    mentor_name = mentor.by
  END IF
  TALK "Your mentor is ${mentor_name}. Ask them anything!"

  STEP "until day 3": WAIT DAYS(2)
  STEP "day 3": CALL AskForEquipment

  STEP "until day 8": WAIT DAYS(5)
  STEP "day 8": TALK "Your first week is over! Today: book the introduction to security."

  ' Who leaves earlier gets no more letters.
  STEP "four weeks": LET left_early = WAIT FOR EVENT "left_company" WHERE email = email TIMEOUT DAYS(20)
  IF left_early = NOTHING THEN
    STEP "look back": CALL LookBack
  END IF
END WORKFLOW

SUB AskForEquipment
  TALK "Do you have everything you need to work?"
  HEAR complete AS BOOLEAN
  IF complete THEN EXIT SUB
  TALK "What is missing?"
  HEAR missing
  PUBLISH EVENT "equipment_missing" WITH name = name, missing = missing
  TALK "Thank you, we will see to it."
END SUB

SUB LookBack
  TALK "Four weeks, ${name}! From 1 to 5, how was it so far?"
  HEAR rating AS INTEGER
  SET BOT MEMORY "rating ${email}", rating
  IF rating >= 3 THEN
    TALK "Wonderful. We are glad you are here."
  ELSE
    STEP "talk": HUMAN INPUT "${name} rates the first month ${rating} of 5. When can you talk?"
      FROM "hr" INTO appointment
    TALK "Thank you for being honest. Let us talk: ${appointment}"
  END IF
END SUB

' Whoever buys equipment hears of it, and the new colleague's mentor need not run after it.
ON EVENT "equipment_missing" DO
  HUMAN INPUT "${EVENT.name} needs: ${EVENT.missing}. When will it be there?" FROM "it" INTO answer
  SET BOT MEMORY "equipment ${EVENT.name}", answer
END ON
