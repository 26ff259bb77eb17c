/**
 * What has to be told once about the stores: `restored` from the mirror, `keys-lost` with one of the two stores that hold
 * their halves, `all-lost` with both, `set-aside` because a record could not be read.
 */
export const noticeKinds = ['all-lost', 'restored', 'keys-lost', 'set-aside'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Also what is told as long as it lasts: `busy` when the mirror is shown in the place of the database, `unsaved` when nothing new can be kept. */
export type Trouble = NoticeKind | 'busy' | 'unsaved';
