// The channel of this origin, which the tabs of one browser share.

export const channel = new BroadcastChannel('missionlog');
