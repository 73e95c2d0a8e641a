mail = "  Ana.Silva@Example.org "
mail = LOWER(TRIM(mail))
at = INSTR(mail, "@")
TALK LEFT(mail, at - 1) & " at " & MID(mail, at + 1)
TALK INSTR(at + 1, mail, "e")
TALK CAPITALIZE(EXTRACT_BEFORE(mail, ".")) & " " & EXTRACT_BETWEEN(mail, "@", ".")
TALK REPLACE("a-b-c", "-", "+") & " " & LEN(mail) & " " & UCASE$("ok")
IF CONTAINS(mail, "example") AND NOT IS_NUMERIC(mail) THEN TALK NVL(missing, "nothing there")
TALK VAL("12.5 kg") + 1
TALK TOJSON({ name: "Ana", tags: SPLIT("x,y") })
