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

/// Sets the library and the C allocator up; has an effect only before the first connection.
///
/// Without memory statistics an allocation costs no mutex. The allocator keeps what a commit has
/// freed: it would give the same pages back to the kernel and fetch them again with each commit.
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

/// Writes zeros behind the end of the write-ahead log's file until it has `wanted` bytes, tells how many it has, and
/// returns SQLite's result code.
///
/// Through SQLite's own open file: no other descriptor of it may ever be closed. The caller holds the log's write lock.
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

/// The kernel's number of what the file of the write-ahead log has failed on last; 0 where there is none.
static inline int csqlite_log_errno(sqlite3 *db) {
  sqlite3_file *log = NULL;
  int number = 0;
  int rc = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (rc != SQLITE_OK || log == NULL || log->pMethods == NULL) return 0;
  return log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK ? number : 0;
}

/// Answers a function's call with text that SQLite copies at once.
static inline void csqlite_result_text(sqlite3_context *context, const void *bytes, int count) {
  sqlite3_result_text(context, count == 0 ? "" : (const char *)bytes, count, SQLITE_TRANSIENT);
}

/// Answers a function's call with bytes that SQLite copies at once.
static inline void csqlite_result_blob(sqlite3_context *context, const void *bytes, int count) {
  if (count == 0) sqlite3_result_zeroblob(context, 0);
  else sqlite3_result_blob(context, bytes, count, SQLITE_TRANSIENT);
}

#endif
