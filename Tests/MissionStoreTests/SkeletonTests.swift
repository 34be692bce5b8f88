enum MissionStoreTestsSkeleton {}
