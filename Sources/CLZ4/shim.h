#ifndef CLZ4_SHIM_H
#define CLZ4_SHIM_H

/* Attaching a dictionary that was loaded once is the part of LZ4's interface that is offered to
   programs linked with the library's own archive; Debian's shared library exports it too. */
#define LZ4_STATIC_LINKING_ONLY
#include <lz4.h>
#define LZ4_HC_STATIC_LINKING_ONLY
#include <lz4hc.h>

#endif
