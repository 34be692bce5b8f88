#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "CPlatformGuard.h"
#include <sys/random.h>

#include "Terminal.h"

/// Names the calling thread; 15 bytes of `name` at most.
void cplatform_name_thread(const char *name);

#endif
