import { colour } from '../../look/theme';
import { HIGH, WIDE, type Point } from './layout';
import type { Scene } from './painting';
import { seenBox, type Box } from './viewport';

const WIDTH = 168;
const HEIGHT = 104;
const AWAY = 12;

/** Where the small map is, and how large it shows the drawing; null where all of it is in view. */
function frameOf(scene: Scene, box: Box): { x: number; y: number; scale: number } | null {
  const seen = seenBox(scene.view, scene.width, scene.height);
  const whole =
    seen.left <= box.left + 1 &&
    seen.right >= box.right - 1 &&
    seen.top <= box.top + 1 &&
    seen.bottom >= box.bottom - 1;
  if (whole || scene.width < WIDTH * 2 || scene.height < HEIGHT * 2) return null;
  const scale = Math.min(WIDTH / (box.right - box.left), HEIGHT / (box.bottom - box.top));
  return { x: scene.width - WIDTH - AWAY, y: scene.height - HEIGHT - AWAY, scale };
}

/** The whole drawing small, with what is in view, where that is not all. */
export function paintMinimap(pen: CanvasRenderingContext2D, scene: Scene, box: Box): void {
  const frame = frameOf(scene, box);
  if (!frame) return;
  const { x, y, scale } = frame;
  pen.save();
  pen.fillStyle = colour('surface');
  pen.strokeStyle = colour('border');
  pen.lineWidth = 1;
  pen.beginPath();
  pen.rect(x + 0.5, y + 0.5, WIDTH, HEIGHT);
  pen.fill();
  pen.stroke();
  pen.clip();
  const left = x + (WIDTH - (box.right - box.left) * scale) / 2;
  const top = y + (HEIGHT - (box.bottom - box.top) * scale) / 2;
  scene.layout.nodes.forEach((at, i) => {
    const state = scene.overlay.nodes[i];
    pen.fillStyle = colour(state?.status ?? 'hairline');
    const wide = Math.max(1.5, WIDE * scale);
    const high = Math.max(1.5, HIGH * scale);
    const [nx, ny] = [left + (at.x - box.left) * scale, top + (at.y - box.top) * scale];
    pen.fillRect(nx - wide / 2, ny - high / 2, wide, high);
  });
  const seen = seenBox(scene.view, scene.width, scene.height);
  pen.strokeStyle = colour('link');
  pen.lineWidth = 1.5;
  pen.strokeRect(
    left + (seen.left - box.left) * scale,
    top + (seen.top - box.top) * scale,
    (seen.right - seen.left) * scale,
    (seen.bottom - seen.top) * scale,
  );
  pen.restore();
}

/** The place of the drawing that a point of the small map stands for; null beside the map. */
export function placeInMap(scene: Scene, box: Box, x: number, y: number): Point | null {
  const frame = frameOf(scene, box);
  if (!frame || x < frame.x || y < frame.y || x > frame.x + WIDTH || y > frame.y + HEIGHT) {
    return null;
  }
  const left = frame.x + (WIDTH - (box.right - box.left) * frame.scale) / 2;
  const top = frame.y + (HEIGHT - (box.bottom - box.top) * frame.scale) / 2;
  return { x: box.left + (x - left) / frame.scale, y: box.top + (y - top) / frame.scale };
}
