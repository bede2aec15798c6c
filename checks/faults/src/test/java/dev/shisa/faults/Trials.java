package dev.shisa.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Many trials that do not touch each other, as many at a time as there are processors, each in the folder of who makes it. */
final class Trials {

    private static final int TOLD_EACH = 25;

    private Trials() {}

    /** One of them. */
    @FunctionalInterface
    interface Trial<T> {
        /** @param maker number of who makes it, and no other trial at the same time */
        T make(int maker) throws Exception;
    }

    /**
     * What came of them, in their order.
     *
     * @throws AssertionError of all that failed, when all have ended
     */
    static <T> List<T> of(String what, List<Trial<T>> trials) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        int makers = Math.min(trials.size(), Runtime.getRuntime().availableProcessors());
        List<Future<T>> results = new ArrayList<>();
        List<T> came = new ArrayList<>();
        ThreadLocal<Integer> maker = ThreadLocal.withInitial(next::getAndIncrement);
        try (ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, makers))) {
            for (Trial<T> trial : trials) {
                results.add(workers.submit(() -> {
                    try {
                        return trial.make(maker.get());
                    } finally {
                        int done = ended.incrementAndGet();
                        if (done % TOLD_EACH == 0) {
                            System.out.printf("faults: %s, %d of %d%n", what, done, trials.size());
                        }
                    }
                }));
            }
        }
        List<Throwable> failed = new ArrayList<>();
        for (Future<T> result : results) {
            try {
                came.add(result.get());
            } catch (ExecutionException e) {
                failed.add(e.getCause() == null ? e : e.getCause());
            }
        }
        if (!failed.isEmpty()) {
            AssertionError all = new AssertionError(failed.size() + " of " + trials.size() + " failed: "
                    + failed.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
            failed.forEach(all::addSuppressed);
            throw all;
        }
        return came;
    }
}
