#ifndef CFAULTYDISK_H
#define CFAULTYDISK_H

/// Puts a disk that can fail below every database that this process opens from now on.
int faulty_disk_install(void);

/// Has the write or sync that comes after `count` others fail with EIO, once; negative: none.
void faulty_disk_fail_after(long count);

/// How many writes and syncs there were since the last call of `faulty_disk_fail_after`.
long faulty_disk_calls(void);

/// How many of them were syncs.
long faulty_disk_syncs(void);

/// What a power loss does to what was written to a file and not synced since.
typedef enum __attribute__((enum_extensibility(closed))) {
  /// All of it is on the disk.
  FaultyDiskLosesNothing,
  /// None of it is.
  FaultyDiskLosesAllUnsynced,
  /// Some of the writes are, whatever their order was.
  FaultyDiskLosesSome,
  /// Some sectors of the writes are.
  FaultyDiskTears,
} FaultyDiskLoss;

/// Writes down, from now on, what is written to a file and when it is synced; what it holds already counts as synced.
void faulty_disk_trace_file(const char *path);

/// Forgets everything that was written down.
void faulty_disk_trace_end(void);

/// How many writes, changes of length and syncs were written down so far.
long faulty_disk_operations(void);

/// Lays out in a folder what a power loss after so many operations may leave of every traced file, by a seed; 0 where
/// that can't be written. No call may ask for fewer operations than the one before.
int faulty_disk_lay_out(long count, FaultyDiskLoss loss, unsigned long long seed, const char *folder);

#endif
