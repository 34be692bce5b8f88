#ifndef CPLATFORM_DESCRIPTOR_H
#define CPLATFORM_DESCRIPTOR_H

/// Opens `path` as openat2(2) does, never outside of the folder `root`; -1 and errno on failure.
int cplatform_open_beneath(int root, const char *path, int flags);

/// Opens `path` as openat2(2) does, but fails with ELOOP if any part of it is a symbolic link; -1
/// and errno on failure.
int cplatform_open_without_links(const char *path, int flags);

/// Makes a pipe whose ends, reading and writing, no child inherits.
int cplatform_pipe(int ends[2]);

/// Returns how many bytes a pipe can hold; -1 if `end` is no pipe.
int cplatform_pipe_size(int end);

#endif
