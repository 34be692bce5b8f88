#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "descriptor.h"
#include "guard.h"
#include "notify.h"
#include "process.h"
#include "sha256.h"
#include "terminal.h"

// The system headers that the Swift side calls.
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <sys/vfs.h>

#endif
