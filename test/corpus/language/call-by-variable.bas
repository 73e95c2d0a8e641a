' CALL takes a name that is no routine as text: which script it is may be decided while the script runs.
FOR EACH which IN ["nobody", "call-target.bas"]
  IF which CONTAINS "target" THEN CALL which, "Ana"
NEXT
SUB again(which)
  CALL which, "Bob"
END SUB
CALL again("call-target")
