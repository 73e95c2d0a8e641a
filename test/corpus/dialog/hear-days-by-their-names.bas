HEAR first AS DATE
HEAR second AS DATE
HEAR third AS DATE
TALK first + " " + second + " " + third
