#ifndef CPLATFORM_TERMINAL_H
#define CPLATFORM_TERMINAL_H

/// The columns of the terminal behind `descriptor`; 0 if it is no terminal.
int cplatform_terminal_columns(int descriptor);

/// Seconds east of UTC of this machine's local time at `seconds` since the epoch.
long cplatform_utc_offset(long long seconds);

#endif
