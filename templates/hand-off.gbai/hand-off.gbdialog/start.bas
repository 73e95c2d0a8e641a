' Hand-off: the front desk asks one question and hands the conversation over; what was said stays with it.
TALK "Sales or support?"
HEAR topic AS "Sales", "Support"
TRANSFER CONVERSATION TO topic
