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

/// The state of a hash whose bytes come piece by piece.
struct cplatform_sha256 {
  uint32_t state[8];
  uint64_t count;
  uint8_t pending[64];
};

/// Begins a hash.
void cplatform_sha256_begin(struct cplatform_sha256 *hasher);

/// Takes the next bytes.
void cplatform_sha256_update(struct cplatform_sha256 *hasher, const void *bytes, size_t count);

/// Writes the 32-byte digest of the bytes so far; more may follow.
void cplatform_sha256_finish(const struct cplatform_sha256 *hasher, void *digest);

#endif
