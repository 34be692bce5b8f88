/* The ceiling: what SQLite and LZ4 themselves can do, so that the log's figures are ratios to it.
 *
 * A plain loop over prepared statements: a rowid table, interned stream numbers, one unique index on stream and
 * version, LZ4 with the log's own dictionary; no hashes, no projections, no checks. The same data, file system and
 * durability as the run that it is compared with. Prints one JSON object.
 *
 *   ceiling DATA DATABASE DICTIONARY append N BATCH     N events, BATCH a commit
 *   ceiling DATA DATABASE DICTIONARY group N WRITERS    one committing thread, WRITERS waiting callers
 *   ceiling DATA DATABASE DICTIONARY read               every event, decoded
 *   ceiling DATA DATABASE DICTIONARY rebuild            every event, folded into a table with a row a mission
 *   ceiling DATA DATABASE DICTIONARY stream N           one mission's events, N times
 *
 * DATA holds records of mission (u32), version (u16), kind (u8), a pad byte, payload length (u32), microseconds
 * (u64), then the payload, as generate.py writes them.
 */
#define _GNU_SOURCE
#define LZ4_STATIC_LINKING_ONLY
#include <fcntl.h>
#include <lz4.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 20, DICTIONARY_LIMIT = 65536, BODY_LIMIT = 16384 };

typedef struct {
  uint32_t mission, length;
  uint16_t version;
  uint8_t kind;
  uint64_t time;
  const uint8_t *payload;
} Event;

static Event *events;
static size_t event_count;
static char dictionary[DICTIONARY_LIMIT];
static int dictionary_size;
static LZ4_stream_t *dictionary_stream;

static void fail(const char *what) {
  fprintf(stderr, "ceiling: %s\n", what);
  exit(1);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void check(int code) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_errstr(code));
}

static void execute(sqlite3 *database, const char *sql) { check(sqlite3_exec(database, sql, 0, 0, 0)); }

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0));
  return statement;
}

static void run(sqlite3_stmt *statement) {
  check(sqlite3_step(statement));
  check(sqlite3_reset(statement));
}

/* Maps the data and indexes at most `limit` of its records. */
static void load_events(const char *path, size_t limit) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status)) fail("no data");
  const uint8_t *at = mmap(0, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  const uint8_t *end = at + status.st_size;
  events = malloc(limit * sizeof *events);
  while (at + HEADER <= end && event_count < limit) {
    Event *event = &events[event_count++];
    memcpy(&event->mission, at, 4);
    memcpy(&event->version, at + 4, 2);
    event->kind = at[6];
    memcpy(&event->length, at + 8, 4);
    memcpy(&event->time, at + 12, 8);
    event->payload = at + HEADER;
    at += HEADER + event->length;
  }
}

static void load_dictionary(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("no dictionary");
  dictionary_size = fread(dictionary, 1, sizeof dictionary, file);
  fclose(file);
  dictionary_stream = LZ4_createStream();
  LZ4_loadDict(dictionary_stream, dictionary, dictionary_size);
}

static sqlite3 *open_database(const char *path, int create) {
  if (create) {
    char name[4096];
    for (int i = 0; i < 3; i++) {
      snprintf(name, sizeof name, "%s%s", path, (const char *[]){"", "-wal", "-shm"}[i]);
      unlink(name);
    }
  }
  sqlite3 *database;
  check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, 0));
  execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
  if (create)
    execute(database,
            "CREATE TABLE event(position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL,"
            " kind INTEGER, time INTEGER, body BLOB);"
            "CREATE UNIQUE INDEX event_stream ON event(stream, version)");
  return database;
}

/* Writes one event; the body is the payload's length in two bytes, then its LZ4 block. */
static void insert(sqlite3_stmt *statement, LZ4_stream_t *stream, const Event *event, int64_t position) {
  char body[BODY_LIMIT];
  uint16_t length = event->length;
  memcpy(body, &length, 2);
  LZ4_resetStream_fast(stream);
  LZ4_attach_dictionary(stream, dictionary_stream);
  int size = LZ4_compress_fast_continue(stream, (const char *)event->payload, body + 2, event->length,
                                        sizeof body - 2, 1);
  sqlite3_bind_int64(statement, 1, position);
  sqlite3_bind_int64(statement, 2, event->mission + 1);
  sqlite3_bind_int(statement, 3, event->version);
  sqlite3_bind_int(statement, 4, event->kind);
  sqlite3_bind_int64(statement, 5, event->time);
  sqlite3_bind_blob(statement, 6, body, size + 2, SQLITE_STATIC);
  run(statement);
}

