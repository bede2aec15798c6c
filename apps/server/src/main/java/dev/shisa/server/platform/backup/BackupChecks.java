package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Messages;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether there is a backup, and whether a restore was proven lately: for the doctor, whose findings are tasks on Home, and
 * as a line of Home's side column.
 */
@Configuration(proxyBeanMethods = false)
class BackupChecks {

    /** An installation that began today has nothing to lose yet. */
    private static final Duration YOUNG = Duration.ofDays(1);

    private static final Duration BACKUP_AGE_MAX = Duration.ofDays(8);
    private static final Duration PROOF_AGE_MAX = Duration.ofDays(40);

    @Bean
    Check backupCheck(RunStore runs, JdbcClient jdbc, InstantSource clock) {
        return check("backup", 25, () -> {
            Instant now = clock.instant();
            Optional<Run> made = runs.lastMade();
            Optional<Run> last = runs.last(Run.Kind.BACKUP);
            if (last.isPresent() && last.get().outcome() == Run.Outcome.FAILED) {
                return new Check.Finding.Bad(
                        "failed", day(last.get()), made.map(BackupChecks::day).orElse("-"));
            }
            if (made.isEmpty()) {
                return began(jdbc).isBefore(now.minus(YOUNG))
                        ? new Check.Finding.Bad("none")
                        : new Check.Finding.Ok(-1L, "-");
            }
            long days = days(made.get(), now);
            return made.get().finishedAt().isBefore(now.minus(BACKUP_AGE_MAX))
                    ? new Check.Finding.Bad("old", days, day(made.get()))
                    : new Check.Finding.Ok(days, day(made.get()));
        });
    }

    @Bean
    Check restoreProofCheck(RunStore runs, JdbcClient jdbc, InstantSource clock) {
        return check("restore-proof", 26, () -> {
            Instant now = clock.instant();
            Optional<Run> last = runs.last(Run.Kind.DRILL);
            Optional<Run> proven = runs.lastProven();
            boolean failedSince = last.isPresent()
                    && last.get().outcome() == Run.Outcome.FAILED
                    && proven.map(run -> run.finishedAt().isBefore(last.get().finishedAt()))
                            .orElse(true);
            if (failedSince) {
                return new Check.Finding.Bad(
                        "failed", day(last.get()), proven.map(BackupChecks::day).orElse("-"));
            }
            Instant since = proven.map(Run::finishedAt).orElseGet(() -> began(jdbc));
            if (since.isBefore(now.minus(PROOF_AGE_MAX))) {
                return proven.isPresent()
                        ? new Check.Finding.Bad("old", days(proven.get(), now), day(proven.get()))
                        : new Check.Finding.Bad("never", PROOF_AGE_MAX.toDays());
            }
            return proven.map(run -> new Check.Finding.Ok(days(run, now), day(run)))
                    .orElseGet(() -> new Check.Finding.Ok(-1L, "-"));
        });
    }

    @Bean
    HomeSide restoreProofLine(RunStore runs, Messages messages, InstantSource clock) {
        return new HomeSide() {
            @Override
            public Block block() {
                return Block.HEALTH;
            }

            @Override
            public List<Row> rows(Person person, Locale locale) {
                if (!person.can(Act.SEE_HEALTH)) {
                    return List.of();
                }
                Instant now = clock.instant();
                Optional<Run> proven = runs.lastProven();
                boolean fresh = proven.isPresent() && proven.get().finishedAt().isAfter(now.minus(PROOF_AGE_MAX));
                return List.of(new Row(
                        fresh ? "met" : "unknown",
                        messages.get(locale, "backup.home.proven"),
                        person.can(Act.CHANGE_SETTINGS) ? "/settings/backup" : "/doctor",
                        proven.map(run -> messages.get(locale, "backup.home.days", days(run, now)))
                                .orElseGet(() -> messages.get(locale, "backup.home.never")),
                        false,
                        proven.map(Run::finishedAt).orElse(now)));
            }
        };
    }

    private static Check check(String id, int position, java.util.function.Supplier<Check.Finding> looking) {
        return new Check() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public int position() {
                return position;
            }

            @Override
            public String mendedAt(Person person) {
                return person.can(Act.CHANGE_SETTINGS) ? "/settings/backup" : "";
            }

            @Override
            public boolean hasLinesOfItsOwn() {
                return id.equals("restore-proof");
            }

            @Override
            public Finding look() {
                return looking.get();
            }
        };
    }

    /** When the first person came: before that there was nothing to lose. */
    private static Instant began(JdbcClient jdbc) {
        return jdbc.sql("SELECT min(created_at) AS at FROM person")
                .query((row, number) -> {
                    Timestamp at = row.getTimestamp("at");
                    return at == null ? Instant.MAX : at.toInstant();
                })
                .single();
    }

    private static long days(Run run, Instant now) {
        return Math.max(0, Duration.between(run.finishedAt(), now).toDays());
    }

    private static String day(Run run) {
        return run.finishedAt().atZone(BackupCommand.ZONE).toLocalDate().toString();
    }
}
