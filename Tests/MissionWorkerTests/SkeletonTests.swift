enum MissionWorkerTestsSkeleton {}
