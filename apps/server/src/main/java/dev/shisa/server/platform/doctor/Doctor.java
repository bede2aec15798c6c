package dev.shisa.server.platform.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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
        Report report = new Report(
                clock.instant(),
                checks.stream()
                        .sorted(Comparator.comparingInt(Check::position).thenComparing(Check::id))
                        .map(Doctor::look)
                        .toList());
        last = report;
        return report;
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

    private static Result look(Check check) {
        try {
            return new Result(check.id(), check.look());
        } catch (RuntimeException e) {
            LOG.warn("the check {} could not be made", check.id(), e);
            return new Result(check.id(), new Check.Finding.Unknown(String.valueOf(e.getMessage())));
        }
    }
}
