/** Lets the browser save a text as a file. */
export function download(name: string, text: string, type = 'application/json'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // Firefox reads it after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
