age = 20
IF age >= 18 THEN TALK "adult"
IF age < 18 THEN TALK "minor" ELSE TALK "not a minor"
if (age = 20) then talk "twenty"
