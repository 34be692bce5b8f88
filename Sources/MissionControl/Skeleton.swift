import Yams

enum MissionControlSkeleton {}
