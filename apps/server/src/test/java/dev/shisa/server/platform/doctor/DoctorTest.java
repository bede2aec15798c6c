package dev.shisa.server.platform.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class DoctorTest extends ServerTest {

    @Autowired
    List<Check> checks;

    @Autowired
    Messages messages;

    @Autowired
    Doctor doctor;

    @Autowired
    DoctorCommand command;

    @Autowired
    SigningKeys signingKeys;

    @Autowired
    ReceiverSecrets receiverSecrets;

    @Autowired
    List<SealedSecrets.Keeper> keepers;

    @Value("${shisa.data}")
    Path data;

    @Test
    void makesEveryCheckAndSaysWhatItFound() {
        Page page = signedIn(Role.OPERATOR).get("/doctor");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("データベース", "ディスクの空き", "データの置き場所", "時計", "証明書の期限", "メモリー");
        assertThat(signedIn(Role.QUALITY).get("/doctor").status()).isEqualTo(403);
    }

    @Test
    void answersMachinesToo() {
        Page json = signedIn(Role.AUDITOR).get("/doctor.json", "Accept", "application/json");
        assertThat(json.header("Content-Type")).startsWith("application/json");
        assertThat(json.html()).contains("\"id\":\"database\",\"state\":\"ok\"");
    }

    @Test
    void noticesAClockThatWasSetBack() {
        var owner = signedIn(Role.OWNER);
        owner.post("/settings/organisation", "version", "1", "organisation", "青葉精機");
        assertThat(finding("clock")).isInstanceOf(Check.Finding.Ok.class);

        clock.advance(Duration.ofMinutes(-5));
        assertThat(finding("clock")).extracting(Check.Finding::code).isEqualTo("back");
        assertThat(owner.get("/doctor").text()).contains("時計が戻されています", "NTP");
        String found = owner.get("/doctor").html();
        assertThat(found.indexOf("id=\"clock\"")).isPositive().isLessThan(found.indexOf("id=\"database\""));
        owner.post("/settings/organisation", "version", "2", "organisation", "青葉精機株式会社");
        assertThat(finding("clock"))
                .as("records of the earlier time do not hide the later ones")
                .extracting(Check.Finding::code)
                .isEqualTo("back");
        clock.set(Instant.parse("1970-01-02T00:00:00Z"));
        assertThat(finding("clock")).extracting(Check.Finding::code).isEqualTo("wrong");
    }

    @Test
    void noticesACertificateThatIsAboutToEnd() {
        assertThat(finding("certificate")).isInstanceOf(Check.Finding.Ok.class);
        clock.advance(Duration.ofDays(5 * 365));
        assertThat(finding("certificate")).extracting(Check.Finding::code).isEqualTo("ended");
    }

    @Test
    void noticesALedgerThatHasStoppedTaking() {
        jdbc.sql("DELETE FROM ledger_outbox").update();
        assertThat(finding("outbox")).isEqualTo(new Check.Finding.Ok(0L));
        jdbc.sql("""
                        INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                        VALUES (:at, 'test/1', '1', '', '', '')""").param("at", Timestamp.from(clock.instant())).update();
        assertThat(finding("outbox")).isEqualTo(new Check.Finding.Ok(1L));
        clock.advance(Duration.ofMinutes(6));
        assertThat(finding("outbox")).isEqualTo(new Check.Finding.Bad("late", 1L, 6L));
        // With the account and the session of who looks.
        assertThat(signedIn(Role.OWNER).english().get("/doctor").text())
                .contains("3 have not been taken; the oldest has waited for 6 minutes.");
        jdbc.sql("DELETE FROM ledger_outbox").update();
    }

    @ParameterizedTest
    @CsvSource({"advisory-key,''", "advisory-key,x", "advisory-key,OTHER", "receivers-key,''", "receivers-key,OTHER"})
    void noticesAKeyThatIsGoneDamagedOrAnotherOne(String name, String left) throws IOException {
        emptyDatabase();
        signingKeys.make(person(Role.OWNER));
        receiverSecrets.keep(ids.next(), "a secret");
        assertThat(finding("sealed")).isEqualTo(new Check.Finding.Ok(2L));

        Path file = data.resolve("secrets").resolve(name).toAbsolutePath();
        // As it is, with its rights: others of this process look at them.
        Path key = Files.move(file, file.resolveSibling("aside"));
        try {
            if (!left.isEmpty()) {
                Files.writeString(
                        file, left.equals("OTHER") ? Base64.getEncoder().encodeToString(new byte[32]) : left);
            }
            assertThat(finding("sealed")).isEqualTo(new Check.Finding.Bad("lost", file.toString(), 1L));
            assertThat(signedIn(Role.OWNER).english().get("/doctor").text())
                    .contains("One thing that was sealed with it cannot be opened.");
        } finally {
            Files.move(key, file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(finding("sealed")).isInstanceOf(Check.Finding.Ok.class);
    }

    @Test
    void knowsWhateverIsSealed() {
        assertThat(keepers)
                .extracting(keeper -> String.valueOf(keeper.key().file().getFileName()))
                .containsExactlyInAnyOrder("advisory-key", "bench-key", "feeds-key", "receivers-key");
        assertThat(keepers).allSatisfy(keeper -> assertThat(keeper.kept()).isNotNull());
    }

    @Test
    void answersTheTerminalThroughTheRunningServer() {
        AdminReply reply = command.answer("", Locale.JAPANESE);
        assertThat(reply.text()).contains("✓ データベース: PostgreSQL 18");
        assertThat(reply.exitCode()).isEqualTo(doctor.examine().bad().isEmpty() ? 0 : 1);
        assertThat(command.answer("json", Locale.ENGLISH).text()).startsWith("{\"at\":\"2026-11-20T01:24:00Z\"");
        assertThat(command.answer("nonsense", Locale.ENGLISH).exitCode()).isEqualTo(2);
    }

    @Test
    void aCheckThatHangsOrFailsIsNotTakenForWell() {
        List<Doctor.Result> results = Doctor.look(
                List.of(
                        new MachineChecks.Simple("hangs", 1, () -> {
                            try {
                                Thread.sleep(Duration.ofHours(1));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return new Check.Finding.Ok();
                        }),
                        new MachineChecks.Simple("fails", 2, () -> {
                            throw new IllegalStateException("no idea");
                        })),
                Duration.ofMillis(200));
        assertThat(results).extracting(Doctor.Result::id).containsExactly("hangs", "fails");
        assertThat(results.get(0).finding()).isInstanceOf(Check.Finding.Unknown.class);
        assertThat(results.get(1).finding()).isEqualTo(new Check.Finding.Unknown("no idea"));
        assertThat(DoctorWords.exitCode(results)).isEqualTo(3);
    }

    @Test
    void everyCheckHasItsWordsAndEveryProblemItsFix() {
        for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            for (Check check : checks) {
                assertThat(messages.has(locale, "doctor." + check.id()))
                        .as(check.id())
                        .isTrue();
                assertThat(messages.has(locale, "doctor." + check.id() + ".ok"))
                        .as(check.id())
                        .isTrue();
                String prefix = "doctor." + check.id() + ".";
                assertThat(messages.all(locale.getLanguage()).keySet().stream()
                                .filter(key ->
                                        key.startsWith(prefix) && !key.endsWith(".fix") && !key.equals(prefix + "ok")))
                        .allSatisfy(key -> assertThat(messages.has(locale, key + ".fix"))
                                .as(key)
                                .isTrue());
            }
        }
    }

    private Check.Finding finding(String id) {
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow()
                .look();
    }
}
