import { svg } from './dom.js';
import { currentLanguage } from './words.js';

// Draws a BPMN model from its own shapes and edges, so that the picture is the model that runs.
const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const DI = 'http://www.omg.org/spec/BPMN/20100524/DI';
const DC = 'http://www.omg.org/spec/DD/20100524/DC';
const WAY = 'http://www.omg.org/spec/DD/20100524/DI';
const FLOW_WORDS = { yes: '是', no: '否', paid: '已付', 'closed for certain': '确已关闭', 'still open': '仍未付', 'not known': '不明' };

export const readModel = (xml) => new DOMParser().parseFromString(xml, 'application/xml');

// The name of the process that a model describes.
export const processName = (model) => nameOf(model.getElementsByTagNameNS(BPMN, 'process')[0]);

export function drawModel(model, active) {
  const elements = new Map([...model.getElementsByTagNameNS(BPMN, '*')].filter((e) => e.id).map((e) => [e.id, e]));
  const edges = [];
  const shapes = [];
  const labels = [];
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const grow = (x, y, width = 0, height = 0) => {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x + width);
    box.bottom = Math.max(box.bottom, y + height);
  };

  for (const edge of model.getElementsByTagNameNS(DI, 'BPMNEdge')) {
    const flow = elements.get(edge.getAttribute('bpmnElement'));
    const points = [...edge.getElementsByTagNameNS(WAY, 'waypoint')].map((p) => [number(p, 'x'), number(p, 'y')]);
    points.forEach(([x, y]) => grow(x, y));
    edges.push(svg('polyline', { points: points.map((p) => p.join(',')).join(' '), class: 'edge', 'marker-end': 'url(#arrow)' }));
    const label = label_(edge);
    if (flow && label) labels.push(caption(nameOf(flow), label, grow));
  }
  for (const shape of model.getElementsByTagNameNS(DI, 'BPMNShape')) {
    const element = elements.get(shape.getAttribute('bpmnElement'));
    const bounds = boundsOf(shape.getElementsByTagNameNS(DC, 'Bounds')[0]);
    if (!element || !bounds) continue;
    grow(bounds.x, bounds.y, bounds.width, bounds.height);
    const here = active.includes(element.id);
    shapes.push(drawShape(element, bounds, here));
    const label = label_(shape);
    if (label && !isActivity(element)) labels.push(caption(nameOf(element), label, grow, here));
  }
  const margin = 16;
  const width = box.right - box.left + 2 * margin;
  const height = box.bottom - box.top + 2 * margin;
  return svg(
    'svg',
    {
      viewBox: `${box.left - margin} ${box.top - margin} ${width} ${height}`,
      width,
      height,
      class: 'diagram',
      role: 'img',
    },
    svg(
      'defs',
      {},
      svg('marker', { id: 'arrow', viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: 'auto' }, svg('path', { d: 'M0 1L9 5L0 9z', class: 'arrow' })),
    ),
    edges,
    shapes,
    labels,
  );
}

const number = (element, name) => Number(element.getAttribute(name));
const boundsOf = (e) => e && { x: number(e, 'x'), y: number(e, 'y'), width: number(e, 'width'), height: number(e, 'height') };

function label_(shape) {
  const label = shape.getElementsByTagNameNS(DI, 'BPMNLabel')[0];
  return label ? boundsOf(label.getElementsByTagNameNS(DC, 'Bounds')[0]) : undefined;
}

const isActivity = (element) => /task$|activity$|subprocess$/i.test(element.localName);

// Names are English; the documentation begins with the Chinese name and a colon.
function nameOf(element) {
  const english = element.getAttribute('name') ?? '';
  if (currentLanguage() !== 'zh') return english;
  const documentation = [...element.children].find((child) => child.localName === 'documentation')?.textContent.trim() ?? '';
  const chinese = documentation.match(/^([^：:。？?]{1,16}[？?]?)/)?.[1];
  return chinese && /[\u4e00-\u9fff]/.test(chinese) ? chinese : (FLOW_WORDS[english] ?? english);
}

