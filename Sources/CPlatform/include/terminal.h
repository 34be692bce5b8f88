#ifndef CPLATFORM_TERMINAL_H
#define CPLATFORM_TERMINAL_H

/// The columns of the terminal behind `descriptor`; 0 where it is none.
int cplatform_terminal_columns(int descriptor);

/// Seconds east of UTC of this machine's local time at `seconds` since the epoch.
long cplatform_utc_offset(long long seconds);

#endif
