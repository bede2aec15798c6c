package dev.shisa.server.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.doctor.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class HealthTest extends ServerTest {

    @Test
    void anybodyIsToldThatItLivesAndIsReady() {
        Page live = signedOut().get("/health/live");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.html()).isEqualTo("{\"status\":\"live\"}");
        Page ready = signedOut().get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.html()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(ready.header("Content-Type")).isEqualTo("application/json");
        assertThat(ready.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ready.response().getCookies()).as("no session begins").isEmpty();
    }

    @Test
    void whoIsSignedInIsToldTheSame() {
        assertThat(signedIn(Role.OWNER).get("/health/ready").html()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void onlyReadingIsAnsweredAndOtherPathsAreNotThere() {
        assertThat(signedOut().post("/health/ready").status()).isEqualTo(405);
        assertThat(signedOut().get("/health/other").status()).isEqualTo(404);
        assertThat(signedOut().get("/health").status()).isEqualTo(404);
    }

    @Test
    void whoAsksWithoutPauseIsSlowedDown() {
        Browser stranger = signedOut();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 601; i++) {
            statuses.add(stranger.get("/health/live").status());
        }
        assertThat(statuses.subList(0, 600)).containsOnly(200);
        assertThat(statuses.getLast()).isEqualTo(429);
        assertThat(stranger.get("/health/live").header("Retry-After")).isEqualTo("60");
        assertThat(signedOut().get("/health/live").status())
                .as("another address is not")
                .isEqualTo(200);
    }

    @Test
    void namesTheChecksThatKeepItFromServingAndNoOthers() {
        Made database = new Made("database", Set.of("unreachable", "unknown"), new Check.Finding.Bad("unreachable"));
        Made disk = new Made("disk", Set.of("full"), new Check.Finding.Bad("low"));
        Made memory = new Made("memory", Set.of(), new Check.Finding.Bad("low"));
        Readiness readiness = readiness(database, disk, memory);

        assertThat(readiness.failing()).containsExactly("database");
        assertThat(memory.looked).as("it decides nothing here").hasValue(0);

        database.found = new Check.Finding.Ok();
        assertThat(readiness.failing()).as("seen less than a second ago").containsExactly("database");
        assertThat(database.looked).hasValue(1);
        clock.advance(Readiness.FRESH);
        assertThat(readiness.failing()).isEmpty();

        clock.advance(Duration.ofDays(-1));
        disk.found = new Check.Finding.Bad("full");
        assertThat(readiness.failing()).as("the clock was set back").containsExactly("disk");

        readiness.stop();
        assertThat(readiness.failing()).containsExactly("stopping");
    }

    @Test
    void aDatabaseThatHangsIsNotWaitedFor() throws InterruptedException {
        Made database = new Made("database", Set.of("unreachable", "unknown"), new Check.Finding.Ok());
        database.hangs = true;
        assertThat(readiness(database).failing()).containsExactly("database");
        assertThat(database.interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }

    private Readiness readiness(Check... checks) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        for (Check check : checks) {
            beans.addBean(check.id(), check);
        }
        return new Readiness(beans.getBeanProvider(Check.class), clock);
    }

    private static final class Made implements Check {
        private final String id;
        private final Set<String> stops;
        private final AtomicInteger looked = new AtomicInteger();
        private volatile Finding found;
        private volatile boolean hangs;
        private final CountDownLatch interrupted = new CountDownLatch(1);

        Made(String id, Set<String> stops, Finding found) {
            this.id = id;
            this.stops = stops;
            this.found = found;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Set<String> stopsWorkOn() {
            return stops;
        }

        @Override
        public Finding look() {
            looked.incrementAndGet();
            if (hangs) {
                try {
                    Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
            return found;
        }
    }
}
