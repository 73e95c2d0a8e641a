price = 1234.5
TALK FORMAT(price, "#,##0.00")
TALK "R$: " + FORMAT price AS "R$ #,##0.00"
TALK FORMAT(price, "C2[pt]") & " or " & FORMAT(price, "N2[en]")
TALK FORMAT(7, "0000") & " " & FORMAT(0.256, "0%")
TALK FORMAT("11987654321", "(@@) @@@@@-@@@@")
TALK FORMAT("ana", ">") & FORMAT(price)
TALK ROUND(1.005, 2)
