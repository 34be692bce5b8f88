#include "Trace.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CFaultyDisk.h"

/* The trace of a run, and what a power loss after any of its operations may leave of its files. */

enum { SECTOR = 512, MOST_FILES = 16 };

typedef struct {
  int file, is_sync;
  sqlite3_int64 offset;
  int count;
  unsigned char *bytes; /* NULL: the file was cut or lengthened to `offset` */
} Operation;

typedef struct {
  unsigned char *bytes;
  size_t size, room;
} Content;

typedef struct {
  char *path;
  int is_there; /* whether it is there by the operation that `passed` stands at */
  Content synced;
  long *pending; /* the operations after its last sync */
  size_t pending_count, pending_room;
} TracedFile;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int is_tracing;
static Operation *operations;
static size_t operation_count, operation_room;
static TracedFile files[MOST_FILES];
static int file_count;
static long passed;

static void *grown(void *array, size_t *room, size_t wanted, size_t size) {
  if (wanted <= *room) return array;
  *room = wanted * 2;
  array = realloc(array, *room * size);
  if (!array) abort();
  return array;
}

static void reach(Content *content, size_t size) {
  content->bytes = grown(content->bytes, &content->room, size + 1, 1);
  if (size > content->size) memset(content->bytes + content->size, 0, size - content->size);
  content->size = size;
}

/* What a file held before the trace began is taken to be synced. */
static void read_content(const char *path, TracedFile *file) {
  FILE *source = fopen(path, "rb");
  if (!source) return;
  file->is_there = 1;
  unsigned char chunk[1 << 16];
  for (size_t count; (count = fread(chunk, 1, sizeof chunk, source)) > 0;) {
    size_t end = file->synced.size;
    reach(&file->synced, end + count);
    memcpy(file->synced.bytes + end, chunk, count);
  }
  fclose(source);
}

static int file_of(const char *path) {
  for (int index = 0; index < file_count; index++)
    if (strcmp(files[index].path, path) == 0) return index;
  return -1;
}

void faulty_disk_trace_file(const char *path) {
  pthread_mutex_lock(&lock);
  if (file_count == MOST_FILES) abort();
  TracedFile *file = &files[file_count++];
  memset(file, 0, sizeof *file);
  file->path = strdup(path);
  read_content(path, file);
  is_tracing = 1;
  pthread_mutex_unlock(&lock);
}

void faulty_disk_trace_end(void) {
  pthread_mutex_lock(&lock);
  for (size_t index = 0; index < operation_count; index++) free(operations[index].bytes);
  for (int index = 0; index < file_count; index++) {
    free(files[index].path);
    free(files[index].synced.bytes);
    free(files[index].pending);
  }
  operation_count = 0;
  file_count = 0;
  passed = 0;
  is_tracing = 0;
  pthread_mutex_unlock(&lock);
}

static void note(const char *path, Operation operation, const void *bytes) {
  pthread_mutex_lock(&lock);
  operation.file = is_tracing && path ? file_of(path) : -1;
  if (operation.file >= 0) {
    if (bytes) {
      operation.bytes = malloc(operation.count);
      if (!operation.bytes) abort();
      memcpy(operation.bytes, bytes, operation.count);
    }
    operations = grown(operations, &operation_room, operation_count + 1, sizeof *operations);
    operations[operation_count++] = operation;
  }
  pthread_mutex_unlock(&lock);
}

void trace_write(const char *path, const void *bytes, int count, sqlite3_int64 offset) {
  note(path, (Operation){.offset = offset, .count = count}, bytes);
}

void trace_sync(const char *path) { note(path, (Operation){.is_sync = 1}, NULL); }

long faulty_disk_operations(void) {
  pthread_mutex_lock(&lock);
  long count = operation_count;
  pthread_mutex_unlock(&lock);
  return count;
}

static uint64_t next(uint64_t *state) { /* SplitMix64 */
  uint64_t mixed = *state += 0x9E3779B97F4A7C15;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

static int happens(uint64_t *state, int of_eight) { return (int)(next(state) >> 61) < of_eight; }

static void apply(const Operation *operation, Content *content) {
  if (!operation->bytes) return reach(content, operation->offset);
  size_t end = operation->offset + operation->count;
  if (end > content->size) reach(content, end);
  memcpy(content->bytes + operation->offset, operation->bytes, operation->count);
}

/* Applies those sectors of a write that reached the disk. */
static void apply_torn(const Operation *operation, Content *content, uint64_t *chance, int of_eight) {
  for (int done = 0; done < operation->count;) {
    int step = SECTOR - (int)((operation->offset + done) % SECTOR);
    if (step > operation->count - done) step = operation->count - done;
    Operation part = {.offset = operation->offset + done, .count = step, .bytes = operation->bytes + done};
    if (happens(chance, of_eight)) apply(&part, content);
    done += step;
  }
}

static void pass(const Operation *operation, long index) {
  TracedFile *file = &files[operation->file];
  file->is_there = 1;
  if (!operation->is_sync) {
    file->pending = grown(file->pending, &file->pending_room, file->pending_count + 1, sizeof *file->pending);
    file->pending[file->pending_count++] = index;
    return;
  }
  for (size_t at = 0; at < file->pending_count; at++) apply(&operations[file->pending[at]], &file->synced);
  file->pending_count = 0;
}

static int save(const char *folder, const char *path, const Content *content) {
  const char *name = strrchr(path, '/');
  char target[4096];
  snprintf(target, sizeof target, "%s%s", folder, name ? name : path);
  FILE *file = fopen(target, "wb");
  if (!file) return 0;
  int is_written = fwrite(content->bytes, 1, content->size, file) == content->size;
  return fclose(file) == 0 && is_written;
}

int faulty_disk_lay_out(long count, FaultyDiskLoss loss, unsigned long long seed, const char *folder) {
  static Content content;
  uint64_t chance = seed;
  int is_saved = 1;
  pthread_mutex_lock(&lock);
  for (; passed < count && passed < (long)operation_count; passed++) pass(&operations[passed], passed);
  for (int index = 0; index < file_count; index++) {
    const TracedFile *file = &files[index];
    if (!file->is_there) continue;
    int of_eight = 1 + (int)(next(&chance) % 7);
    content.size = 0;
    reach(&content, file->synced.size);
    if (file->synced.size) memcpy(content.bytes, file->synced.bytes, file->synced.size);
    for (size_t at = 0; at < file->pending_count; at++) {
      const Operation *operation = &operations[file->pending[at]];
      switch (loss) {
        case FaultyDiskLosesNothing: apply(operation, &content); break;
        case FaultyDiskLosesAllUnsynced: break;
        case FaultyDiskLosesSome:
          if (happens(&chance, of_eight)) apply(operation, &content);
          break;
        case FaultyDiskTears:
          if (operation->bytes) apply_torn(operation, &content, &chance, of_eight);
          else if (happens(&chance, of_eight)) apply(operation, &content);
          break;
      }
    }
    is_saved = is_saved && save(folder, file->path, &content);
  }
  pthread_mutex_unlock(&lock);
  return is_saved;
}
