package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class BlobsTest extends ServerTest {

    @Autowired
    BlobStore store;

    @Autowired
    TransactionTemplate transaction;

    @TempDir
    Path data;

    private long free = Long.MAX_VALUE / 2;
    private Blobs blobs;

    @BeforeEach
    void inAFolderOfTheirOwn() {
        emptyDatabase();
        blobs = new Blobs(store, transaction, ids, clock, data, () -> free);
    }

    @Test
    void aFileLiesUnderItsHashAndEqualContentsShareIt() throws IOException {
        StoredFile first = keep("hello", "a.txt");
        StoredFile second = keep("hello", "b.txt");

        assertThat(first.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(files()).containsExactly(data.resolve("blobs/sha256/2c/" + first.sha256()));
        assertThat(count("blob")).isEqualTo(1);
        try (InputStream in = blobs.open(first.sha256())) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
    }

    @Test
    void twoHundredAndOneMegabytesAreRefusedAndNothingIsLeft() throws IOException {
        long size = 201L * 1024 * 1024;
        assertThatThrownBy(() -> blobs.store(zeros(size), "big.bin", -1))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("upload.too-large"));
        assertThatThrownBy(() -> blobs.store(zeros(size), "big.bin", size)).isInstanceOf(Problem.class);

        assertThat(files()).isEmpty();
        assertThat(count("blob")).isZero();
    }

    @Test
    void aFullDiskIsSaidInASentenceAndNothingIsLeft() throws IOException {
        free = 12_000_000;
        assertThatThrownBy(() -> blobs.store(zeros(1000), "a.bin", 1000)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("evidence.disk-full");
            assertThat(p.status()).isEqualTo(507);
            assertThat(p.args()).containsExactly(12L, 67L);
        });
        assertThat(files()).isEmpty();
        assertThat(count("blob")).isZero();
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsNoticedBeforeItIsFull() throws IOException {
        InputStream filling = new InputStream() {
            private long left = 40_000_000;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] to, int from, int count) {
                free = left;
                left -= count;
                return count;
            }
        };
        free = 200_000_000;
        assertThatThrownBy(() -> blobs.store(filling, "a.bin", -1))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("evidence.disk-full"));
        assertThat(files()).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = new InputStream() {
            private int given;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] to, int from, int count) throws IOException {
                given += count;
                if (given > 1_000_000) {
                    throw new IOException("connection reset");
                }
                return count;
            }
        };
        assertThatThrownBy(() -> blobs.store(broken, "a.txt", -1)).hasRootCauseMessage("connection reset");
        assertThat(files()).isEmpty();
        assertThat(count("blob")).isZero();
    }

    @Test
    void deathBetweenFileAndRowLeavesNoRowAndTheOrphanIsSweptAfterAnHour() throws IOException {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    keep("never acknowledged", "a.txt");
                    throw new IllegalStateException("power cut");
                }))
                .hasMessage("power cut");
        assertThat(count("blob")).isZero();
        assertThat(files()).hasSize(1);

        age(files().getFirst(), Duration.ofMinutes(59));
        assertThat(blobs.sweep()).as("somebody may be about to give it its row").isZero();
        age(files().getFirst(), Duration.ofMinutes(61));
        assertThat(blobs.sweep()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void anOrphanIsTakenUpAgainByTheSameContentAndStays() throws IOException {
        StoredFile file = keep("hello", "a.txt");
        jdbc.sql("DELETE FROM blob").update();
        age(files().getFirst(), Duration.ofDays(2));

        keep("hello", "a.txt");
        assertThat(blobs.sweep()).isZero();
        assertThat(Files.exists(blobs.path(file.sha256()))).isTrue();
    }

    /** What a killed server left is removed by the start of the next: see {@code TemporaryFilesTest}. */
    @Test
    void aFileThatIsStillBeingSentIsNotSweptHoweverLongItTakes() throws IOException {
        Files.createDirectories(data.resolve("blobs/tmp"));
        Path half = Files.writeString(data.resolve("blobs/tmp/new-1.part"), "half");
        age(half, Duration.ofHours(2));

        assertThat(blobs.sweep()).isZero();
        assertThat(half).exists();
    }

    @Test
    void aContentThatNothingUsesGoesAfterADayAndOneThatAFormWaitsForStays() throws IOException {
        Person person = person(Role.QUALITY);
        keep("unused", "a.txt");
        UUID upload = blobs.remember(keep("waiting", "b.txt"), person);
        assertThat(blobs.upload(upload, person)).map(StoredFile::fileName).contains("b.txt");
        assertThat(blobs.upload(upload, person(Role.QUALITY)))
                .as("somebody else's")
                .isEmpty();

        clock.advance(Duration.ofHours(23));
        assertThat(blobs.sweep()).isZero();
        clock.advance(Duration.ofHours(2));
        assertThat(blobs.sweep()).isEqualTo(2);
        assertThat(count("blob")).isZero();
        assertThat(count("upload")).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void onlyAHashNamesAPath() {
        assertThatThrownBy(() -> blobs.path("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    private void use(StoredFile file, Person person) {
        blobs.remember(file, person);
    }

    @Test
    void whatIsUsedAnywhereIsNotEvenTriedAndWhatIsNotGoesHoweverMuchIsUsed() {
        StoredFile used = keep("used", "a.txt");
        jdbc.sql("""
            INSERT INTO psirt_quarantine (id, why, digest, source, key_hash, content, times, first_at, last_at, state)
            VALUES (:id, 'trap', 'd', 's', 'k', '{}', 1, now(), now(), 'waiting')""").param("id", new UUID(0, 7)).update();
        jdbc.sql("""
            INSERT INTO psirt_kept_file (id, kept_id, sha256, size_bytes, name, media_type, disagrees, at)
            VALUES (:id, :id, :sha, 4, 'a.txt', 'text/plain', false, now())""").param("id", new UUID(0, 7)).param("sha", used.sha256()).update();
        clock.advance(Duration.ofDays(2));
        assertThat(statements().of(blobs::sweep)).noneMatch(sql -> sql.startsWith("DELETE FROM blob"));
        StoredFile orphan = keep("orphan", "b.txt");
        clock.advance(Duration.ofDays(2));
        assertThat(store.unused(clock.instant(), 1)).containsExactly(orphan.sha256());
        assertThat(blobs.sweep()).isEqualTo(1);
        assertThat(blobs.isThere(used)).isTrue();
    }

    @Test
    void whatIsStoredAgainIsNotSweptBeforeItCanBeUsed() {
        StoredFile old = keep("again", "a.txt");
        clock.advance(Duration.ofDays(2));
        StoredFile again = keep("again", "a.txt");
        assertThat(blobs.sweep()).isZero();
        use(again, person(Role.QUALITY));
        assertThat(blobs.isThere(old)).isTrue();
    }

    @Test
    void whatIsStoredAgainWhileItIsBeingSweptStays() {
        StoredFile old = keep("again", "a.txt");
        clock.advance(Duration.ofDays(2));
        try (AtOnce atOnce = atOnce();
                Statements.Held sweeper = statements().hold("pg_try_advisory_xact_lock(")) {
            Future<Integer> swept = atOnce.beside(blobs::sweep);
            sweeper.awaitReached();
            keep("again", "a.txt");
            sweeper.letGo();
            assertThat(AtOnce.result(swept)).isZero();
        }
        use(old, person(Role.QUALITY));
        assertThat(blobs.isThere(old)).isTrue();
    }

    @Test
    void aSweepThatIsNotCommittedLeavesNoRowWithoutItsContent() {
        StoredFile old = keep("halves", "a.txt");
        clock.advance(Duration.ofDays(2));
        statements().fail(Statements.COMMIT, new IllegalStateException("made by the test"));
        assertThatThrownBy(blobs::sweep).hasMessageContaining("made by the test");
        assertThat(count("blob")).isEqualTo(1);
        assertThat(blobs.isThere(old)).isTrue();
        assertThat(blobs.sweep()).isEqualTo(1);
        assertThat(blobs.isThere(old)).isFalse();
    }

    private StoredFile keep(String text, String name) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return blobs.store(new ByteArrayInputStream(bytes), name, bytes.length);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private void age(Path file, Duration age) throws IOException {
        Instant then = clock.instant().minus(age);
        Files.setLastModifiedTime(file, FileTime.from(then));
    }

    private static InputStream zeros(long size) {
        return new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] to, int from, int count) {
                if (left <= 0) {
                    return -1;
                }
                int given = (int) Math.min(count, left);
                left -= given;
                return given;
            }
        };
    }
}
