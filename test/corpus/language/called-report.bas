TALK "report: [" + n + "]"
