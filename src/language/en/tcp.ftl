### What is said of this layer: what findings say of details, and tables. What rules say
### stands in the rules.

## What the arguments of findings on connections say
says-who = {$words}, says {$router}
