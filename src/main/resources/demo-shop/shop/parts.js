import { Refusal } from './api.js';
import { h, icon } from './dom.js';
import { t } from './words.js';

let toastTimer;

export function toast(text, bad = false) {
  const slot = document.querySelector('.toast');
  if (!slot) return;
  slot.textContent = text;
  slot.className = bad ? 'toast shown bad' : 'toast shown';
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => slot.classList.remove('shown'), bad ? 6000 : 2200);
}

export function explain(failure) {
  return failure instanceof Refusal ? failure.message || t('failed') : t('offline');
}

// A button that cannot be pressed twice and says what went wrong.
export function action(label, style, run, iconName) {
  return h(
    'button',
    {
      type: 'button',
      class: `button ${style}`,
      onclick: async (event) => {
        const button = event.currentTarget;
        button.disabled = true;
        try {
          await run();
        } catch (failure) {
          toast(explain(failure), true);
        } finally {
          button.disabled = false;
        }
      },
    },
    iconName ? icon(iconName) : null,
    h('span', {}, label),
  );
}

export function failurePanel(failure) {
  return h('p', { class: 'empty bad' }, explain(failure));
}

export function stepper(value, most, change) {
  const output = h('output', {}, String(value));
  const set = (next) => {
    value = Math.max(1, Math.min(most, next));
    output.textContent = String(value);
    change(value);
  };
  return h(
    'div',
    { class: 'stepper' },
    h('button', { type: 'button', 'aria-label': '−', onclick: () => set(value - 1) }, '−'),
    output,
    h('button', { type: 'button', 'aria-label': '+', onclick: () => set(value + 1) }, '+'),
  );
}

// Runs again and again while the page is looked at; returns what stops it.
export function every(milliseconds, run) {
  let stopped = false;
  let timer;
  const turn = async () => {
    if (!document.hidden) await run().catch(() => {});
    if (!stopped) timer = setTimeout(turn, milliseconds);
  };
  timer = setTimeout(turn, milliseconds);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
