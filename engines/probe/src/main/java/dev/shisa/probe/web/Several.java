package dev.shisa.probe.web;

import dev.shisa.probe.run.Stopped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Requests that do not wait for each other, so that a server that answers slowly is asked within the time of a run. */
final class Several {

    private Several() {}

    /** Sends each request by a visitor of its own; empty where none came back. */
    static List<Optional<Response>> send(Supplier<Visitor> visitors, List<Request> requests) {
        return all(requests.stream()
                .<Callable<Response>>map(request -> () -> visitors.get().send(request))
                .toList());
    }

    /** Does all of them at once, each on a thread of its own; empty where one failed for the network's sake. */
    static <T> List<Optional<T>> all(List<Callable<T>> tasks) {
        if (tasks.size() == 1) {
            return List.of(one(tasks.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<T>>> begun =
                    tasks.stream().map(task -> threads.submit(() -> one(task))).toList();
            List<Optional<T>> results = new ArrayList<>();
            for (Future<Optional<T>> future : begun) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("stopped-person");
        }
    }

    private static <T> Optional<T> one(Callable<T> task) {
        try {
            return Optional.of(task.call());
        } catch (IOException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** In pieces of so many. */
    static <T> List<List<T>> pieces(List<T> all, int size) {
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            pieces.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return pieces;
    }
}
