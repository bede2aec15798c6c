package dev.shisa.e2e;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What can be measured of a page that is open: how wide and long it is, and what its columns do to words. */
final class Measures {

    static final int DESK = 1280;

    static final int PHONE = 390;

    static final List<Integer> WIDTHS = List.of(DESK, PHONE);

    /** The usual phone and the narrowest. */
    static final List<Integer> PHONES = List.of(PHONE, 320);

    private static final List<LongPage> LONG = longPages();

    private Measures() {}

    /** Shows the open page as it would be if it had been opened at this width: a phone opens with what is folded there folded. */
    static void widen(Page page, int width) {
        page.setViewportSize(width, 900);
        if (width == PHONE) {
            page.evaluate("() => document.querySelectorAll('[data-fold]').forEach(fold => { fold.open = false; })");
        }
    }

    /** What makes the page scroll sideways: the outermost elements that end beyond the right edge. */
    static List<String> sideways(Page page) {
        return ask(page, """
                () => {
                  const root = document.scrollingElement;
                  if (root.scrollWidth <= innerWidth) return [];
                  const out = [...document.querySelectorAll('main *, header *, nav *')]
                    .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 0.5)
                    .slice(0, 3)
                    .map(e => e.outerHTML.slice(0, 120));
                  return ['scrolls to ' + root.scrollWidth + ': ' + out.join(' | ')];
                }""");
    }

    /** How long the page is, where that is more than it may be: 4,000 px on a desk, 8,000 on a phone, or what a list allows. */
    static List<String> longer(Page page, String address, int width) {
        int height = height(page);
        int max = longest(address, width);
        return height <= max ? List.of() : List.of("is " + height + " px long, at most " + max);
    }

    /** Whether the page may be too long in English, in which none is half as long again as in Japanese. */
    static boolean isLongish(Page page, String address, int width) {
        return 3 * height(page) > 2 * longest(address, width);
    }

    private static int height(Page page) {
        return (int) page.evaluate("() => document.scrollingElement.scrollHeight");
    }

    private static int longest(String address, int width) {
        return LONG.stream()
                .filter(one -> one.address().matcher(address).matches())
                .mapToInt(one -> width == DESK ? one.desk() : one.phone())
                .findFirst()
                .orElse(width == DESK ? 4_000 : 8_000);
    }

    /** A page that is longer than it should be, and how long it may be until it is made shorter. */
    private record LongPage(Pattern address, int desk, int phone) {}

    private static List<LongPage> longPages() {
        try (InputStream in = Measures.class.getResourceAsStream("/long-pages.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(part -> new LongPage(
                            Pattern.compile(part[0]), Integer.parseInt(part[1]), Integer.parseInt(part[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Days, numbers and codes that a line break cuts in two. */
    static List<String> cut(Page page) {
        return ask(page, """
                () => {
                  const whole = new RegExp('(?<![\\\\w-])\\\\d{4}-\\\\d{2}-\\\\d{2}(?![\\\\w.-])|\\\\d{4}年\\\\d{1,2}月\\\\d{1,2}日|CVE-\\\\d{4}-\\\\d+|\\\\bE-[A-Z0-9]{4,8}\\\\b'
                    + '|S1\\\\.1-\\\\d{2}|(?<![\\\\w-])[A-Z]{2}-\\\\d{2,4}(?![\\\\w-])', 'g');
                  const found = [];
                  const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
                  while (words.nextNode()) {
                    const text = words.currentNode;
                    if (text.parentElement.closest('pre, code, textarea, script, .sr')) continue;
                    for (const id of text.data.matchAll(whole)) {
                      const range = document.createRange();
                      range.setStart(text, id.index);
                      range.setEnd(text, id.index + id[0].length);
                      const tops = new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.top)));
                      if (tops.size > 1) found.push('cuts ' + id[0] + ' in ' + text.parentElement.outerHTML.slice(0, 80));
                    }
                  }
                  return found.slice(0, 3);
                }""");
    }

    /** What of a page lies beside its box and is seen by scrolling there only; a table of items as rows is meant to be so wide. */
    static List<String> beside(Page page) {
        return ask(page, """
                () => [...document.querySelectorAll('main *:not(textarea, input, select, pre, code, .grid-wrap, .sr)')]
                  .filter(e => e.clientWidth > 20 && e.scrollWidth > e.clientWidth + 3 && getComputedStyle(e).overflowX !== 'visible')
                  .slice(0, 3)
                  .map(e => 'hides ' + (e.scrollWidth - e.clientWidth) + ' px beside: ' + e.outerHTML.slice(0, 120))""");
    }

    /** Text that stands in a column of fewer than three characters. */
    static List<String> narrow(Page page) {
        return ask(page, """
                () => [...document.querySelectorAll('main td, main th, main dt, main dd')]
                  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 3))
                  .filter(e => !e.closest('.sr, svg, pre, [aria-hidden=true]')
                    && getComputedStyle(e.closest('thead') ?? e).position !== 'absolute')
                  .filter(e => {
                    const box = e.getBoundingClientRect();
                    const size = parseFloat(getComputedStyle(e).fontSize);
                    return box.width > 1 && box.height > 1 && box.width < 3 * size && box.height > 2.5 * size;
                  })
                  .slice(0, 3)
                  .map(e => 'is too narrow: ' + e.outerHTML.slice(0, 120))""");
    }

    @SuppressWarnings("unchecked")
    private static List<String> ask(Page page, String script) {
        return (List<String>) page.evaluate(script);
    }
}
