/**
 * A headless Chromium with WebGL 2 from npm packages alone (Linux x64), for tests of the map page.
 * SwiftShader draws in software: slow but the same everywhere.
 */
import Chromium from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** What MapLibre needs to draw without a graphics card, and no calls home by the browser itself. */
const WEBGL_FLAGS = [
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-background-networking",
];

export async function startBrowser(): Promise<Browser> {
  const executablePath = await Chromium.executablePath();
  // the package's own flags are meant for one page per machine (--single-process) and choose another GL
  const sandboxFlags = ["--no-sandbox", "--disable-dev-shm-usage"];
  return chromium.launch({ executablePath, headless: true, args: [...sandboxFlags, ...WEBGL_FLAGS] });
}
