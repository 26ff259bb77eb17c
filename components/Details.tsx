import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface DetailsProps {
  title: string;
  /** Whether it is open at first. */
  opened: boolean;
  /** Something in it is wrong: it opens, so that this is seen. */
  isWrong: boolean;
  children: ComponentChildren;
}

/** What most people never need. */
export function Details({ title, opened, isWrong, children }: DetailsProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const [atFirst] = useState(opened);

  useLayoutEffect(() => {
    if (isWrong && details.current) details.current.open = true;
  }, [isWrong]);

  return (
    <details ref={details} open={atFirst}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
