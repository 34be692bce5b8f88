#ifndef MEMORY_DISK_NODE_H
#define MEMORY_DISK_NODE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>

enum { SLOTS = SQLITE_SHM_NLOCK, REGIONS = 64 };

/* Memory for what a write-ahead log holds. Logs come and go with their homes and are most of what is written: to have the
   kernel clear pages for each anew costs more than to write them. */
typedef struct Block {
  struct Block *next;
  unsigned char *bytes;
  sqlite3_int64 touched; /* so many of its bytes have pages */
} Block;

/* A file by its path, shared by the connections that have it open; a log's is kept until its home is forgotten. */
typedef struct Node {
  struct Node *next;
  char *path;
  int references;
  Block *block; /* a log's bytes, of which the file has the length alone; NULL: the file itself is mapped */
  unsigned char *bytes;
  _Atomic(sqlite3_int64) size, room; /* how long the file is to SQLite, and on the disk */
  int readers; /* connections with a lock of SHARED or more */
  bool isReserved, isPending;
  void *regions[REGIONS]; /* the WAL's index */
  int mappings;
  int shared[SLOTS];
  bool exclusive[SLOTS];
} Node;

typedef struct {
  sqlite3_file base;
  Node *node; /* NULL: the real file alone */
  int lock;
  bool isLog, hasIndex;
  unsigned shared, exclusive; /* this connection's locks of the index, a bit for each slot */
  _Alignas(16) unsigned char real[];
} File;

static inline File *ours(sqlite3_file *file) { return (File *)file; }
static inline sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)ours(file)->real; }

/* Held over whatever connections share of a node, its bytes aside, and over the list of the nodes. */
extern pthread_mutex_t memory_disk_mutex;

#endif
