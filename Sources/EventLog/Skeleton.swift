import Crypto

enum EventLogSkeleton {}