static int decode(sqlite3_stmt *statement, int column, char *into) {
  const char *body = sqlite3_column_blob(statement, column);
  int size = LZ4_decompress_safe_usingDict(body + 2, into, sqlite3_column_bytes(statement, column) - 2, BODY_LIMIT,
                                           dictionary, dictionary_size);
  if (size < 0) fail("a block that does not decode");
  return size;
}

static const char *INSERT = "INSERT INTO event VALUES(?,?,?,?,?,?)";

static size_t append(sqlite3 *database, size_t batch) {
  sqlite3_stmt *statement = prepare(database, INSERT);
  sqlite3_stmt *begin = prepare(database, "BEGIN IMMEDIATE"), *commit = prepare(database, "COMMIT");
  LZ4_stream_t *stream = LZ4_createStream();
  for (size_t i = 0; i < event_count;) {
    run(begin);
    for (size_t end = i + batch; i < end && i < event_count; i++) insert(statement, stream, &events[i], i + 1);
    run(commit);
  }
  return event_count;
}

/* Group commit: callers queue an event and wait until the committing thread has made it durable. */
typedef struct Request {
  const Event *event;
  struct Request *next;
  int done;
} Request;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queued = PTHREAD_COND_INITIALIZER, committed = PTHREAD_COND_INITIALIZER;
static Request *queue;
static int stopping;
static size_t writers;

static void *commit_groups(void *argument) {
  sqlite3 *database = argument;
  sqlite3_stmt *statement = prepare(database, INSERT);
  sqlite3_stmt *begin = prepare(database, "BEGIN IMMEDIATE"), *commit = prepare(database, "COMMIT");
  LZ4_stream_t *stream = LZ4_createStream();
  int64_t position = 1;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (!queue && !stopping) pthread_cond_wait(&queued, &lock);
    Request *group = queue;
    queue = 0;
    pthread_mutex_unlock(&lock);
    if (!group) return 0;
    run(begin);
    for (Request *request = group; request; request = request->next)
      insert(statement, stream, request->event, position++);
    run(commit);
    pthread_mutex_lock(&lock);
    for (Request *request = group, *next; request; request = next) {
      next = request->next;
      request->done = 1;
    }
    pthread_cond_broadcast(&committed);
    pthread_mutex_unlock(&lock);
  }
}

static void *call(void *argument) {
  for (size_t i = (size_t)argument; i < event_count; i += writers) {
    Request request = {&events[i], 0, 0};
    pthread_mutex_lock(&lock);
    request.next = queue;
    queue = &request;
    pthread_cond_signal(&queued);
    while (!request.done) pthread_cond_wait(&committed, &lock);
    pthread_mutex_unlock(&lock);
  }
  return 0;
}

static size_t group(sqlite3 *database) {
  pthread_t committer, callers[256];
  if (writers > 256) fail("too many writers");
  pthread_create(&committer, 0, commit_groups, database);
  for (size_t i = 0; i < writers; i++) pthread_create(&callers[i], 0, call, (void *)i);
  for (size_t i = 0; i < writers; i++) pthread_join(callers[i], 0);
  pthread_mutex_lock(&lock);
  stopping = 1;
  pthread_cond_signal(&queued);
  pthread_mutex_unlock(&lock);
  pthread_join(committer, 0);
  return event_count;
}

static size_t read_all(sqlite3 *database) {
  sqlite3_stmt *statement = prepare(database, "SELECT stream, version, kind, time, body FROM event ORDER BY position");
  char payload[BODY_LIMIT];
  size_t rows = 0;
  uint64_t sum = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    int size = decode(statement, 4, payload);
    sum += sqlite3_column_int64(statement, 0) + (uint8_t)payload[size / 2];
    rows++;
  }
  if (sum == 0) fail("nothing read");
  return rows;
}

typedef struct {
  uint32_t count, progress;
  uint8_t status;
  uint64_t first, last, calls;
} Mission;

/* The number after the last `"llm_calls":` of a payload, else 0. */
static uint64_t llm_calls(const char *payload, int size) {
  static const char key[] = "\"llm_calls\":";
  const char *at = memmem(payload, size, key, sizeof key - 1);
  uint64_t value = 0;
  if (at)
    for (at += sizeof key - 1; *at >= '0' && *at <= '9'; at++) value = value * 10 + (*at - '0');
  return value;
}

