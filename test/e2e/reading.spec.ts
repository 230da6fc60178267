import { expect, type Page, test } from '@playwright/test';

/** What axe does not see: small screens, zoom, the keyboard, wishes of the device. */

async function pathsOf(page: Page): Promise<readonly string[]> {
  await page.goto('/');
  const hrefOf = async (prefix: string) =>
    (await page.locator(`main a[href^="${prefix}"]`).first().getAttribute('href')) ?? '';
  const [category, product] = [await hrefOf('/c/'), await hrefOf('/p/')];
  return [
    '/',
    '/search?q=cotton',
    category,
    product,
    '/cart',
    '/login',
    '/no-such-page',
    '/offline',
    '/dev/components',
  ];
}

/** WCAG 2.2, 1.4.10: at 320 px, which is 1280 px at 400 %, nothing scrolls sideways. */
test('at 320 px, in both languages, no page scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of await pathsOf(page)) {
    for (const lang of ['en', 'hi']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      const wider = await page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        return document.documentElement.scrollWidth > room ? document.documentElement.scrollWidth : 0;
      });
      expect(wider, `${path} in ${lang}`).toBe(0);
    }
  }
});

/** 1.4.4 and 1.4.12: text at twice its size, and with more room between its letters and lines. */
test('with larger text and wider spacing nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 740 });
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    const cut = await page.evaluate(() => {
      const style = new CSSStyleSheet();
      style.replaceSync('html{font-size:200%}*{letter-spacing:.12em!important;word-spacing:.16em!important}');
      document.adoptedStyleSheets = [style];
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    expect(cut, path).toBeLessThanOrEqual(0);
  }
});

test('every page has one heading above the others, its landmarks, and its language', async ({ page }) => {
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    await expect(page.locator('h1'), path).toHaveCount(1);
    for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
      await expect(page.getByRole(landmark), path).toHaveCount(1);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', 'en-IN');
    const levels = await page
      .locator('main :is(h1,h2,h3,h4)')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    const jumps = levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1);
    expect(jumps, `${path}: ${levels}`).toEqual([]);
  }
});

test('the keyboard gets past the header, and sees where it is', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const chain: Element[] = [];
      for (let at = document.activeElement; at !== null && at !== document.body; at = at.parentElement) chain.push(at);
      return chain.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
    });
    expect(ring, `stop ${step}: ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`).toBe(
      true,
    );
  }
});

test('a device that asks for less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of (await pathsOf(page)).slice(0, 5)) {
    await page.goto(path);
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
          const longest = `${transitionDuration},${animationDuration}`
            .split(',')
            .map((time) => Number.parseFloat(time));
          return Math.max(...longest) > 0.001 || scrollBehavior === 'smooth';
        }).length,
    );
    expect(moving, path).toBe(0);
  }
});

test('in forced colours the system’s own count, and edges and marks are still there', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const path of await pathsOf(page)) {
    await page.goto(path);
    const [ink, ground] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect(ink, path).not.toBe(ground);
    // A button that is only a coloured ground would be gone: it needs an edge.
    const bare = await page.locator('button:visible, .button:visible').evaluateAll((all) =>
      all
        .filter((element) => {
          const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
          return borderTopStyle === 'none' && borderTopColor === backgroundColor;
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 120)),
    );
    expect(bare, path).toEqual([]);
  }
});
