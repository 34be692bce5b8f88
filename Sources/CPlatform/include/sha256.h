#ifndef CPLATFORM_SHA256_H
#define CPLATFORM_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// Hashes `first` followed by `second` (FIPS 180-4) and writes the 32 bytes to `digest`.
/// Uses the processor's SHA instructions where it has them.
void cplatform_sha256(const void *first, size_t first_count, const void *second, size_t second_count,
                      void *digest);

/// Does the same without the processor's SHA instructions.
void cplatform_sha256_portable(const void *first, size_t first_count, const void *second,
                               size_t second_count, void *digest);

#endif
