// Small helpers; every page works without them.
import "./_forms.js";
import "./_keys.js";
import "./_select.js";
import "./_sums.js";
