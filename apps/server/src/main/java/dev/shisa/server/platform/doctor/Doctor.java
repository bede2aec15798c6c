package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.jobs.Background;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes all checks. */
@Component
public class Doctor {

    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    /** Home asks at each visit; the machine does not change that fast. */
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    /** A database that is gone lets each check that needs it wait for ten seconds; all wait at the same time. */
    static final Duration PATIENCE = Duration.ofSeconds(13);

    private final ObjectProvider<Check> checks;
    private final InstantSource clock;
    private volatile @Nullable Report last;

    Doctor(ObjectProvider<Check> checks, InstantSource clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** One check and what it found. */
    public record Result(String id, Check.Finding finding) {

        public boolean ok() {
            return finding instanceof Check.Finding.Ok;
        }

        public boolean bad() {
            return finding instanceof Check.Finding.Bad;
        }
    }

    /** All checks at one time. */
    public record Report(Instant at, List<Result> results) {

        public Report {
            results = List.copyOf(results);
        }

        public List<Result> bad() {
            return results.stream().filter(Result::bad).toList();
        }

        public boolean well() {
            return results.stream().allMatch(Result::ok);
        }
    }

    /** Looks now. */
    public Report examine() {
        Report report = new Report(clock.instant(), look(checks.stream().toList(), PATIENCE));
        last = report;
        return report;
    }

    /** Makes these checks, all at once, and gives what they found in their order; one that does not end in time is unknown. */
    public static List<Result> look(List<Check> checks, Duration patience) {
        record Looking(Check check, Future<Check.Finding> finding) {}
        List<Looking> begun = checks.stream()
                .sorted(Comparator.comparingInt(Check::position).thenComparing(Check::id))
                .map(check -> {
                    FutureTask<Check.Finding> task = new FutureTask<>(check::look);
                    // Not a virtual one: a disk that hangs would hold a carrier of the pages.
                    Background.start("check-" + check.id(), task);
                    return new Looking(check, task);
                })
                .toList();
        long end = System.nanoTime() + patience.toNanos();
        return begun.stream()
                .map(looking -> new Result(
                        looking.check().id(),
                        finding(looking.check(), looking.finding(), Math.max(0, end - System.nanoTime()))))
                .toList();
    }

    private static Check.Finding finding(Check check, Future<Check.Finding> looking, long patienceNanos) {
        try {
            return looking.get(patienceNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            looking.cancel(true);
            return new Check.Finding.Unknown("no answer in time");
        } catch (ExecutionException e) {
            LOG.warn("the check {} could not be made", check.id(), e.getCause());
            return new Check.Finding.Unknown(String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Check.Finding.Unknown("interrupted");
        }
    }

    /** {@link Check#tellsItself} of one of the checks. */
    boolean tellsItself(String id, Person person) {
        return checks.stream().anyMatch(check -> check.id().equals(id) && check.tellsItself(person));
    }

    /** {@link Check#mendedAt} of one of the checks. */
    String mendedAt(String id, Person person) {
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .map(check -> check.mendedAt(person))
                .orElse("");
    }

    /** {@link Check#hasLinesOfItsOwn} of one of the checks. */
    boolean hasLinesOfItsOwn(String id) {
        return checks.stream().anyMatch(check -> check.id().equals(id) && check.hasLinesOfItsOwn());
    }

    /** What was found lately, or now if that is too long ago. */
    public Report lately() {
        Report known = last;
        Instant now = clock.instant();
        return known == null
                        || known.at().plus(REMEMBERED).isBefore(now)
                        || known.at().isAfter(now)
                ? examine()
                : known;
    }
}
