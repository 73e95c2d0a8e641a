CALL "nowhere/at-all.bas"
CALL "called_report"
