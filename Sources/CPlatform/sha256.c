#include "sha256.h"

#include <string.h>

typedef void (*compress_function)(uint32_t state[8], const uint8_t *blocks, size_t count);

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

static inline uint32_t load(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void store(uint8_t *p, uint32_t x) {
  p[0] = x >> 24, p[1] = x >> 16, p[2] = x >> 8, p[3] = x;
}

static void compress_portable(uint32_t state[8], const uint8_t *blocks, size_t count) {
  for (; count > 0; count--, blocks += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) w[i] = load(blocks + 4 * i);
    for (int i = 16; i < 64; i++) {
      uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
      uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i];
      uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("sha,sse4.1,ssse3"))) static void compress_sha(uint32_t state[8],
                                                                     const uint8_t *blocks,
                                                                     size_t count) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bULL, 0x0405060700010203ULL);
  // The instructions keep the state as ABEF and CDGH.
  __m128i t = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[0]), 0xb1);
  __m128i u = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[4]), 0x1b);
  __m128i abef = _mm_alignr_epi8(t, u, 8);
  __m128i cdgh = _mm_blend_epi16(u, t, 0xf0);
  for (; count > 0; count--, blocks += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++)
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(blocks + 16 * i)), swap);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
      __m128i x = _mm_add_epi32(w[i & 3], _mm_loadu_si128((const __m128i *)&K[4 * i]));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, x);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(x, 0x0e));
      if (i < 12) {
        __m128i next = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
      }
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  t = _mm_shuffle_epi32(abef, 0x1b);
  u = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)&state[0], _mm_blend_epi16(t, u, 0xf0));
  _mm_storeu_si128((__m128i *)&state[4], _mm_alignr_epi8(u, t, 8));
}

static int has_sha(void) {
  // 1 + the answer; processors don't change, so two threads that ask at once agree.
  static int known;
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found == 0) {
    unsigned a = 7, b = 0, c = 0, d = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    found = 1 + (int)(b >> 29 & 1);
    __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  }
  return found == 2;
}
#endif

static compress_function fastest(void) {
#if defined(__x86_64__)
  if (has_sha()) return compress_sha;
#endif
  return compress_portable;
}

static const uint32_t INITIAL[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// Pads the last of `count` bytes (at most 63, at `tail`) and writes the digest.
static void finish(compress_function compress, uint32_t state[8], uint8_t tail[128], uint64_t count,
                   uint8_t *digest) {
  size_t kept = count % 64;
  tail[kept++] = 0x80;
  const size_t end = kept <= 56 ? 64 : 128;
  memset(tail + kept, 0, end - kept);
  store(tail + end - 8, (uint32_t)(count >> 29));
  store(tail + end - 4, (uint32_t)(count << 3));
  compress(state, tail, end / 64);
  for (int i = 0; i < 8; i++) store(digest + 4 * i, state[i]);
}

static void hash(compress_function compress, const uint8_t *first, size_t first_count,
                 const uint8_t *second, size_t second_count, uint8_t *digest) {
  uint32_t state[8];
  memcpy(state, INITIAL, sizeof state);
  const uint64_t count = (uint64_t)first_count + second_count;
  uint8_t tail[128];
  size_t kept = first_count % 64;
  compress(state, first, first_count / 64);
  if (kept > 0) memcpy(tail, first + (first_count - kept), kept);
  if (kept > 0 && second_count >= 64 - kept) {
    const size_t taken = 64 - kept;
    memcpy(tail + kept, second, taken);
    compress(state, tail, 1);
    second += taken, second_count -= taken, kept = 0;
  }
  if (kept == 0) {
    compress(state, second, second_count / 64);
    second += second_count - second_count % 64, second_count %= 64;
  }
  if (second_count > 0) memcpy(tail + kept, second, second_count);
  finish(compress, state, tail, count, digest);
}

void cplatform_sha256(const void *first, size_t first_count, const void *second, size_t second_count,
                      void *digest) {
  hash(fastest(), first, first_count, second, second_count, digest);
}

void cplatform_sha256_portable(const void *first, size_t first_count, const void *second,
                               size_t second_count, void *digest) {
  hash(compress_portable, first, first_count, second, second_count, digest);
}

void cplatform_sha256_begin(struct cplatform_sha256 *hasher) {
  memcpy(hasher->state, INITIAL, sizeof INITIAL);
  hasher->count = 0;
}

void cplatform_sha256_update(struct cplatform_sha256 *hasher, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  const compress_function compress = fastest();
  const size_t kept = hasher->count % 64;
  hasher->count += count;
  if (kept > 0) {
    const size_t taken = count < 64 - kept ? count : 64 - kept;
    memcpy(hasher->pending + kept, next, taken);
    next += taken, count -= taken;
    if (kept + taken < 64) return;
    compress(hasher->state, hasher->pending, 1);
  }
  compress(hasher->state, next, count / 64);
  if (count % 64 > 0) memcpy(hasher->pending, next + (count - count % 64), count % 64);
}

void cplatform_sha256_finish(const struct cplatform_sha256 *hasher, void *digest) {
  uint32_t state[8];
  uint8_t tail[128];
  memcpy(state, hasher->state, sizeof state);
  memcpy(tail, hasher->pending, hasher->count % 64);
  finish(fastest(), state, tail, hasher->count, digest);
}
