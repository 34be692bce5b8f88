#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "CPlatformGuard.h"
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <sys/vfs.h>

#include "sha256.h"

#include "Terminal.h"

/// Names the calling thread; 15 bytes of `name` at most.
void cplatform_name_thread(const char *name);

/// Opens `path` as openat2(2) does, never outside of the folder `root`; -1 and errno on failure.
int cplatform_open_beneath(int root, const char *path, int flags);

/// Makes a pipe whose ends, reading and writing, no child inherits.
int cplatform_pipe(int ends[2]);

/// Has `signo` write one byte, its number, to `descriptor` from now on; -1 and errno on failure.
int cplatform_report_signal(int signo, int descriptor);

/// Has `signo` do nothing from now on. Unlike SIG_IGN this ends with exec(2), so children start with the default.
int cplatform_swallow_signal(int signo);

/// Gives `signo` its default action back.
int cplatform_restore_signal(int signo);

/// Makes this process the parent of descendants whose own parent has ended.
int cplatform_become_subreaper(void);

/// Sends a supervisor's socket one datagram, without waiting for it. Returns 0, or -1 with errno.
int cplatform_notify(const char *path, const char *text, size_t length);

#endif
