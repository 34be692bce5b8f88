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

#endif
