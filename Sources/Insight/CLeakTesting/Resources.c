// Resources: the leak probe's own file, compiled into the test process.
#include "../CProbe/Preloaded/Resources.c"
