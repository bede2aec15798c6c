package dev.shisa.probe.web;

import dev.shisa.probe.run.Bench;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

/**
 * Follows the links of a web server. A page that does not answer is asked for once more at the end; what is led to and
 * was not read, for that or for want of time, is remembered, since nobody can say that a page is missing which they
 * could not look for.
 */
final class Crawl {

    private static final int PAGES_MAX = 120;
    private static final long CRAWL_MS = 15_000;
    private static final int OF_ONE_SCRIPT_MAX = 8;

    private final Bench bench;
    private final IntSupplier atOnce;
    private final Set<String> unread = new LinkedHashSet<>();

    /** @param atOnce how many requests are best sent at once */
    Crawl(Bench bench, IntSupplier atOnce) {
        this.bench = bench;
        this.atOnce = atOnce;
    }

    /** Targets that were led to and that no visitor could read. */
    Set<String> unread() {
        return Set.copyOf(unread);
    }

    /** Reads what these targets lead to, as one visitor sees it. */
    void read(Visitor visitor, Iterable<String> from, Map<String, Page> into) {
        Deque<String> queue = new ArrayDeque<>();
        from.forEach(queue::add);
        Map<String, Integer> inVain = new LinkedHashMap<>();
        long untilMs = bench.budget().elapsedMs() + CRAWL_MS;
        while (!queue.isEmpty()
                && into.size() < PAGES_MAX
                && inVain.values().stream().mapToInt(Integer::intValue).sum() < Site.FAILURES_MAX
                && bench.budget().elapsedMs() < untilMs) {
            List<String> some = next(queue, into);
            List<Optional<Page>> found = Several.all(some.stream()
                    .<Callable<Page>>map(target -> () -> visitor.get(target))
                    .toList());
            for (int i = 0; i < some.size(); i++) {
                String target = some.get(i);
                if (found.get(i).isPresent()) {
                    inVain.remove(target);
                    add(found.get(i).get(), into, queue);
                } else if (inVain.merge(target, 1, Integer::sum) == 1) {
                    queue.add(target);
                }
            }
        }
        unread.addAll(inVain.keySet());
        while (!queue.isEmpty()) {
            unread.addAll(next(queue, into));
        }
        unread.removeAll(into.keySet());
    }

    private List<String> next(Deque<String> queue, Map<String, Page> into) {
        Set<String> some = new LinkedHashSet<>();
        int most = atOnce.getAsInt();
        while (!queue.isEmpty() && some.size() < most) {
            String target = queue.remove();
            if (!into.containsKey(target)
                    && !Site.DESTRUCTIVE.matcher(target).find()
                    && sameScript(target, into) <= OF_ONE_SCRIPT_MAX) {
                some.add(target);
            }
        }
        return List.copyOf(some);
    }

    private static void add(Page page, Map<String, Page> into, Deque<String> queue) {
        into.put(page.target(), page);
        for (String link : page.links()) {
            if (!into.containsKey(link) && queue.size() < 10 * PAGES_MAX) {
                queue.add(link);
            }
        }
        for (Form form : page.forms()) {
            if (!form.isPost()) {
                queue.add(form.action());
            }
        }
    }

    /** A calendar has a page for every day; a few of them show what it is. */
    private static long sameScript(String target, Map<String, Page> into) {
        int query = target.indexOf('?');
        if (query < 0) {
            return 0;
        }
        String script = target.substring(0, query + 1);
        return into.keySet().stream().filter(known -> known.startsWith(script)).count();
    }
}
