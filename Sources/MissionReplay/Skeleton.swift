enum MissionReplaySkeleton {}
