package dev.shisa.probe.web;

import dev.shisa.probe.run.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Requests that do not wait for each other, so that a server that answers slowly is asked within the time of a run. */
final class Several {

    private Several() {}

    /**
     * Sends each request by a visitor of its own, so many at once, and what only reads once more where no answer came.
     *
     * @param to takes each request with its answer, in their order; empty where none came
     */
    static void send(
            int atOnce,
            Supplier<Visitor> visitors,
            List<Request> requests,
            BiConsumer<Request, Optional<Response>> to) {
        for (List<Request> some : pieces(requests, atOnce)) {
            List<Optional<Response>> responses = send(visitors, some);
            for (int i = 0; i < some.size(); i++) {
                Request request = some.get(i);
                Optional<Response> response = responses.get(i);
                if (response.isEmpty() && request.method().equals("GET")) {
                    response = one(() -> visitors.get().send(request));
                }
                to.accept(request, response);
            }
        }
    }

    /** Sends each request by a visitor of its own; empty where none came back. */
    static List<Optional<Response>> send(Supplier<Visitor> visitors, List<Request> requests) {
        return all(requests.stream()
                .<Callable<Response>>map(request -> () -> visitors.get().send(request))
                .toList());
    }

    /** Does all of them at once, each on a thread of its own; empty where one failed for the network's sake. */
    static <T> List<Optional<T>> all(List<Callable<T>> tasks) {
        try {
            return together(tasks.stream()
                    .<Callable<Optional<T>>>map(task -> () -> one(task))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does all of them at once, each on a thread of its own.
     *
     * @throws IOException if one failed for the network's sake
     */
    static <T> List<T> together(List<Callable<T>> tasks) throws IOException {
        if (tasks.size() == 1) {
            return List.of(done(tasks.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> begun =
                    tasks.stream().map(task -> threads.submit(() -> done(task))).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : begun) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException network -> throw network;
                case RuntimeException ours -> throw ours;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("stopped-person");
        }
    }

    private static <T> Optional<T> one(Callable<T> task) {
        try {
            return Optional.of(done(task));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static <T> T done(Callable<T> task) throws IOException {
        try {
            return task.call();
        } catch (IOException | RuntimeException e) {
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
