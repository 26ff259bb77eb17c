chrome.alarms.onAlarm.addListener(() => undefined);
chrome.runtime.onStartup.addListener(() => undefined);
chrome.runtime.onMessage.addListener((_message, _sender, answer) => answer());
void chrome.alarms.create('poll', { periodInMinutes: 15 });