static size_t rebuild(sqlite3 *database) {
  execute(database, "DROP TABLE IF EXISTS mission;"
                    "CREATE TABLE mission(stream INTEGER PRIMARY KEY, status INTEGER, count INTEGER, progress INTEGER,"
                    " first INTEGER, last INTEGER, calls INTEGER)");
  sqlite3_stmt *highest = prepare(database, "SELECT max(stream) FROM event");
  check(sqlite3_step(highest));
  size_t limit = sqlite3_column_int64(highest, 0) + 1, rows = 0;
  sqlite3_finalize(highest);
  Mission *missions = calloc(limit, sizeof *missions);
  sqlite3_stmt *scan = prepare(database, "SELECT stream, kind, time, body FROM event ORDER BY position");
  char payload[BODY_LIMIT];
  while (sqlite3_step(scan) == SQLITE_ROW) {
    Mission *mission = &missions[sqlite3_column_int64(scan, 0)];
    uint64_t time = sqlite3_column_int64(scan, 2);
    int size = decode(scan, 3, payload);
    if (!mission->count++) mission->first = time;
    mission->last = time;
    mission->status = sqlite3_column_int(scan, 1);
    mission->progress += mission->status == 3;
    if (mission->status >= 3) mission->calls = llm_calls(payload, size);
    rows++;
  }
  sqlite3_finalize(scan);
  sqlite3_stmt *write = prepare(database, "INSERT INTO mission VALUES(?,?,?,?,?,?,?)");
  execute(database, "BEGIN");
  for (size_t stream = 0; stream < limit; stream++) {
    const Mission *mission = &missions[stream];
    if (!mission->count) continue;
    sqlite3_bind_int64(write, 1, stream);
    sqlite3_bind_int(write, 2, mission->status);
    sqlite3_bind_int(write, 3, mission->count);
    sqlite3_bind_int(write, 4, mission->progress);
    sqlite3_bind_int64(write, 5, mission->first);
    sqlite3_bind_int64(write, 6, mission->last);
    sqlite3_bind_int64(write, 7, mission->calls);
    run(write);
  }
  execute(database, "COMMIT");
  return rows;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Reads one mission's events `n` times, missions spread over the whole table; returns the median in `*p50`. */
static size_t read_streams(sqlite3 *database, size_t n, double *p50) {
  sqlite3_stmt *highest = prepare(database, "SELECT max(stream) FROM event");
  check(sqlite3_step(highest));
  uint64_t limit = sqlite3_column_int64(highest, 0);
  sqlite3_finalize(highest);
  sqlite3_stmt *scan = prepare(database, "SELECT version, kind, time, body FROM event WHERE stream = ? ORDER BY version");
  double *taken = malloc(n * sizeof *taken);
  char payload[BODY_LIMIT];
  for (size_t i = 0; i < n; i++) {
    double start = seconds();
    sqlite3_bind_int64(scan, 1, 1 + (i * 2654435761u) % limit);
    while (sqlite3_step(scan) == SQLITE_ROW) decode(scan, 3, payload);
    sqlite3_reset(scan);
    taken[i] = seconds() - start;
  }
  qsort(taken, n, sizeof *taken, by_value);
  *p50 = taken[n / 2];
  return n;
}

int main(int count, char **arguments) {
  if (count < 5) fail("usage: ceiling DATA DATABASE DICTIONARY CASE [N [BATCH|WRITERS]]");
  const char *name = arguments[4];
  size_t n = count > 5 ? strtoull(arguments[5], 0, 10) : 0;
  size_t width = count > 6 ? strtoull(arguments[6], 0, 10) : 1;
  int writing = !strcmp(name, "append") || !strcmp(name, "group");
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  load_dictionary(arguments[3]);
  if (writing) load_events(arguments[1], n);
  sqlite3 *database = open_database(arguments[2], writing);

  size_t rows = 0;
  double p50 = 0, start = seconds();
  if (!strcmp(name, "append")) rows = append(database, width);
  else if (!strcmp(name, "group")) writers = width, rows = group(database);
  else if (!strcmp(name, "read")) rows = read_all(database);
  else if (!strcmp(name, "rebuild")) rows = rebuild(database);
  else if (!strcmp(name, "stream")) rows = read_streams(database, n, &p50);
  else fail("no such case");
  double elapsed = seconds() - start;
  printf("{\"case\":\"%s\",\"rows\":%zu,\"seconds\":%.6f,\"per_second\":%.1f,\"p50_us\":%.2f}\n", name, rows, elapsed,
         rows / elapsed, p50 * 1e6);
  return 0;
}
