#ifndef MEMORY_DISK_LOCKS_H
#define MEMORY_DISK_LOCKS_H

#include "Node.h"

/* What SQLite asks of a file's locks and of the index of its write-ahead log, by its own rules. */
int memory_disk_lock(sqlite3_file *file, int level);
int memory_disk_unlock(sqlite3_file *file, int level);
int memory_disk_check_reserved(sqlite3_file *file, int *out);
int memory_disk_map_index(sqlite3_file *file, int region, int size, int extends, void volatile **out);
int memory_disk_lock_index(sqlite3_file *file, int first, int count, int flags);
void memory_disk_barrier(sqlite3_file *file);
int memory_disk_unmap_index(sqlite3_file *file, int deletes);

/* Gives up all of them that a connection has, with the mutex held. */
void memory_disk_leave(File *f);

#endif
