Let total = 0
if total = 0 then
  talk "empty"
else
  talk "filled"
end if
If TOTAL = 0 Then
  Talk "still empty"
End If
