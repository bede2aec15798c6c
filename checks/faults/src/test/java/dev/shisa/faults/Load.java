package dev.shisa.faults;

import dev.shisa.conformity.Catalogue;
import dev.shisa.driver.Answerer;
import dev.shisa.driver.Client;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People at work: one answers questions with documents, one cannot remember a password, and somebody outside keeps each
 * checkpoint that is published. What was acknowledged is in the {@link Journal}; what was refused is remembered by its
 * words.
 */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int ATTEMPTS_EACH = 3;
    private static final int REFUSALS_KEPT = 200;

    /** Every so many documents there is a large one, which the server keeps in a file until it is read: 400 KB. */
    private static final int LARGE_EACH = 5;

    private static final int LARGE_RECORDS = 9_000;

    private final Server server;
    private final String session;
    private final Journal journal;
    private final Catalogue catalogue;
    private final SplittableRandom random;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Client.Answer> refusals = new ArrayList<>();
    private volatile String lastFailure = "";
    private volatile boolean stopping;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile Optional<AssertionError> broken = Optional.empty();

    private Load(Server server, String session, Journal journal, long seed) throws IOException {
        this.server = server;
        this.session = session;
        this.journal = journal;
        this.catalogue = ShippedCatalogue.read();
        this.random = new SplittableRandom(seed);
    }

    /**
     * Begins.
     *
     * @param session the cookie of somebody who is signed in
     */
    static Load on(Server server, String session, Journal journal, long seed) throws IOException {
        Load load = new Load(server, session, journal, seed);
        load.begin("answers", load::answers);
        load.begin("sign-ins", load::signIns);
        load.begin("checkpoints", load::checkpoints);
        return load;
    }

    /** One more person has a document of the house read, again and again: a process beside the server does that. */
    void reading() {
        begin("reading", this::reads);
    }

    /** So many answers were taken by this load. */
    int taken() {
        return taken.get();
    }

    /** Answers that took nothing, the latest first. */
    List<Client.Answer> refusals() {
        synchronized (refusals) {
            return List.copyOf(refusals).reversed();
        }
    }

    /** Waits until one more answer is taken. */
    void awaitMore(String what) throws InterruptedException {
        int before = taken();
        Installation.await(() -> what + ": " + lastFailure + " " + refusals(), () -> taken() > before);
    }

    private interface Work {
        void round() throws IOException, InterruptedException;
    }

    private void begin(String name, Work work) {
        threads.add(Thread.ofPlatform().daemon().name("load-" + name).start(() -> {
            try {
                while (!stopping) {
                    try {
                        work.round();
                    } catch (IOException | UncheckedAnswer e) {
                        // The fault is at work: nothing was acknowledged.
                        lastFailure = e.toString();
                    }
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (AssertionError e) {
                broken = Optional.of(e);
            }
        }));
    }

    /** An answer of a page that is not what was expected. */
    private static final class UncheckedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Client client() throws IOException {
        return Client.of(server.address(), server.data(), session).patience(PATIENCE);
    }

    /** Opens a series and answers its questions one after the other, each with a document. */
    private void answers() throws IOException, InterruptedException {
        String code = "F-" + Long.toString(random.nextLong(1L << 40), 36).toUpperCase(java.util.Locale.ROOT);
        Answerer answerer = new Answerer(catalogue, random.split());
        try (Client client = client()) {
            Owner.create(client, code, "障害シリーズ " + code, List.of("M-" + code));
            Client.Answer page = client.get("/products/" + code + "/questions");
            while (!stopping && page.status() == 200 && Answerer.asks(page)) {
                byte[] document = document();
                Answerer.Sent sent;
                try {
                    sent = answerer.answer(client, code, page, document);
                } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
                    throw new UncheckedAnswer();
                }
                if (sent.answer().status() / 100 == 3) {
                    if (sent.complete()) {
                        journal.document(HexFormat.of().formatHex(PublishedTree.sha256(document)));
                        taken.incrementAndGet();
                    }
                    page = client.get(sent.answer().location());
                } else {
                    refused(sent.answer());
                    page = client.get("/products/" + code + "/questions");
                }
                Thread.sleep(PAUSE);
            }
            if (page.status() != 200) {
                refused(page);
            }
        }
    }

    private void reads() throws IOException, InterruptedException {
        String code = "R-"
                + Long.toUnsignedString(UUID.randomUUID().getLeastSignificantBits(), 36)
                        .toUpperCase(java.util.Locale.ROOT);
        byte[] manual = Files.readAllBytes(
                Installation.home().resolve("apps/server/src/test/resources/dev/shisa/server/document/manual.pdf"));
        String sources = "/products/" + code + "/documents/sources";
        try (Client client = client()) {
            Owner.create(client, code, "文書を読むシリーズ " + code, List.of("M-" + code));
            for (Client.Answer page = client.get(sources);
                    !stopping && page.status() == 200;
                    page = client.get(sources)) {
                Client.Answer answer = client.postParts(sources, List.of(), "manual.pdf", manual);
                if (answer.status() / 100 != 3) {
                    refused(answer);
                }
            }
        }
    }

    private byte[] document() {
        String record = "記録 " + UUID.randomUUID() + "\n";
        return record.repeat(random.nextInt(LARGE_EACH) == 0 ? LARGE_RECORDS : 1)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void signIns() throws IOException, InterruptedException {
        String email = "nobody-" + UUID.randomUUID() + "@midorihama.example";
        try (Client client = Client.of(server.address(), server.data()).patience(PATIENCE)) {
            for (int i = 0; i < ATTEMPTS_EACH && !stopping; i++) {
                Client.Answer page = client.get("/sign-in");
                if (page.status() != 200) {
                    refused(page);
                    return;
                }
                Client.Answer answer =
                        client.post("/sign-in", List.of(Map.entry("email", email), Map.entry("password", "forgotten")));
                if (answer.status() == 422) {
                    journal.failure(email);
                } else if (answer.status() != 429) {
                    refused(answer);
                }
                // A person cannot try faster either: the door counts attempts by address.
                Thread.sleep(PAUSE.multipliedBy(10));
            }
        }
    }

    private void checkpoints() throws IOException {
        Path log = server.data().resolve("ledger/1");
        Optional<PublishedTree.Head> head = PublishedTree.head(log);
        head.ifPresent(published -> journal.published(published.size(), published.root()));
    }

    private void refused(Client.Answer answer) {
        synchronized (refusals) {
            if (refusals.size() == REFUSALS_KEPT) {
                refusals.removeFirst();
            }
            refusals.add(answer);
        }
    }

    /** Stops it and waits until nobody writes any more. */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
    }
}
