/** The one card over the map: opens with what was asked for, closes by button or Escape, gives the focus back. */
import { byId } from "./html.ts";

export interface CardContent {
  heading: string;
  body: Node;
}

let focusBefore: Element | null = null;

export function openCard({ heading, body }: CardContent, { takeFocus }: { takeFocus: boolean }): void {
  const card = byId("card");
  if (card.hidden) focusBefore = document.activeElement;
  byId("card-heading").textContent = heading;
  byId("card-body").replaceChildren(body);
  card.hidden = false;
  card.scrollTop = 0;
  if (takeFocus) card.focus({ preventScroll: true });
}

export function isCardOpen(): boolean {
  return !byId("card").hidden;
}

export function closeCard(): void {
  const card = byId("card");
  if (card.hidden) return;
  const hadFocus = card.contains(document.activeElement);
  card.hidden = true;
  if (hadFocus && focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
}

export function listenToClose(onClose: () => void): void {
  const close = () => {
    closeCard();
    onClose();
  };
  byId("card-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isCardOpen()) close();
  });
}
