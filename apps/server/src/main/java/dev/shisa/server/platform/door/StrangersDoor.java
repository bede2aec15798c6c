package dev.shisa.server.platform.door;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.SecretLookup;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.SeenSecrets;
import dev.shisa.server.platform.account.Sessions;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.web.Cookies;
import dev.shisa.server.platform.web.ProblemPage;
import dev.shisa.server.platform.web.WholeAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who is known passes and goes before all others; who is not takes their turn ({@link Turns}). It stands after the doors that answer from
 * memory and need no turn, health, metrics, the public pages and static files, and before everything that costs: tokens of forms, pages,
 * the database.
 */
@Component
@Order(StrangersDoor.BEFORE_PEOPLE)
class StrangersDoor extends OncePerRequestFilter {

    /** After the public pages (-190), before Spring Security (-100). */
    static final int BEFORE_PEOPLE = -150;

    private static final Logger LOG = LoggerFactory.getLogger(StrangersDoor.class);

    private static final String SCHEME = "Bearer ";

    /** A tenth of a second of work, and little memory. */
    private static final int WAITING_MAX = 64;

    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    /** They hold a connection each, or a stream, and no more. */
    private static final int LEAVING_MAX = 1_000;

    private static final Duration TOLD_EACH = Duration.ofMinutes(1);

    private volatile Turns turns = new Turns(Turns.AT_ONCE, WAITING_MAX, WAIT_MAX, System::nanoTime);

    private static final Duration LOOK_EACH = Turns.BESIDE_PEOPLE;

    private final Background.Timer looking = Background.timer("turns");
    private final AnswerBudget answers = new AnswerBudget();
    private final Semaphore leaving = new Semaphore(LEAVING_MAX);
    private final AtomicLong sentAway = new AtomicLong();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - TOLD_EACH.toNanos());
    private final SeenSecrets seen;
    private final List<SecretLookup> lookups;
    private final Handshakes handshakes;
    private final ProblemPage problems;

    StrangersDoor(SeenSecrets seen, List<SecretLookup> lookups, Handshakes handshakes, ProblemPage problems) {
        this.seen = seen;
        this.lookups = lookups;
        this.handshakes = handshakes;
        this.problems = problems;
        looking.every(LOOK_EACH, () -> turns.call());
    }

    @Override
    public void destroy() {
        looking.close();
    }

    AnswerBudget answers() {
        return answers;
    }

    Turns turns() {
        return turns;
    }

    /** Others from now on. */
    void turns(Turns others) {
        turns = others;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> secret = secret(request);
        if (secret.filter(this::isKnown).isPresent()) {
            serve(request, response, chain);
            return;
        }
        long came = System.nanoTime();
        Optional<Turns.Turn> taken = Optional.empty();
        try {
            taken = turns.take(Source.of(request).network(), response::isCommitted);
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
        }
        if (taken.isEmpty()) {
            tell();
            keepWaiting(came + WAIT_MAX.toNanos());
            sendAway(request, response);
            return;
        }
        // Who comes for the first time since the start has a stranger's turn for as long as it takes to look them up.
        try (Turns.Turn turn = taken.get()) {
            if (secret.filter(this::isGood).isEmpty()) {
                serve(turn, request, response, chain);
                return;
            }
        }
        serve(request, response, chain);
    }

    private void take(AnswerBudget.Held held, int bytes, HttpServletResponse response) {
        try {
            held.take(bytes);
        } catch (Problem full) {
            tell();
            response.setHeader("Retry-After", Long.toString(WAIT_MAX.toSeconds()));
            throw full;
        }
    }

    private void sendAway(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", Long.toString(WAIT_MAX.toSeconds()));
        response.setHeader("Cache-Control", "no-store");
        OwnHeaders.complete(response);
        problems.plain(new Problem(503, "crowded"), request, response);
    }

    private void serve(Turns.Turn turn, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BodyInput body = request.getAttribute(BodyInput.ATTRIBUTE) instanceof BodyInput input ? input : null;
        if (body != null) {
            body.of(turn);
        }
        try (AnswerBudget.Held held = answers.of(Source.of(request).network())) {
            WholeAnswer.limit(request, bytes -> take(held, bytes, response));
            chain.doFilter(request, response);
        } catch (ServletException e) {
            // A page was made for which there is no room.
            if (!(e.getCause() instanceof Problem full) || full.status() != 503 || response.isCommitted()) {
                throw e;
            }
            sendAway(request, response);
        } finally {
            if (body != null) {
                body.of(null);
            }
        }
    }

    /** Whoever is known here. */
    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        handshakes.person(Source.of(request).network());
        try (Turns.Turn _ = turns.ofPeople(response::isCommitted)) {
            chain.doFilter(request, response);
        }
    }

    /**
     * Who is sent away at once asks again at once, and a crowd that does keeps the processors from the people; so the answer comes when
     * the time to wait is over.
     */
    private void keepWaiting(long until) {
        if (!leaving.tryAcquire()) {
            return;
        }
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leaving.release();
        }
    }

    /** Of the session or the token that it brings. */
    private static Optional<String> secret(HttpServletRequest request) {
        String given = request.getHeader("Authorization");
        return given != null && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(given.substring(SCHEME.length()).strip())
                : Cookies.read(request, Sessions.COOKIE);
    }

    /** Whether it was good when it was last looked up. */
    private boolean isKnown(String secret) {
        return seen.isSeen(Secrets.hash(secret));
    }

    private boolean isGood(String secret) {
        try {
            return lookups.stream().anyMatch(lookup -> lookup.isGood(secret));
        } catch (DataAccessException e) {
            // Whoever answers the request meets it again and says it.
            return false;
        }
    }

    private void tell() {
        sentAway.incrementAndGet();
        long before = toldAt.get();
        long now = System.nanoTime();
        if (now - before >= TOLD_EACH.toNanos() && toldAt.compareAndSet(before, now)) {
            LOG.warn(
                    "more strangers ask than are served beside the people here: {} requests were answered 503 since this was last said",
                    sentAway.getAndSet(0));
        }
    }
}
