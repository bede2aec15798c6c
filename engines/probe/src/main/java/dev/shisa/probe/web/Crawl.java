package dev.shisa.probe.web;

import dev.shisa.probe.run.Bench;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * Follows the links of a web server. The first pages are kept for the tests of content; those after them are only looked
 * at, and kept where images may go. A page that does not answer is asked for once more at the end; what is led to and
 * was not read, for that or for want of time, is remembered, since nobody can say that a page is missing which they
 * could not look for.
 */
final class Crawl {

    private static final int PAGES_MAX = 120;
    private static final int LOOKED_AT_MAX = 1000;
    private static final int DOORS_MAX = 40;
    private static final long CRAWL_MS = 15_000;
    private static final long QUICK_CRAWL_MS = 30_000;
    /** Of the requests of a run. */
    private static final int SHARE = 8;

    /** A calendar has a page for every day, a list one for each entry; a few of them show what it is. */
    private static final int OF_ONE_SCRIPT_MAX = 9;

    private static final int OF_ONE_SHAPE_MAX = 40;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+");

    private final Bench bench;
    private final IntSupplier atOnce;
    private final BooleanSupplier isShortOfTime;
    private final Set<String> unread = new LinkedHashSet<>();

    /**
     * @param atOnce how many requests are best sent at once
     * @param isShortOfTime whether answers are slow, so that the rest of the run needs the time
     */
    Crawl(Bench bench, IntSupplier atOnce, BooleanSupplier isShortOfTime) {
        this.bench = bench;
        this.atOnce = atOnce;
        this.isShortOfTime = isShortOfTime;
    }

    /** Targets that were led to and that no visitor could read, in the order in which they were met. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    /**
     * Reads what targets lead to, as one visitor sees it.
     *
     * @param last after all that the first page leads to
     */
    void read(Visitor visitor, Collection<String> last, Map<String, Page> into) {
        Deque<String> queue = new ArrayDeque<>(List.of("/"));
        Deque<String> after = new ArrayDeque<>(last);
        after.addAll(unread);
        LookedAt lookedAt = new LookedAt(into.keySet());
        Map<String, Integer> inVain = new LinkedHashMap<>();
        long begunMs = bench.budget().elapsedMs();
        long requestsMax =
                bench.budget().requests() + PAGES_MAX + bench.limits().requests() / SHARE;
        while (!queue.isEmpty()
                && lookedAt.targets.size() < LOOKED_AT_MAX
                && inVain.values().stream().mapToInt(Integer::intValue).sum() < Site.FAILURES_MAX
                && bench.budget().requests() < requestsMax
                && bench.budget().elapsedMs() - begunMs < (isShortOfTime.getAsBoolean() ? CRAWL_MS : QUICK_CRAWL_MS)) {
            List<String> some = next(queue, lookedAt);
            List<Optional<Page>> found = Several.all(some.stream()
                    .<Callable<Page>>map(target -> () -> visitor.get(target))
                    .toList());
            for (int i = 0; i < some.size(); i++) {
                String target = some.get(i);
                if (found.get(i).isPresent()) {
                    inVain.remove(target);
                    lookedAt.add(target);
                    keep(found.get(i).get(), into);
                    follow(found.get(i).get(), lookedAt, queue);
                } else if (inVain.merge(target, 1, Integer::sum) == 1) {
                    queue.add(target);
                }
            }
            if (queue.isEmpty()) {
                queue.addAll(after);
                after.clear();
            }
        }
        queue.addAll(after);
        unread.addAll(inVain.keySet());
        while (!queue.isEmpty()) {
            unread.addAll(next(queue, lookedAt));
        }
        unread.removeAll(lookedAt.targets);
    }

    private List<String> next(Deque<String> queue, LookedAt lookedAt) {
        Set<String> some = new LinkedHashSet<>();
        int most = atOnce.getAsInt();
        while (!queue.isEmpty() && some.size() < most) {
            String target = queue.remove();
            if (!lookedAt.suffices(target) && !Site.DESTRUCTIVE.matcher(target).find()) {
                some.add(target);
            }
        }
        return List.copyOf(some);
    }

    private static void keep(Page page, Map<String, Page> into) {
        if (into.size() < PAGES_MAX || (into.size() < PAGES_MAX + DOORS_MAX && mayTakeImages(page))) {
            into.put(page.target(), page);
        }
    }

    /** Whether a page has a place for files, or leads or belongs to one for images. */
    private static boolean mayTakeImages(Page page) {
        return page.forms().stream().anyMatch(Form::hasFile)
                || page.calls().stream()
                        .anyMatch(call -> call.isPost()
                                && UpdateCheck.PLACE.matcher(call.action()).find())
                || (!page.response().isHtml()
                        && UpdateCheck.PLACE.matcher(page.target()).find());
    }

    private static void follow(Page page, LookedAt lookedAt, Deque<String> queue) {
        for (String link : page.links()) {
            if (!lookedAt.suffices(link) && queue.size() < 2 * LOOKED_AT_MAX) {
                queue.add(link);
            }
        }
        for (Form form : page.forms()) {
            if (!form.isPost()) {
                queue.add(form.action());
            }
        }
    }

    /** What one walk has looked at. */
    private static final class LookedAt {

        private final Set<String> targets;
        private final Map<String, Integer> alike = new HashMap<>();

        LookedAt(Set<String> before) {
            targets = new HashSet<>(before);
        }

        void add(String target) {
            targets.add(target);
            alike.merge(shape(target), 1, Integer::sum);
        }

        /** Whether nothing new is to be seen there. */
        boolean suffices(String target) {
            return targets.contains(target)
                    || alike.getOrDefault(shape(target), 0)
                            >= (target.contains("?") ? OF_ONE_SCRIPT_MAX : OF_ONE_SHAPE_MAX);
        }

        private static String shape(String target) {
            int query = target.indexOf('?');
            return query < 0 ? NUMBER.matcher(target).replaceAll("#") : target.substring(0, query + 1);
        }
    }
}
