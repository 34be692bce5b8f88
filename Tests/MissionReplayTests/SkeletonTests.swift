enum MissionReplayTestsSkeleton {}
