import { colour } from '../../look/theme';
import { HIGH, WIDE, type Point } from './layout';
import type { Scene } from './painting';
import { seenBox, type Box, type Viewport } from './viewport';

const WIDTH = 168;
const HEIGHT = 104;
const AWAY = 12;

/** Where the drawing begins on the small map, and how large it is; null where all of it is in view. */
function frameOf({ view, width, height }: Scene, box: Box): Viewport | null {
  const seen = seenBox(view, width, height);
  const whole =
    seen.left <= box.left + 1 &&
    seen.right >= box.right - 1 &&
    seen.top <= box.top + 1 &&
    seen.bottom >= box.bottom - 1;
  if (whole || width < WIDTH * 2 || height < HEIGHT * 2) return null;
  const [wide, high] = [box.right - box.left, box.bottom - box.top];
  const scale = Math.min(WIDTH / wide, HEIGHT / high);
  return {
    x: width - AWAY - (WIDTH + wide * scale) / 2 - box.left * scale,
    y: height - AWAY - (HEIGHT + high * scale) / 2 - box.top * scale,
    scale,
  };
}

/** The whole drawing small, with what is in view, where that is not all. */
export function paintMinimap(pen: CanvasRenderingContext2D, scene: Scene, box: Box): void {
  const frame = frameOf(scene, box);
  if (!frame) return;
  const { width, height } = scene;
  pen.save();
  pen.fillStyle = colour('surface');
  pen.strokeStyle = colour('border');
  pen.lineWidth = 1;
  pen.beginPath();
  pen.rect(width - WIDTH - AWAY + 0.5, height - HEIGHT - AWAY + 0.5, WIDTH, HEIGHT);
  pen.fill();
  pen.stroke();
  pen.clip();
  pen.translate(frame.x, frame.y);
  pen.scale(frame.scale, frame.scale);
  scene.layout.nodes.forEach(({ x, y }, i) => {
    pen.fillStyle = colour(scene.overlay.nodes[i]?.status ?? 'border');
    pen.fillRect(x - WIDE / 2, y - HIGH / 2, WIDE, HIGH);
  });
  const seen = seenBox(scene.view, width, height);
  pen.strokeStyle = colour('link');
  pen.lineWidth = 1.5 / frame.scale;
  pen.strokeRect(seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top);
  pen.restore();
}

/** The place of the drawing that a point of the small map stands for; null beside the map. */
export function placeInMap(scene: Scene, box: Box, x: number, y: number): Point | null {
  const [left, top] = [scene.width - WIDTH - AWAY, scene.height - HEIGHT - AWAY];
  const inside = x > left && y > top && x < left + WIDTH && y < top + HEIGHT;
  const frame = inside && frameOf(scene, box);
  return frame ? { x: (x - frame.x) / frame.scale, y: (y - frame.y) / frame.scale } : null;
}
