// htmx wires the page in a timer that a busy device runs after the page has loaded; a vote cast before that
// would load a whole page. The forms are wired before anybody can touch them.
htmx.process(document.body);
