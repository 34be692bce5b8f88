// What the tabs of one browser share: a channel of this origin.

export const channel = new BroadcastChannel('missionlog');
