// A browser's globals, as far as the readers ask for them.
import { Window } from "happy-dom";

export const window = new Window({ width: 1200, height: 800 });
const names = [
  "document", "Element", "HTMLElement", "Node", "NodeFilter", "MutationObserver", "ResizeObserver",
  "getComputedStyle", "DOMParser", "XMLHttpRequest",
];
globalThis.window = window;
for (const name of names) globalThis[name] ??= window[name];
globalThis.requestAnimationFrame = () => 0;
