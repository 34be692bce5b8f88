#ifndef FAULTYDISK_TRACE_H
#define FAULTYDISK_TRACE_H

#include <sqlite3.h>

/* Notes, where a trace runs, that a file was written to (NULL: made this long or short) or synced. */
void trace_write(const char *path, const void *bytes, int count, sqlite3_int64 offset);
void trace_sync(const char *path);

#endif
