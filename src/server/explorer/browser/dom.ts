/** The few parts of the browser that the page uses. The program is compiled without DOM types: on a server, names
 *  such as `event`, `status` or `name` must not pass as globals. */

export interface PageElement extends EventTarget {
  hidden: boolean;
  disabled: boolean;
  className: string;
  textContent: string | null;
  value: string;
  label: string;
  append(...children: PageElement[]): void;
  click(): void;
  focus(): void;
}

interface PageDocument {
  querySelector(selector: string): PageElement | null;
  createElement(tag: string): PageElement;
}

interface PageStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

declare const document: PageDocument;
declare const sessionStorage: PageStorage;
declare const localStorage: PageStorage;
declare const location: { readonly protocol: string; readonly host: string; reload(): void };

export function element(id: string): PageElement {
  const found = document.querySelector(`#${id}`);
  if (found === null) throw new Error(`The page has no #${id}`);
  return found;
}

export const findElement = (selector: string): PageElement | null => document.querySelector(selector);

export function makeElement(tag: string, properties: Partial<PageElement>, ...children: PageElement[]): PageElement {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Calls back instead of letting the browser submit the form. */
export function onSubmit(form: PageElement, callback: () => void): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    callback();
  });
}

export const socketAddress = (path: string): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;

export const reload = (): void => location.reload();

export const tabStorage: PageStorage = sessionStorage;
export const browserStorage: PageStorage = localStorage;
