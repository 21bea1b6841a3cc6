/** Two thin pages for people who open the API in a browser: no script, no style, every text escaped. */
import type { Link } from "./features.ts";
import type { Language } from "./respond.ts";

export interface ApiDocument {
  info: { title: string; description?: string; version: string };
  paths: Record<string, Record<string, unknown>>;
}

export function landingToHtml(
  { title, description, links }: { title: string; description: string; links: Link[] },
  language: Language,
): string {
  const items = links
    .map(({ href, rel }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(rel)}</a></li>`)
    .join("");
  return page({ title, language, body: `<p>${escapeHtml(description)}</p><ul>${items}</ul>` });
}

export function documentToHtml({ info, paths }: ApiDocument, language: Language): string {
  const rows = Object.entries(paths).map(([path, operations]) => {
    const { summary = "" } = (operations.get ?? {}) as { summary?: string };
    return `<tr><td><code>GET /v1${escapeHtml(path === "/" ? "" : path)}</code></td><td>${escapeHtml(summary)}</td></tr>`;
  });
  const title = `${info.title} ${info.version}`;
  return page({
    title,
    language,
    body: `<p>${escapeHtml(info.description ?? "")}</p><table>${rows.join("")}</table>`,
  });
}

function page({ title, language, body }: { title: string; language: Language; body: string }): string {
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>` +
    `<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
  );
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
