TALK UPER("a")
TALK nosuchfunctionatall(1)
