#include "Locks.h"

#include <stdlib.h>

/* MARK: Locks of a file */

int memory_disk_lock(sqlite3_file *file, int level) {
  File *f = ours(file);
  if (!f->node) return real(file)->pMethods->xLock(real(file), level);
  if (level <= f->lock) return SQLITE_OK;
  int code = SQLITE_OK;
  pthread_mutex_lock(&memory_disk_mutex);
  Node *node = f->node;
  bool holdsReserved = f->lock >= SQLITE_LOCK_RESERVED;
  if (level == SQLITE_LOCK_SHARED) {
    if (node->isPending) code = SQLITE_BUSY;
    else node->readers++;
  } else if (node->isReserved && !holdsReserved) {
    code = SQLITE_BUSY;
  } else if (level == SQLITE_LOCK_EXCLUSIVE && node->readers > 1) {
    code = SQLITE_BUSY;
  } else {
    node->isReserved = true;
    if (level == SQLITE_LOCK_EXCLUSIVE) node->isPending = true;
  }
  if (code == SQLITE_OK) f->lock = level;
  pthread_mutex_unlock(&memory_disk_mutex);
  return code;
}

static void unlock_node(File *f, int level) {
  if (level >= f->lock) return;
  if (f->lock > SQLITE_LOCK_SHARED) f->node->isReserved = f->node->isPending = false;
  if (level == SQLITE_LOCK_NONE) f->node->readers--;
  f->lock = level;
}

int memory_disk_unlock(sqlite3_file *file, int level) {
  if (!ours(file)->node) return real(file)->pMethods->xUnlock(real(file), level);
  pthread_mutex_lock(&memory_disk_mutex);
  unlock_node(ours(file), level);
  pthread_mutex_unlock(&memory_disk_mutex);
  return SQLITE_OK;
}

int memory_disk_check_reserved(sqlite3_file *file, int *out) {
  if (!ours(file)->node) return real(file)->pMethods->xCheckReservedLock(real(file), out);
  pthread_mutex_lock(&memory_disk_mutex);
  *out = ours(file)->node->isReserved;
  pthread_mutex_unlock(&memory_disk_mutex);
  return SQLITE_OK;
}

/* MARK: The WAL's index */

int memory_disk_map_index(sqlite3_file *file, int region, int size, int extends, void volatile **out) {
  File *f = ours(file);
  if (!f->node) return real(file)->pMethods->xShmMap(real(file), region, size, extends, out);
  *out = NULL;
  if (region >= REGIONS) return SQLITE_NOMEM;
  int code = SQLITE_OK;
  pthread_mutex_lock(&memory_disk_mutex);
  if (!f->hasIndex) f->hasIndex = true, f->node->mappings++;
  void **place = &f->node->regions[region];
  if (!*place && extends && !(*place = calloc(1, (size_t)size))) code = SQLITE_NOMEM;
  *out = *place;
  pthread_mutex_unlock(&memory_disk_mutex);
  return code;
}

static void unlock_index(File *f, unsigned slots) {
  for (int i = 0; i < SLOTS; i++) {
    unsigned bit = slots & (1u << i);
    if (f->exclusive & bit) f->node->exclusive[i] = false;
    if (f->shared & bit) f->node->shared[i]--;
  }
  f->exclusive &= ~slots;
  f->shared &= ~slots;
}

int memory_disk_lock_index(sqlite3_file *file, int first, int count, int flags) {
  File *f = ours(file);
  if (!f->node) return real(file)->pMethods->xShmLock(real(file), first, count, flags);
  unsigned slots = ((1u << count) - 1) << first;
  int code = SQLITE_OK;
  pthread_mutex_lock(&memory_disk_mutex);
  if (flags & SQLITE_SHM_UNLOCK) {
    unlock_index(f, slots);
  } else {
    bool isExclusive = flags & SQLITE_SHM_EXCLUSIVE;
    unsigned held = f->shared | f->exclusive;
    for (int i = first; i < first + count; i++) {
      bool isMine = held & (1u << i);
      if (!isMine && (f->node->exclusive[i] || (isExclusive && f->node->shared[i]))) code = SQLITE_BUSY;
    }
    for (int i = first; code == SQLITE_OK && i < first + count; i++) {
      if (held & (1u << i)) continue;
      if (isExclusive) f->node->exclusive[i] = true, f->exclusive |= 1u << i;
      else f->node->shared[i]++, f->shared |= 1u << i;
    }
  }
  pthread_mutex_unlock(&memory_disk_mutex);
  return code;
}

void memory_disk_barrier(sqlite3_file *file) {
  (void)file;
  pthread_mutex_lock(&memory_disk_mutex);
  pthread_mutex_unlock(&memory_disk_mutex);
}

static void free_index(Node *node) {
  for (int i = 0; i < REGIONS; i++) {
    free(node->regions[i]);
    node->regions[i] = NULL;
  }
}

static void leave_index(File *f) {
  if (!f->hasIndex) return;
  unlock_index(f, ~0u);
  f->hasIndex = false;
  if (--f->node->mappings == 0) free_index(f->node);
}

int memory_disk_unmap_index(sqlite3_file *file, int deletes) {
  if (!ours(file)->node) return real(file)->pMethods->xShmUnmap(real(file), deletes);
  pthread_mutex_lock(&memory_disk_mutex);
  leave_index(ours(file));
  pthread_mutex_unlock(&memory_disk_mutex);
  return SQLITE_OK;
}

void memory_disk_leave(File *f) {
  leave_index(f);
  unlock_node(f, SQLITE_LOCK_NONE);
}
