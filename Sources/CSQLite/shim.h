#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Swift can't call C functions with variable arguments: these are the ones that a ledger needs. */

/// Sets a connection's boolean option (`SQLITE_DBCONFIG_…`) and returns SQLite's result code.
static inline int csqlite_db_config_flag(sqlite3 *db, int option, int value) {
  int now = -1;
  int rc = sqlite3_db_config(db, option, value, &now);
  return rc != SQLITE_OK ? rc : now == value ? SQLITE_OK : SQLITE_ERROR;
}

/// Sets up the library and the C allocator; has an effect only before the first connection.
///
/// Without memory statistics an allocation costs no mutex. The allocator keeps the pages that a
/// commit frees, instead of giving them back to the kernel and fetching them again with each
/// commit.
static inline int csqlite_prepare(void) {
#if defined(__GLIBC__)
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Binds text or bytes that SQLite copies at once.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_text(statement, index, count == 0 ? "" : (const char *)bytes, count, SQLITE_TRANSIENT);
}

/// Binds bytes that SQLite copies at once; no bytes are an empty blob, not NULL.
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                    : sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// Extends the write-ahead log's file with zeros to `wanted` bytes, sets `size` to its length, and
/// returns SQLite's result code.
///
/// Writes through SQLite's own open file: closing another descriptor of it would drop SQLite's
/// locks. The caller holds the log's write lock.
static inline int csqlite_lengthen_log(sqlite3 *db, sqlite3_int64 wanted, sqlite3_int64 *size) {
  static const char zeros[1 << 15];
  sqlite3_file *log = NULL;
  *size = 0;
  int rc = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (rc != SQLITE_OK || log == NULL || log->pMethods == NULL) return rc;
  rc = log->pMethods->xFileSize(log, size);
  while (rc == SQLITE_OK && *size < wanted) {
    sqlite3_int64 count = wanted - *size < (sqlite3_int64)sizeof zeros ? wanted - *size : (sqlite3_int64)sizeof zeros;
    rc = log->pMethods->xWrite(log, zeros, (int)count, *size);
    if (rc == SQLITE_OK) *size += count;
  }
  return rc;
}

/// The errno of the last failure on the write-ahead log's file; 0 if there was none.
static inline int csqlite_log_errno(sqlite3 *db) {
  sqlite3_file *log = NULL;
  int number = 0;
  int rc = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (rc != SQLITE_OK || log == NULL || log->pMethods == NULL) return 0;
  return log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK ? number : 0;
}

/// Returns text, which SQLite copies at once, from a function.
static inline void csqlite_result_text(sqlite3_context *context, const void *bytes, int count) {
  sqlite3_result_text(context, count == 0 ? "" : (const char *)bytes, count, SQLITE_TRANSIENT);
}

/// Returns bytes, which SQLite copies at once, from a function.
static inline void csqlite_result_blob(sqlite3_context *context, const void *bytes, int count) {
  if (count == 0) sqlite3_result_zeroblob(context, 0);
  else sqlite3_result_blob(context, bytes, count, SQLITE_TRANSIENT);
}

#endif
