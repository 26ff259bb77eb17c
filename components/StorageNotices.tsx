import { t } from '../lib/words.ts';
import { noticeKinds, type NoticeKind, type Trouble } from '../lib/storage-trouble.ts';
import { WarningIcon } from './icons.tsx';
import { PassingButton } from './PassingButton.tsx';

/** What is wrong with what is stored, or was: the latter until it has been read. */
export function StorageNotices({
  troubles,
  onDismiss,
}: {
  troubles: Trouble[];
  onDismiss: (kind: NoticeKind) => void;
}) {
  return (
    <div role="status" class="notices">
      {troubles.map((trouble) => (
        <div key={trouble} class="trouble">
          <WarningIcon />
          <p>{sentenceOf(trouble)}</p>
          {isNotice(trouble) && (
            <PassingButton onClick={() => onDismiss(trouble)}>{t('storage.dismiss')}</PassingButton>
          )}
        </div>
      ))}
    </div>
  );
}

function isNotice(trouble: Trouble): trouble is NoticeKind {
  return noticeKinds.some((kind) => kind === trouble);
}

function sentenceOf(trouble: Trouble): string {
  switch (trouble) {
    case 'restored':
      return t('storage.restored');
    case 'keys-lost':
      return t('storage.keysLost');
    case 'all-lost':
      return t('storage.allLost');
    case 'set-aside':
      return t('storage.setAside');
    case 'busy':
      return t('storage.busy');
    case 'unsaved':
      return t('storage.unsaved');
  }
}
