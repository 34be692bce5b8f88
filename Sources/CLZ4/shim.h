#ifndef CLZ4_SHIM_H
#define CLZ4_SHIM_H

/* LZ4 offers the attaching of a dictionary that was loaded once only to programs linked with its
   archive; Debian's shared library exports it too. */
#define LZ4_STATIC_LINKING_ONLY
#include <lz4.h>
#define LZ4_HC_STATIC_LINKING_ONLY
#include <lz4hc.h>

#endif
