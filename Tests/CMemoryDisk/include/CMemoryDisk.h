#ifndef CMEMORYDISK_H
#define CMEMORYDISK_H

/// Has this process reach every database that it opens from now on through memory: by a mapping of its file, with its
/// write-ahead log in memory alone, and locks and a shared index that no other process sees.
///
/// For homes of one process on a memory file system. Nothing is ever synced.
int memory_disk_install(void);

/// Writes what the write-ahead logs in a folder hold into their files, for whoever is to read these.
void memory_disk_save(const char *folder);

/// Forgets the write-ahead logs in a folder that nobody has open: it is gone, or about to go.
void memory_disk_forget(const char *folder);

#endif
