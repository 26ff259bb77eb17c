const opening = indexedDB.open('floor', 1);
opening.onupgradeneeded = () => opening.result.createObjectStore('floor');
opening.onsuccess = () => {
  const reading = opening.result.transaction('floor').objectStore('floor').get('balances');
  reading.onsuccess = () => document.querySelector('ul').append(...(reading.result ?? []).map(itemOf));
};

function itemOf({ label, remaining, limit }) {
  const percent = Math.floor((remaining / limit) * 100);
  const [item, name, meter, fill] = ['li', 'span', 'div', 'div'].map((tag) => document.createElement(tag));
  name.textContent = `${label}: ${remaining} of ${limit} credits left, ${percent}%`;
  meter.className = 'meter';
  meter.role = 'meter';
  meter.ariaValueNow = String(percent);
  fill.className = 'fill';
  fill.style.width = `${percent}%`;
  meter.append(fill);
  item.append(name, meter);
  return item;
}
