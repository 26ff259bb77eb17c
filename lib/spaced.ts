/** Calls at once, and then at most every so many milliseconds: what comes meanwhile is one call, made when they are over. */
export function spaced(call: () => void, pause: number): () => void {
  let rests = false;
  let isWanted = false;
  const go = () => {
    isWanted = false;
    rests = true;
    setTimeout(() => {
      rests = false;
      if (isWanted) go();
    }, pause);
    call();
  };
  return () => {
    if (rests) isWanted = true;
    else go();
  };
}
