#include "CMemoryDisk.h"
#include "Locks.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A shim around SQLite's own VFS. A system call for each page and each lock is most of what a small transaction costs
   on a file system in memory; here a page is copied, and a lock is a number. The rules of the locks are SQLite's own. */

/* The first bytes of a file, as many as the ledgers of a small home ever have, are mapped; the rest is read as ever. */
static const sqlite3_int64 mapped = 64 << 20;

/* A write-ahead log grows by so much at a time; zeros at its end are no frames, and go when it is closed. */
static const sqlite3_int64 growth = 128 << 10;

static sqlite3_vfs *real_vfs, shim;
static Node *nodes;
static Block *spare_blocks;
pthread_mutex_t memory_disk_mutex = PTHREAD_MUTEX_INITIALIZER;

/* MARK: Nodes */

static void *map(int flags, int descriptor) {
  void *bytes = mmap(NULL, mapped, PROT_READ | PROT_WRITE, flags, descriptor, 0);
  return bytes == MAP_FAILED ? NULL : bytes;
}

static Block *take_block(void) {
  Block *block = spare_blocks;
  if (block) return spare_blocks = block->next, block;
  if (!(block = calloc(1, sizeof(Block)))) return NULL;
  if (!(block->bytes = map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1))) return free(block), NULL;
  return block;
}

static void give_block(Block *block) {
  block->next = spare_blocks;
  spare_blocks = block;
}

/* All at once: to meet them one by one costs more than to copy them. */
static void touch(unsigned char *bytes, sqlite3_int64 from, sqlite3_int64 to) {
  from &= ~4095LL;
  if (to > from) madvise(bytes + from, (size_t)(to - from), MADV_POPULATE_WRITE);
}

static void free_node(Node *node) {
  if (node->block) give_block(node->block);
  else if (node->bytes) munmap(node->bytes, mapped);
  free(node->path);
  free(node);
}

/* Takes what a file holds into a new node: a log's bytes are copied, a database's file is mapped. */
static bool fill_node(Node *node, bool isLog) {
  if (!node->path || node->size > mapped) return false;
  int descriptor = open(node->path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool isFilled = false;
  if (!isLog) {
    isFilled = (node->bytes = map(MAP_SHARED, descriptor)) != NULL;
  } else if ((node->block = take_block())) {
    node->bytes = node->block->bytes;
    isFilled = pread(descriptor, node->bytes, (size_t)node->size, 0) == node->size;
  }
  close(descriptor);
  return isFilled;
}

static Node *find_node(const char *path, sqlite3_file *file, bool isLog) {
  for (Node *node = nodes; node; node = node->next) {
    if (strcmp(node->path, path) == 0) return node->references++, node;
  }
  sqlite3_int64 size;
  Node *node = calloc(1, sizeof(Node));
  if (!node) return NULL;
  if (file->pMethods->xFileSize(file, &size) != SQLITE_OK) return free_node(node), NULL;
  *node = (Node){.next = nodes, .path = strdup(path), .references = 1, .size = size, .room = size};
  if (!fill_node(node, isLog)) return free_node(node), NULL;
  return nodes = node;
}

static bool is_below(Node *node, const char *folder) {
  size_t length = strlen(folder);
  return strncmp(node->path, folder, length) == 0 && node->path[length] == '/';
}

/* Takes nodes that nobody uses out of the list: the one of a path, or those below a folder. */
static void drop_nodes(const char *path, bool isFolder) {
  for (Node **link = &nodes; *link;) {
    Node *node = *link;
    bool isMeant = isFolder ? is_below(node, path) : strcmp(node->path, path) == 0;
    if (node->references > 0 || !isMeant) {
      link = &node->next;
      continue;
    }
    *link = node->next;
    free_node(node);
  }
}

static void release_node(Node *node) {
  if (--node->references > 0) return;
  if (!node->block) drop_nodes(node->path, false);
}

/* MARK: Bytes */

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  Node *node = ours(file)->node;
  if (node && node->block && offset + count > node->size) {
    sqlite3_int64 there = offset < node->size ? node->size - offset : 0;
    memcpy(bytes, node->bytes + offset, (size_t)there);
    memset((char *)bytes + there, 0, (size_t)(count - there));
    return SQLITE_IOERR_SHORT_READ;
  }
  if (!node || offset + count > node->size || offset + count > mapped)
    return real(file)->pMethods->xRead(real(file), bytes, count, offset);
  memcpy(bytes, node->bytes + offset, count);
  return SQLITE_OK;
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  Node *node = ours(file)->node;
  sqlite3_int64 end = offset + count;
  if (node && node->block && end > mapped) return SQLITE_FULL;
  if (!node || end > mapped) return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
  if (end > node->room) {
    sqlite3_int64 room = node->block ? end + growth : end;
    int code = node->block ? real(file)->pMethods->xTruncate(real(file), room)
                           : real(file)->pMethods->xWrite(real(file), "", 1, room - 1);
    if (code != SQLITE_OK) return code;
    if (!node->block) {
      touch(node->bytes, node->room, room);
    } else if (room > node->block->touched && room <= mapped) {
      touch(node->bytes, node->block->touched, room);
      node->block->touched = room;
    }
    node->room = room;
  }
  memcpy(node->bytes + offset, bytes, count);
  if (end > node->size) node->size = end;
  return SQLITE_OK;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  Node *node = ours(file)->node;
  if (node) node->size = node->room = size;
  return real(file)->pMethods->xTruncate(real(file), size);
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size) {
  if (!ours(file)->node) return real(file)->pMethods->xFileSize(real(file), size);
  *size = ours(file)->node->size;
  return SQLITE_OK;
}

