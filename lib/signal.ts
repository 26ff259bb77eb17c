const channelName = 'changed';
let channel: BroadcastChannel | undefined;

/** Tells every open page and the worker that the store has changed. Carries no data: the store is the one truth. */
export function announce(): void {
  channel ??= new BroadcastChannel(channelName);
  channel.postMessage(null);
}

/** Calls back whenever another page or the worker announces; returns how to stop. */
export function onAnnounce(callback: () => void): () => void {
  const listening = new BroadcastChannel(channelName);
  listening.onmessage = callback;
  return () => listening.close();
}

/** Listens from now on for who can only be called back later: at once then, if something was announced meanwhile. */
export function onAnnounceFromNow(): typeof onAnnounce {
  let call: (() => void) | undefined;
  let isMissed = false;
  const stop = onAnnounce(() => (call ? call() : (isMissed = true)));
  return (callback) => {
    call = callback;
    if (isMissed) callback();
    return stop;
  };
}
