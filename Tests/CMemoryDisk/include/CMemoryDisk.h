#ifndef CMEMORYDISK_H
#define CMEMORYDISK_H

/// Has this process reach every database that it opens from now on through memory: by a mapping of its file, and locks
/// and a shared index that no other process sees.
///
/// For homes of one process on a memory file system. What was written is in the files at once; nothing is ever synced.
int memory_disk_install(void);

#endif
