/**
 * The few pictures the map needs, drawn here so that nothing is fetched: hatching, AED signs, the demo watermark.
 * Twice the size in pixels, for sharp screens.
 */
import type { Map as MapLibreMap } from "maplibre-gl";

export const PIXEL_RATIO = 2;
const DARK = "#12344d";
const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

export function addMapImages(map: MapLibreMap): void {
  const put = (name: string, image: ImageData) => map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
  put("hatch-unknown", drawImage(10, 10, drawHatch("#5b3f8c", 1.4)));
  put("hatch-incomplete", drawImage(14, 14, drawBackHatch("#4a4a4a", 1)));
  put("dots-estimated", drawImage(12, 12, drawDots("#2f3b45", 1.1)));
  put("aed-open", drawImage(24, 24, drawAedSign(DARK, "#ffffff", "bolt")));
  put("aed-limited", drawImage(24, 24, drawAedSign("#ffffff", DARK, "bolt")));
  put("aed-unknown", drawImage(24, 24, drawAedSign("#ffffff", "#5b3f8c", "question")));
}

export function putWatermark(map: MapLibreMap, text: string): void {
  const image = drawImage(230, 150, drawWatermark(text));
  if (map.hasImage("watermark")) map.updateImage("watermark", image);
  else map.addImage("watermark", image, { pixelRatio: PIXEL_RATIO });
}

/** The same pictures for the legend, as a canvas element. */
export function aedSignCanvas(kind: "open" | "limited" | "unknown"): HTMLCanvasElement {
  const sign = {
    open: drawAedSign(DARK, "#ffffff", "bolt"),
    limited: drawAedSign("#ffffff", DARK, "bolt"),
    unknown: drawAedSign("#ffffff", "#5b3f8c", "question"),
  }[kind];
  return drawCanvas(24, 24, sign);
}

function drawImage(width: number, height: number, draw: Draw): ImageData {
  const canvas = drawCanvas(width, height, draw);
  return canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
}

function drawCanvas(width: number, height: number, draw: Draw): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width * PIXEL_RATIO;
  canvas.height = height * PIXEL_RATIO;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  draw(context, width, height);
  return canvas;
}

/** Rising lines that meet at the edges of the repeated square. */
function drawHatch(color: string, lineWidth: number): Draw {
  return (context, width, height) => {
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    for (const shift of [-width / 2, 0, width / 2, width]) {
      context.beginPath();
      context.moveTo(shift - 1, height + 1);
      context.lineTo(shift + width + 1, -1);
      context.stroke();
    }
  };
}

/** Falling lines, sparser: told apart from unknown hours where both lie over each other. */
function drawBackHatch(color: string, lineWidth: number): Draw {
  return (context, width, height) => {
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    for (const shift of [-width, 0, width]) {
      context.beginPath();
      context.moveTo(shift - 1, -1);
      context.lineTo(shift + width + 1, height + 1);
      context.stroke();
    }
  };
}

/** Two dots in a square: an even field when repeated. */
function drawDots(color: string, radius: number): Draw {
  return (context, width, height) => {
    context.fillStyle = color;
    for (const share of [0.25, 0.75]) {
      context.beginPath();
      context.arc(share * width, share * height, radius, 0, 2 * Math.PI);
      context.fill();
    }
  };
}

function drawAedSign(fill: string, ink: string, mark: "bolt" | "question"): Draw {
  return (context, width, height) => {
    context.translate(width / 2, height / 2);
    context.beginPath();
    context.arc(0, 0, 9.5, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = fill === "#ffffff" ? ink : "#ffffff";
    if (mark === "question") context.setLineDash([3, 2]);
    context.stroke();
    context.fillStyle = ink;
    if (mark === "bolt") drawBolt(context);
    else drawQuestion(context);
  };
}

function drawBolt(context: CanvasRenderingContext2D): void {
  context.beginPath();
  const points = [1.6, -6.2, -4, 1.2, -0.6, 1.2, -1.6, 6.2, 4, -1.4, 0.6, -1.4];
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
  context.closePath();
  context.fill();
}

function drawQuestion(context: CanvasRenderingContext2D): void {
  context.font = `bold 13px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText("?", 0, 0.8);
}

function drawWatermark(text: string): Draw {
  return (context, width, height) => {
    context.font = `600 13px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.translate(width / 2, height / 2);
    context.rotate(-Math.PI / 9);
    context.lineWidth = 2;
    context.strokeStyle = "rgba(255, 255, 255, 0.4)";
    context.strokeText(text, 0, 0);
    context.fillStyle = "rgba(30, 36, 42, 0.38)";
    context.fillText(text, 0, 0);
  };
}
