package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Which facts wait for a second person is kept beside the facts, and is what the facts say, whatever happens to them. */
class FactsThatWaitTest extends ServerTest {

    private static final Slot SHARED = Slot.of("login.password.default", "login-1");
    private static final int STEPS = 120;

    /** Most happens to what came lately. */
    private static final int AT_HAND = 6;

    @Autowired
    EvidenceLog log;

    @Autowired
    Products products;

    private Person sato;
    private Person tanaka;
    private UUID series;
    private Subject release;

    /** The evidence that was confirmed last. */
    private UUID confirmed = new UUID(0, 0);

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        tanaka = person(Role.QUALITY);
        var camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
        series = camera.id();
        release = products.subject(camera, Subject.Kind.RELEASE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappensToFacts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Recorded> all = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (int i = 0; i < STEPS; i++) {
            int what = all.isEmpty() ? 0 : random.nextInt(6);
            Recorded some = all.isEmpty() ? null : all.get(Math.max(0, all.size() - 1 - random.nextInt(AT_HAND)));
            try {
                done.add(step(what, some, random, all));
            } catch (Problem refused) {
                // What may not be done changes nothing either.
                assertThat(refused.status()).isIn(404, 409, 422);
            }
            clock.advance(Duration.ofMinutes(1));
            assertThat(waiting()).as("step %s, %s", i, what).isEqualTo(toldByTheFacts(all));
        }
        assertThat(done).contains("recorded", "replaced", "confirmed", "taken back", "withdrawn");
    }

    private String step(int what, @Nullable Recorded some, SplittableRandom random, List<Recorded> all) {
        if (some == null || what == 0) {
            all.add(record(random.nextBoolean(), random.nextInt(4) == 0, Set.of()));
            return "recorded";
        }
        UUID fact = some.facts().getFirst();
        return switch (what) {
            case 1, 2 -> {
                all.add(record(true, false, Set.of(fact)));
                yield "replaced";
            }
            case 3 -> {
                confirmed = some.evidence();
                yield log.confirm(confirmed, Set.of(fact), tanaka, "").isEmpty() ? "nothing" : "confirmed";
            }
            case 4 -> {
                log.unconfirm(confirmed, tanaka);
                yield "taken back";
            }
            default -> {
                log.withdraw(fact, sato, "量産品ではなかった");
                yield "withdrawn";
            }
        };
    }

    @Test
    void whatStandsAgainWhileItIsConfirmedDoesNotWait() {
        UUID first = record(true, false, Set.of()).facts().getFirst();
        UUID second = record(true, false, Set.of(first)).facts().getFirst();
        assertThat(waiting()).containsExactly(second);
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open withdrawing = atOnce.begin().step(() -> log.withdraw(second, sato, "量産品ではなかった"));
            Future<Integer> confirming =
                    atOnce.beside(() -> jdbc.sql("""
                            INSERT INTO fact_confirmation (id, fact_id, person_id, name, at)
                            VALUES (gen_random_uuid(), ?, ?, 'x', now())""").params(first, tanaka.id()).update());
            long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (waitingForALock() == 0) {
                assertThat(confirming.isDone())
                        .as("it did not wait for the other")
                        .isFalse();
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            withdrawing.commit();
            assertThat(AtOnce.result(confirming)).isEqualTo(1);
        }
        assertThat(waiting()).as("one fact is withdrawn, the other confirmed").isEmpty();
    }

    private Recorded record(boolean document, boolean ended, Set<UUID> replaced) {
        Instant now = clock.instant();
        NewEvidence evidence = document
                ? new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "取扱説明書",
                        "",
                        "",
                        series,
                        null,
                        null,
                        null,
                        Map.of(),
                        now,
                        ended ? now.minusSeconds(1) : null,
                        sato,
                        sato.name(),
                        "page",
                        null)
                : NewEvidence.declaration("申告", "設計による", series, now, sato, sato.name(), "page");
        return log.record(evidence, List.of(new NewFact(release, SHARED, Value.word("unique"), "", replaced)));
    }

    private Set<UUID> waiting() {
        return Set.copyOf(
                jdbc.sql("SELECT fact_id FROM fact_waiting").query(UUID.class).list());
    }

    private Set<UUID> toldByTheFacts(List<Recorded> all) {
        return all.stream()
                .flatMap(recorded -> recorded.facts().stream())
                .map(id -> log.fact(id).orElseThrow())
                .filter(entry -> entry.confirmedBy() == null && !entry.isWithdrawn() && entry.supersededBy() == null)
                .filter(entry -> entry.fact().validUntil() == null
                        || entry.fact().validUntil().isAfter(entry.fact().observedAt()))
                .map(entry -> entry.fact().id())
                .collect(Collectors.toSet());
    }
}
