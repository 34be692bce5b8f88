import Subprocess

enum MissionWorkerSkeleton {}
