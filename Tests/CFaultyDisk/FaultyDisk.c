#include "CFaultyDisk.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

#include "Trace.h"

/* A shim around SQLite's own VFS: every file is the real one, with its methods but for three. */

typedef struct {
  sqlite3_file base;
  sqlite3_io_methods methods;
  const char *path;
  _Alignas(16) unsigned char real[];
} File;

static sqlite3_vfs *real_vfs, shim;
static long calls, syncs, failing = -1;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((File *)file)->real; }

static int fails(void) {
  return __atomic_fetch_add(&calls, 1, __ATOMIC_SEQ_CST) == __atomic_load_n(&failing, __ATOMIC_SEQ_CST);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  trace_write(((File *)file)->path, bytes, count, offset);
  return fails() ? SQLITE_IOERR_WRITE : real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int sync_file(sqlite3_file *file, int flags) {
  __atomic_fetch_add(&syncs, 1, __ATOMIC_SEQ_CST);
  if (fails()) return SQLITE_IOERR_FSYNC;
  int code = real(file)->pMethods->xSync(real(file), flags);
  if (code == SQLITE_OK) trace_sync(((File *)file)->path);
  return code;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  trace_write(((File *)file)->path, NULL, 0, size);
  return real(file)->pMethods->xTruncate(real(file), size);
}

static int close_file(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int read_file(sqlite3_file *f, void *b, int n, sqlite3_int64 o) { return real(f)->pMethods->xRead(real(f), b, n, o); }
static int size_of_file(sqlite3_file *f, sqlite3_int64 *n) { return real(f)->pMethods->xFileSize(real(f), n); }
static int lock_file(sqlite3_file *f, int k) { return real(f)->pMethods->xLock(real(f), k); }
static int unlock_file(sqlite3_file *f, int k) { return real(f)->pMethods->xUnlock(real(f), k); }
static int is_reserved(sqlite3_file *f, int *out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
static int control_file(sqlite3_file *f, int op, void *arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
static int sector_size(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int characteristics(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int map_shared(sqlite3_file *f, int i, int n, int x, void volatile **p) { return real(f)->pMethods->xShmMap(real(f), i, n, x, p); }
static int lock_shared(sqlite3_file *f, int o, int n, int k) { return real(f)->pMethods->xShmLock(real(f), o, n, k); }
static void barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int unmap_shared(sqlite3_file *f, int d) { return real(f)->pMethods->xShmUnmap(real(f), d); }

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  File *ours = (File *)file;
  ours->base.pMethods = NULL;
  ours->path = name; /* SQLite keeps the name for as long as the file is open */
  memset(ours->real, 0, (size_t)real_vfs->szOsFile);
  int code = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
  if (real(file)->pMethods == NULL) return code;
  ours->methods = (sqlite3_io_methods){
      2, close_file, read_file, write_file, truncate_file, sync_file, size_of_file, lock_file, unlock_file,
      is_reserved, control_file, sector_size, characteristics, map_shared, lock_shared, barrier, unmap_shared,
      NULL, NULL};
  ours->base.pMethods = &ours->methods;
  return code;
}

int faulty_disk_install(void) {
  if (sqlite3_initialize() != SQLITE_OK) return 0;
  real_vfs = sqlite3_vfs_find(NULL);
  shim = *real_vfs;
  shim.zName = "faulty";
  shim.szOsFile = (int)offsetof(File, real) + real_vfs->szOsFile;
  shim.xOpen = open_file;
  return sqlite3_vfs_register(&shim, 1) == SQLITE_OK;
}

void faulty_disk_fail_after(long count) {
  __atomic_store_n(&calls, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&syncs, 0, __ATOMIC_SEQ_CST);
  __atomic_store_n(&failing, count, __ATOMIC_SEQ_CST);
}

long faulty_disk_syncs(void) { return __atomic_load_n(&syncs, __ATOMIC_SEQ_CST); }

long faulty_disk_calls(void) { return __atomic_load_n(&calls, __ATOMIC_SEQ_CST); }