function drawShape(element, b, here) {
  const kind = element.localName;
  const cx = b.x + b.width / 2;
  const cy = b.y + b.height / 2;
  const parts = [];
  if (/gateway$/i.test(kind)) {
    parts.push(svg('path', { d: `M${cx} ${b.y}L${b.x + b.width} ${cy}L${cx} ${b.y + b.height}L${b.x} ${cy}z`, class: 'body' }));
    const marks = {
      exclusiveGateway: `M${cx - 7} ${cy - 7}l14 14m0 -14l-14 14`,
      parallelGateway: `M${cx - 10} ${cy}h20m-10 -10v20`,
      eventBasedGateway: `M${cx} ${cy - 8}l8 6l-3 9h-10l-3 -9z`,
    };
    if (marks[kind]) parts.push(svg('path', { d: marks[kind], class: 'mark' }));
    if (kind === 'eventBasedGateway') parts.push(svg('circle', { cx, cy, r: 13, class: 'ring' }));
  } else if (isActivity(element)) {
    parts.push(svg('rect', { ...pick(b), rx: 10, class: kind === 'callActivity' ? 'body call' : 'body' }));
    parts.push(...textLines(nameOf(element), cx, cy, b.width - 12, 12, true));
    if (kind === 'callActivity') {
      parts.push(svg('path', { d: `M${cx - 6} ${b.y + b.height - 16}h12v12h-12zM${cx} ${b.y + b.height - 14}v8m-4 -4h8`, class: 'mark thin' }));
    }
  } else if (/event$/i.test(kind)) {
    const radius = b.width / 2;
    parts.push(svg('circle', { cx, cy, r: radius, class: kind === 'endEvent' ? 'body end' : 'body' }));
    if (kind === 'intermediateCatchEvent' || kind === 'boundaryEvent') parts.push(svg('circle', { cx, cy, r: radius - 3.5, class: 'ring' }));
    const definition = [...element.children].find((child) => child.localName.endsWith('EventDefinition'))?.localName;
    const marks = {
      messageEventDefinition: `M${cx - 8} ${cy - 5}h16v11h-16zl8 6l8 -6`,
      timerEventDefinition: `M${cx} ${cy - 6}v6l4 3M${cx + 9} ${cy}a9 9 0 1 1 -18 0a9 9 0 1 1 18 0`,
      errorEventDefinition: `M${cx - 6} ${cy + 7}l3 -12l5 6l4 -8l-3 13l-5 -6z`,
    };
    if (definition && marks[definition]) parts.push(svg('path', { d: marks[definition], class: 'mark thin' }));
  } else {
    return undefined;
  }
  const group = svg('g', { class: here ? 'shape here' : 'shape', 'data-element-id': element.id }, parts);
  group.prepend(svg('title', {}, nameOf(element)));
  return group;
}

const pick = ({ x, y, width, height }) => ({ x, y, width, height });

function caption(text, bounds, grow, here) {
  if (!text) return undefined;
  const width = Math.max(bounds.width, 70);
  const lines = textLines(text, bounds.x + bounds.width / 2, bounds.y + 9, width + 14, 11, false);
  grow(bounds.x, bounds.y, bounds.width, lines.length * 13);
  return svg('g', { class: here ? 'caption here' : 'caption' }, lines);
}

function textLines(text, x, y, width, size, centred) {
  const lines = wrap(text, width / size);
  const first = centred ? y - ((lines.length - 1) * size * 1.2) / 2 : y;
  return lines.map((line, i) => svg('text', { x, y: first + i * size * 1.2, 'text-anchor': 'middle', 'dominant-baseline': centred ? 'central' : 'auto', 'font-size': size }, line));
}

const widthOf = (text) => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 1 : 0.54), 0);

function wrap(text, ems) {
  const lines = [];
  let line = '';
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*/g) ?? []) {
    if (line && widthOf((line + word).trimEnd()) > ems) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  if (line) lines.push(line.trimEnd());
  return lines;
}