static int control_file(sqlite3_file *file, int operation, void *argument) {
  int code = real(file)->pMethods->xFileControl(real(file), operation, argument);
  sqlite3_int64 size;
  /* A hint of the size may have changed it. */
  if (operation == SQLITE_FCNTL_SIZE_HINT && ours(file)->node &&
      real(file)->pMethods->xFileSize(real(file), &size) == SQLITE_OK)
    ours(file)->node->size = ours(file)->node->room = size;
  return code;
}

static int sync_file(sqlite3_file *file, int flags) { return (void)file, (void)flags, SQLITE_OK; }
static int sector_size(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int characteristics(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }

/* MARK: Opening */

static int close_file(sqlite3_file *file) {
  File *f = ours(file);
  if (f->node) {
    pthread_mutex_lock(&memory_disk_mutex);
    memory_disk_leave(f);
    if (f->node->references == 1 && f->node->room > f->node->size) {
      real(file)->pMethods->xTruncate(real(file), f->node->size);
      f->node->room = f->node->size;
    }
    release_node(f->node);
    f->node = NULL;
    pthread_mutex_unlock(&memory_disk_mutex);
  }
  return real(file)->pMethods->xClose(real(file));
}

static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, size_of_file, memory_disk_lock, memory_disk_unlock, memory_disk_check_reserved,
    control_file, sector_size, characteristics, memory_disk_map_index, memory_disk_lock_index, memory_disk_barrier, memory_disk_unmap_index, NULL, NULL};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  File *f = ours(file);
  memset(f, 0, sizeof(File) + (size_t)real_vfs->szOsFile);
  int code = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
  if (real(file)->pMethods == NULL) return code;
  f->base.pMethods = &methods;
  f->isLog = flags & SQLITE_OPEN_WAL;
  if (code == SQLITE_OK && name && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) {
    pthread_mutex_lock(&memory_disk_mutex);
    f->node = find_node(name, real(file), f->isLog);
    pthread_mutex_unlock(&memory_disk_mutex);
  }
  return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int syncs) {
  (void)vfs;
  pthread_mutex_lock(&memory_disk_mutex);
  drop_nodes(name, false);
  pthread_mutex_unlock(&memory_disk_mutex);
  return real_vfs->xDelete(real_vfs, name, syncs);
}

void memory_disk_save(const char *folder) {
  pthread_mutex_lock(&memory_disk_mutex);
  for (Node *node = nodes; node; node = node->next) {
    if (!node->block || !is_below(node, folder)) continue;
    int descriptor = open(node->path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0 || pwrite(descriptor, node->bytes, (size_t)node->size, 0) != node->size) abort();
    close(descriptor);
  }
  pthread_mutex_unlock(&memory_disk_mutex);
}

void memory_disk_forget(const char *folder) {
  pthread_mutex_lock(&memory_disk_mutex);
  drop_nodes(folder, true);
  pthread_mutex_unlock(&memory_disk_mutex);
}

int memory_disk_install(void) {
  /* As the ledgers have it: no count of memory under a lock. It must be said before anything else. */
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_initialize() != SQLITE_OK) return 0;
  real_vfs = sqlite3_vfs_find(NULL);
  if (real_vfs == &shim) return 1;
  shim = *real_vfs;
  shim.zName = "memory-disk";
  shim.szOsFile = (int)offsetof(File, real) + real_vfs->szOsFile;
  shim.xOpen = open_file;
  shim.xDelete = delete_file;
  return sqlite3_vfs_register(&shim, 1) == SQLITE_OK;
}
