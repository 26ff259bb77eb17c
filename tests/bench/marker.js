/**
 * Put before all other scripts of both popups: tells the page that asked for the popup when the first frame with figures
 * was done, and what went wrong until shortly after. A classic script, so that it runs first.
 */
{
  const settled = 400;
  const shifts = [];
  const tasks = [];
  const watch = (type, into, valueOf) =>
    new PerformanceObserver((list) => into.push(...list.getEntries().map(valueOf))).observe({ type, buffered: true });
  watch('layout-shift', shifts, (entry) => entry.value);
  watch('longtask', tasks, (entry) => entry.duration);
  const channel = new BroadcastChannel('bench');
  channel.onmessage = ({ data }) => data === 'close' && window.close();

  const mutations = new MutationObserver(() => {
    if (!document.querySelector('[role=meter]')) return;
    mutations.disconnect();
    requestAnimationFrame(() => {
      // A message comes after the frame that the callback belongs to.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell(performance.timeOrigin + performance.now());
      port2.postMessage(undefined);
    });
  });
  mutations.observe(document, { childList: true, subtree: true });

  function tell(at) {
    setTimeout(() => {
      const shift = shifts.reduce((sum, each) => sum + each, 0);
      const rows = document.querySelectorAll('li').length;
      channel.postMessage({ at, shift, longest: Math.max(0, ...tasks), rows });
    }, settled);
  }
}
