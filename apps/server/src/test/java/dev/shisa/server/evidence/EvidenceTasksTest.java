package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is remembered of somebody's tasks is forgotten when what changed them is committed, and not for what came to nothing. */
class EvidenceTasksTest extends ServerTest {

    @Autowired
    private EvidenceTasks tasks;

    @Autowired
    private EvidenceLog log;

    @Autowired
    private Products products;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Person second;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        camera = products.create(new NewSeries("MC-200", "カメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private void declare() {
        log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "説明書",
                        "",
                        "",
                        camera.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        new Subject(Subject.Kind.PRODUCT, camera.id()),
                        Slot.of("guide.safe"),
                        Value.words(Set.of("web")),
                        "")));
    }

    private int open() {
        return tasks.tasks(second, Locale.JAPANESE).size();
    }

    @Test
    void aConfirmationThatWaitsIsSeenAtOnceWhenItIsCommitted() {
        assertThat(open()).isZero();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open recording = atOnce.begin().step(this::declare);
            assertThat(open()).isZero();
            recording.commit();
            assertThat(open()).isEqualTo(1);
            atOnce.begin().step(this::declare).rollBack();
            assertThat(open()).isEqualTo(1);
        }
    }

    @Test
    void whereNobodyElseCanConfirmWhoInvitesPeopleIsTold() {
        emptyDatabase();
        quality = person(Role.OWNER, Role.QUALITY);
        second = person(Role.PSIRT);
        camera = products.create(new NewSeries("MC-200", "カメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        assertThat(told(quality)).as("nothing waits").isEmpty();

        declare();
        clock.advance(Duration.ofMinutes(1));
        assertThat(told(quality)).containsExactly("/settings/people/new");
        assertThat(told(second)).as("who may not invite").isEmpty();

        Series other = products.create(new NewSeries("GW-50", "ゲートウェイ", "ゲートウェイ", "", List.of(), "1.0"), quality);
        person(Set.of(other.id()), Role.QUALITY);
        clock.advance(Duration.ofMinutes(1));
        assertThat(told(quality)).as("who is limited to another product cannot").hasSize(1);

        person(Role.QUALITY);
        clock.advance(Duration.ofMinutes(1));
        assertThat(told(quality)).as("somebody can now").isEmpty();
    }

    private List<String> told(Person person) {
        return tasks.tasks(person, Locale.JAPANESE).stream()
                .map(task -> String.valueOf(task.way().href()))
                .filter(href -> href.startsWith("/settings"))
                .toList();
    }
}
