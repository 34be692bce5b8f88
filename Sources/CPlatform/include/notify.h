#ifndef CPLATFORM_NOTIFY_H
#define CPLATFORM_NOTIFY_H

#include <stddef.h>

/// Sends a supervisor's socket one datagram, without waiting for it. Returns 0, or -1 with errno.
int cplatform_notify(const char *path, const char *text, size_t length);

#endif
