import { api } from '../api.js';
import { h, icon } from '../dom.js';
import { action, every, toast } from '../parts.js';
import { moment, t } from '../words.js';

const TURNS = [
  ['PT31M', 'minutes', 31],
  ['PT12H', 'hours', 12],
  ['P10D', 'days', 10],
];

export function clockPanel(moved) {
  const face = h('time', { class: 'face' }, '…');
  const show = ({ now }) => (face.textContent = moment(now, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }));
  const read = () => (face.isConnected ? api.clock().then(show) : Promise.resolve());
  api.clock().then(show).catch(() => {});
  const stop = every(5000, async () => {
    if (face.isConnected) await read();
    else stop();
  });
  return h(
    'div',
    { class: 'panel clock' },
    h('h2', {}, icon('clock'), t('clock')),
    face,
    h('p', { class: 'note' }, t('clockHint')),
    h(
      'div',
      { class: 'pair' },
      TURNS.map(([duration, word, n]) =>
        action(t(word, n), 'quiet small', async () => {
          toast(t('turning'));
          show(await api.advance(duration));
          await moved?.();
        }),
      ),
    ),
  );
}
