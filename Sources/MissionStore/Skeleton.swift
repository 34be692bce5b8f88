enum MissionStoreSkeleton {}
