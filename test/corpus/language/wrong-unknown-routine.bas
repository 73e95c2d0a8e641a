CALL gret
SUB greet
END SUB
