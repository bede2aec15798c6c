package dev.shisa.server.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.cli.Cli;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.SigningKey;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A pack is checked by those who receive it: with public tools, and with our command. */
class PackTest extends ServerTest {

    private static final Slot DEFAULT_PASSWORD = Slot.of("login.password.default", "login-1");
    private static final long SEED = 20261120;

    @TempDir
    Path folder;

    @Autowired
    EvidenceLog log;

    @Autowired
    Products products;

    @Autowired
    Blobs blobs;

    @Autowired
    LedgerKeeper keeper;

    @Autowired
    LedgerRecords records;

    @Autowired
    Erasures erasures;

    @Autowired
    ErasureStore erasureStore;

    @org.springframework.beans.factory.annotation.Value("${shisa.data}")
    Path data;

    private Series camera;
    private Series lock;

    @BeforeEach
    void aMakersRecords() throws IOException {
        emptyDatabase();
        Person sato = person(Role.QUALITY);
        Person tanaka = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        lock = products.create(new NewSeries("SL-10", "SL-10", "スマートロック", "", List.of("SL-10"), "1.0"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
        Subject release = products.subject(camera, Subject.Kind.RELEASE);
        StoredFile manual = blobs.store(new ByteArrayInputStream("取扱説明書\n".getBytes(UTF_8)), "取扱 説明書.TXT", -1);
        Recorded first = log.record(
                document(camera, sato, "取扱説明書 \"第3版\"", manual),
                List.of(NewFact.of(release, DEFAULT_PASSWORD, Value.word("unique"), "")));
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "見ました");
        log.unconfirm(first.evidence(), tanaka);
        log.confirm(first.evidence(), Set.copyOf(first.facts()), tanaka, "もう一度見ました");
        Recorded second = log.record(
                document(camera, sato, "別の資料", null),
                List.of(new NewFact(release, DEFAULT_PASSWORD, Value.word("none"), "", Set.copyOf(first.facts()))));
        log.withdraw(second.facts().getFirst(), tanaka, "別の製品の資料でした");
        Release next = products.addRelease(
                camera,
                "2.5.0",
                null,
                "",
                products.designated(camera).orElseThrow().id(),
                sato);
        products.signImpact(
                camera, next.id(), Set.of("jcstar1"), Set.of(new RequirementId("jcstar1", "S1.1-01")), "作り直した", tanaka);
        signedIn(Role.QUALITY)
                .post(
                        "/parameters",
                        "value-login.tries.max",
                        "5",
                        "source-login.tries.max",
                        "12",
                        "version-login.tries.max",
                        "0");
    }

    @Test
    @Tag("openssl")
    void publicToolsAloneVerifyIt() throws Exception {
        unpack(pack(""), folder.resolve("pack"));
        assertThat(shell(folder.resolve("pack"), "sh", "verify.sh"))
                .startsWith("0\n")
                .contains("OK: ", "records are in the log", "came with the pack");
        String vkey = Files.readString(folder.resolve("pack/logs/1/vkey")).strip();
        assertThat(shell(folder.resolve("pack"), "sh", "verify.sh", vkey))
                .startsWith("0\n")
                .doesNotContain("came with the pack");
        assertThat(shell(folder.resolve("pack"), "sh", "verify.sh", "other+00000000+AAAA"))
                .startsWith("1\n")
                .contains("none of the keys given");
    }

    @Test
    @Tag("openssl")
    void publicToolsFindWhatWasChanged() throws Exception {
        byte[] pack = pack("");
        Map<String, String> changes = Map.of(
                "files/", "files are not as manifest.json says",
                "records/", "files are not as manifest.json says",
                "manifest.json", "",
                "manifest.content", "NG",
                "manifest.tlog-proof", "NG");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            Path copy = folder.resolve("changed-" + change.getKey().replace("/", ""));
            unpack(pack, copy);
            Path file = first(copy, change.getKey());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertThat(shell(copy, "sh", "verify.sh"))
                    .as(change.getKey())
                    .startsWith("1\n")
                    .contains(change.getValue());
        }
        Path more = folder.resolve("more");
        unpack(pack, more);
        Files.writeString(more.resolve("records/1-999.content"), "x");
        assertThat(shell(more, "sh", "verify.sh")).startsWith("1\n").contains("records/1-999.content");
        Files.delete(more.resolve("records/1-999.content"));
        // Whoever also makes the manifest fit is found by the record of the manifest.
        Path evidence = more.resolve("evidence.json");
        String before = StoredZipTest.sha256(Files.readAllBytes(evidence));
        Files.writeString(evidence, Files.readString(evidence).replace("unique", "common"));
        Path manifest = more.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replace(before, StoredZipTest.sha256(Files.readAllBytes(evidence))));
        assertThat(shell(more, "sh", "verify.sh")).startsWith("1\n").contains("not the one that was recorded");
    }

    @Test
    void ourCommandVerifiesItAndFindsEveryChangedByte() throws Exception {
        byte[] pack = pack("");
        Path file = Files.write(folder.resolve("pack.zip"), pack);
        assertThat(verify(file)).startsWith("0\n").contains("came with the pack", "all parts fit each other");
        String vkey = keeper.key().orElseThrow().toString();
        assertThat(verify(file, "--vkey", vkey)).startsWith("0\n").contains("the key that you gave");

        Random random = new Random(SEED);
        List<Integer> missed = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            int at = i < 30 ? i * pack.length / 30 : random.nextInt(pack.length);
            byte[] changed = pack.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            if (!verify(Files.write(folder.resolve("changed.zip"), changed)).startsWith("1\n")) {
                missed.add(at);
            }
        }
        assertThat(missed).as("bytes whose change was not found, seed " + SEED).isEmpty();
        assertThat(verify(Files.write(folder.resolve("short.zip"), Arrays.copyOf(pack, pack.length - 1))))
                .startsWith("1\n");
    }

    @Test
    void ourCommandNamesWhatIsMissingAddedOrOfAnotherLog() throws Exception {
        byte[] pack = pack("");
        Map<String, byte[]> files = bytes(pack);
        String record = files.keySet().stream()
                .filter(name -> name.endsWith(".content") && name.startsWith("records/"))
                .findFirst()
                .orElseThrow();
        assertThat(verify(zip(without(files, record))))
                .startsWith("1\n")
                .contains("✗ " + record + "\n  This file is missing.");
        assertThat(verify(zip(without(files, "manifest.tlog-proof"))))
                .startsWith("1\n")
                .contains("✗ manifest.tlog-proof\n  This file is missing.");
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put("files/EV-0000.txt", new byte[0]);
        assertThat(verify(zip(more))).startsWith("1\n").contains("✗ files/EV-0000.txt\n  manifest.json does not name");
        assertThat(verify(zip(without(files, "manifest.json"))))
                .startsWith("1\n")
                .contains("✗ manifest.json");
        assertThat(verify(zip(files))).startsWith("0\n");

        String other = SigningKey.generate("other.example/1", KeyType.ED25519, new SecureRandom())
                .verifier()
                .toString();
        assertThat(verify(zip(files), "--vkey", other))
                .startsWith("1\n")
                .contains("✗ logs/1/vkey", "is not one that you gave");
        assertThat(verify(zip(files), "--vkey", "nonsense")).startsWith("2\n");
        assertThat(verify(folder.resolve("not-there.zip"))).startsWith("4\n");
        assertThat(verify(zip(files), "--json")).contains("\"intact\" : true", "\"keyGiven\" : false");
    }

    @Test
    void aPackThatSomebodyElseSignedIsToldApartOnlyByTheKey() throws Exception {
        Path file = Files.write(folder.resolve("mine.zip"), pack(""));
        String mine = keeper.key().orElseThrow().toString();
        keeper.close();
        LedgerTestKeeper.remove(data);
        jdbc.sql("UPDATE ledger_outbox SET log = NULL, leaf_index = NULL").update();
        Path forged = Files.write(folder.resolve("forged.zip"), pack(""));
        assertThat(verify(file, "--vkey", mine)).startsWith("0\n");
        assertThat(verify(forged)).startsWith("0\n").contains("Compare its fingerprint");
        assertThat(verify(forged, "--vkey", mine)).startsWith("1\n").contains("made by somebody else");
    }

    @Test
    void aPackHoldsWhatWasAndIsSaid() throws Exception {
        byte[] pack = pack("");
        Map<String, String> files = contents(pack);
        assertThat(files.keySet())
                .contains("README_ja.txt", "verdicts/jcstar1/S1.1-02.json", "logs/1/checkpoint", "manifest.tlog-proof");
        assertThat(files.keySet()).allMatch(name -> name.matches("[A-Za-z0-9._/-]+"));
        assertThat(files.keySet())
                .filteredOn(name -> name.startsWith("files/"))
                .hasSize(1)
                .allMatch(n -> n.endsWith(".txt"));
        assertThat(files.get("evidence.json")).contains("取扱 説明書.TXT", "もう一度見ました", "別の製品の資料でした");
        assertThat(files.get("manifest.json")).contains("\"series\":{\"code\":\"MC-200\"", "\"evidenceLeftOut\":0");
        for (String kind : List.of(
                "evidence/1",
                "fact/1",
                "confirmation/1",
                "confirmation-undone/1",
                "withdrawal/1",
                "verdict/1",
                "parameter/1")) {
            assertThat(files.values()).as(kind).anyMatch(text -> text.contains("\"kind\":\"" + kind + "\""));
        }
        assertThat(acts()).last().isEqualTo("evidence.pack");
    }

    @Test
    void aPackOfOneRequirementHoldsOnlyThat() throws Exception {
        Map<String, String> all = contents(pack(""));
        byte[] pack = pack("?requirement=jcstar1/S1.1-16");
        Map<String, String> one = contents(pack);
        assertThat(one.keySet())
                .filteredOn(name -> name.startsWith("verdicts/"))
                .containsExactly("verdicts/jcstar1/S1.1-16.json");
        assertThat(one.size()).isLessThan(all.size());
        assertThat(one.get("evidence.json")).doesNotContain("取扱説明書");
        assertThat(verify(Files.write(folder.resolve("one.zip"), pack))).startsWith("0\n");
        assertThat(verify(Files.write(folder.resolve("two.zip"), pack("?requirement=jcstar1/S1.1-02"))))
                .startsWith("0\n");
    }

    @Test
    @Tag("openssl")
    void erasedContentIsNotInItAndTheRestStillHolds() throws Exception {
        Person asks = person(Role.OWNER);
        Person agrees = person(Role.AUDITOR);
        for (LedgerRecord record : records.page(new LedgerRecords.Filter("evidence", null, null, null, false), 0, 9)) {
            erasures.ask(record, asks, "個人名があった");
            erasures.agree(erasureStore.openOf(record.id()).orElseThrow(), agrees);
        }
        byte[] pack = pack("");
        assertThat(verify(Files.write(folder.resolve("erased.zip"), pack)))
                .startsWith("0\n")
                .contains("2 of the records have no content any more")
                .contains("asked by " + asks.name() + ", agreed by " + agrees.name() + ". Reason: 個人名があった");
        assertThat(contents(pack).get("evidence.json")).doesNotContain("別の資料");
        unpack(pack, folder.resolve("erased"));
        assertThat(shell(folder.resolve("erased"), "sh", "verify.sh")).startsWith("0\n");
    }

    @Test
    void contentThatIsGoneWithoutAnErasureIsFoundInThePack() throws Exception {
        jdbc.sql("UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE kind = 'withdrawal/1'")
                .update();
        assertThat(verify(Files.write(folder.resolve("gone.zip"), pack(""))))
                .startsWith("1\n")
                .contains("it was taken out");
    }

    @Test
    void whatWasChangedPastShisaIsFoundInThePack() throws Exception {
        jdbc.sql("UPDATE fact SET value = 'none' WHERE value = 'unique'").update();
        jdbc.sql("UPDATE evidence SET title = '第4版' WHERE title LIKE '取扱%'").update();
        assertThat(verify(Files.write(folder.resolve("past.zip"), pack(""))))
                .startsWith("1\n")
                .contains(" title", "第4版", " value", "\"unique\"");
    }

    @Test
    void onlyThoseWhoMayTakeIt() {
        assertThat(signedIn(Role.OPERATOR).get("/products/MC-200/pack.zip").status())
                .isEqualTo(403);
        assertThat(signedIn(person(Set.of(lock.id()), Role.QUALITY))
                        .get("/products/MC-200/pack.zip")
                        .status())
                .isEqualTo(404);
        assertThat(signedIn(Role.QUALITY)
                        .get("/products/MC-200/pack.zip?requirement=jcstar1/S9")
                        .status())
                .isEqualTo(404);
        Page page = signedIn(Role.AUDITOR).get("/products/MC-200/pack");
        assertThat(page.text()).contains("MC-200シリーズのエビデンスパックを作れます", "2件(確認事項2件)", "パックを保存する");
        assertThat(signedIn(Role.QUALITY).get("/products/MC-200/conformity").html())
                .contains("/products/MC-200/pack");
    }

    @Test
    void evidenceOfASeriesThatThePersonDoesNotSeeIsLeftOut() throws Exception {
        Subject organisation = products.subject(lock, Subject.Kind.ORGANISATION);
        log.record(
                document(lock, person(Role.QUALITY), "SL-10だけの資料", null),
                List.of(NewFact.of(organisation, Slot.of("disclosure.published"), Value.word("none"), "")));
        Page page = signedIn(person(Set.of(camera.id()), Role.QUALITY)).get("/products/MC-200/pack.zip");
        Map<String, String> files = contents(page.bytes());
        assertThat(files.get("manifest.json")).contains("\"evidenceLeftOut\":1");
        assertThat(files.get("evidence.json")).doesNotContain("SL-10だけ");
        assertThat(verify(Files.write(folder.resolve("limited.zip"), page.bytes())))
                .startsWith("0\n");
    }

    private byte[] pack(String query) {
        Page page = signedIn(Role.QUALITY).get("/products/MC-200/pack.zip" + query);
        assertThat(page.status()).isEqualTo(200);
        return page.bytes();
    }

    /** Exit code and all output of our command. */
    private static String verify(Path file, String... more) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        java.util.Locale language = java.util.Locale.getDefault();
        try (PrintStream caught = new PrintStream(out, true, UTF_8)) {
            System.setOut(caught);
            java.util.Locale.setDefault(java.util.Locale.ENGLISH);
            List<String> args = new ArrayList<>(List.of("verify", file.toString()));
            args.addAll(Arrays.asList(more));
            int code = Cli.run(args.toArray(String[]::new));
            return code + "\n" + out.toString(UTF_8);
        } finally {
            System.setOut(before);
            java.util.Locale.setDefault(language);
        }
    }

    /** Exit code and all output of a command. */
    private static String shell(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + "\n" + text;
    }

    private static Path first(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> folder.relativize(f).toString().startsWith(prefix))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** By the JDK's reader, which is not the one that we write for. */
    private static Map<String, String> contents(byte[] pack) throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(pack))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
            }
        }
        return contents;
    }

    private static Map<String, byte[]> bytes(byte[] pack) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(pack))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(entry.getName(), in.readAllBytes());
            }
        }
        return contents;
    }

    private static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
        Map<String, byte[]> rest = new LinkedHashMap<>(files);
        rest.remove(name);
        return rest;
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StoredZip zip = new StoredZip(out);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            zip.add(file.getKey(), file.getValue());
        }
        zip.finish();
        return Files.write(folder.resolve("made.zip"), out.toByteArray());
    }

    private static void unpack(byte[] pack, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path zip = Files.write(folder.resolveSibling(folder.getFileName() + ".unpacked.zip"), pack);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
        }
    }

    private NewEvidence document(Series series, Person by, String title, @Nullable StoredFile file) {
        return new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                title,
                "",
                "32ページ",
                series.id(),
                null,
                null,
                file,
                Map.of("model", "MC-200W"),
                clock.instant(),
                null,
                by,
                by.name(),
                "page",
                null);
    }
}
