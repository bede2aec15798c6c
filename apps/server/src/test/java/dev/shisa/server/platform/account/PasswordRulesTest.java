package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class PasswordRulesTest {

    private static final List<String> CONTEXT = List.of("m.tanaka@midorihama.example", "Misaki Tanaka", "みどり浜光機株式会社");
    private static final List<String> PRODUCTS = List.of("見守りカメラ MC-200", "Garden Lamp");

    private static final List<String> ENGLISH =
            List.of(("amber anchor apron basil beacon birch bramble bucket button cactus candle canyon cedar chalk"
                            + " chimney clover cobble comet copper coral cricket crumb dagger daisy denim ditch drizzle easel"
                            + " elbow ember fable feather fennel ferry fiddle flint fossil gable garlic ginger glacier gravel"
                            + " hammock harbour hazel hedge heron hinge hollow icicle igloo ivory jigsaw juniper kayak kettle kiln"
                            + " ladle lagoon lantern lattice lemon lichen lizard magnet maple marble meadow mitten mortar mosaic"
                            + " needle nettle noodle nutmeg oar onion orchard otter paddle pebble pepper pigeon pillow plank plaid"
                            + " puddle quarry quilt radish rafter raven ribbon riddle saddle sandal scarf shovel skillet sleet"
                            + " sparrow spruce stable teapot thimble thistle timber trowel turnip velvet violin walnut wharf"
                            + " willow")
                    .split(" "));

    private static final List<String> ROMAJI =
            List.of(("aji akari asagao azuki budou chawan chikara daikon densha dokan ebi eki enpitsu fude fukurou"
                            + " furoshiki gake ginkgo goma hachi hagaki hashi higashi hibari himawari hinata hotaru ichigo inaka"
                            + " ishi kabocha kaede kagami kakashi kaminari karasu kasa katsuo kawara kinoko kitsune kiwa kohaku"
                            + " koma komorebi kumo kuri kushi machi maguro makura matsu mayu mejiro mikan minato mogura momiji"
                            + " mori mugi nabe nagare namazu nasubi natsume niji nokogiri nuno ogawa okashi onigiri otoshi rakuda"
                            + " renkon ringo rousoku sakana sasa satoimo shiitake shima shizuku suika sumi suzume tabi tako takibi"
                            + " tanuki tatami tonbo toumei tsubame tsukue tsurara uchiwa umeboshi unagi wasabi yadokari")
                    .split(" "));

    @TempDir
    Path data;

    private PasswordRules rules;

    @BeforeEach
    void read() {
        rules = new PasswordRules(new RefusedPasswords(data));
    }

    private Optional<String> weakness(String password) {
        return rules.weakness(password, CONTEXT, PRODUCTS).map(PasswordRules.Weakness::code);
    }

    @ParameterizedTest
    @CsvSource({
        "short1, short",
        "雨の日は図書室で昼寝する, short",
        "aaaaaaaaaaaaaaaaa, repeated",
        "abababababababab, repeated",
        "12345678901234567890, repeated",
        "q2w3e4r5t6y7u8asdf, rows",
        "1qaz2wsx3edc4rfv, leaked",
        "P@ssw0rd20262027!!, leaked",
        "Welcome-2026-11-23, leaked",
        "iloveyou123456789, leaked",
        "letmeinletmeinletmein, repeated",
        "zankevich-zankevich, repeated",
        "2026strawberry2026, leaked",
        "!!!!!Unbelievable1, leaked",
        "elbaveilebnu-12345, leaked",
        "Christopher-1984!!, leaked",
        "パスワード123456789パスワード, common",
        "adminadminwelcome2026, common",
        "PsirtPsirtPsirt1, repeated",
        "correct-horse-battery-staple, saying",
        "CorrectHorseBatteryStaple2026!, saying",
        "yoroshikuonegaishimasu, saying",
        "春はあけぼの、やうやう白くなりゆく山際, saying",
        "summer2026-holiday, few",
        "extraordinary thermodynamics, few",
        "m.tanaka-vase-on-a-lamp, own",
        "m.t4naka-vase-on-a-lamp, own",
        "the 7 cups of Misaki are blue, own",
        "みどり浜光機の倉庫にある鍵の束, own",
        "violet garden lamp at noon, own",
        "midorihama2024kk, own",
        "websolutions-websol, leaked",
        "supernatural-supern, leaked",
        "transformers-transf, leaked",
        "flvbybcnhfnjh-flvbyb, leaked",
        "qw3rty1234567892024, rows",
        "tobeornottobethat, saying",
        "onceuponatimethere, saying",
        "livelonglaughlove, saying",
        "internationalization, leaked",
        "antidisestablishment, few"
    })
    void refusesWhatIsEasyToGuess(String password, String code) {
        assertThat(weakness(password)).as(password).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "琥珀色の路面電車に乗って海へ帰る",
                "kettle-harbour-violin",
                "Xq7#mVw2!pLz9$Rd",
                "yuki-no-asa-no-eki-5",
                "雨の日は図書室の窓辺で昼寝する",
                "four plain herons under a bridge"
            })
    void takesASentenceOrSomethingRandom(String password) {
        assertThat(weakness(password)).isEmpty();
    }

    @Test
    void sixtyFourAndTwoHundredAndFiftySixCharactersAreTakenAndNotMore() {
        String long64 = words(ENGLISH, new Random(64), " ", 64);
        String long256 = words(ENGLISH, new Random(256), " ", PasswordRules.LENGTH_MAX);
        assertThat(weakness(long64)).as(long64).isEmpty();
        assertThat(weakness(long256)).as(long256).isEmpty();
        assertThat(weakness(long256 + "x")).contains("long");
    }

    /** Only the form of a letter is made one, as SP 800-63B says (NFKC); nothing is cut and capitals stay. */
    @Test
    void isOneUnicodeFormAndOtherwiseAsItWasTyped() {
        assertThat(PasswordRules.normal("Kettle ﾊｰﾊﾞｰ Ｖiolin")).isEqualTo("Kettle ハーバー Violin");
        assertThat(PasswordRules.normal("a\u0308")).isEqualTo("\u00e4");
        for (String typed : List.of("  Two  Spaces At Both Ends ", "KETTLE harbour", "<b>&amp;'\"\\", "水 と 火 の 間 🎏")) {
            assertThat(PasswordRules.normal(typed)).isEqualTo(typed);
        }
    }

    private static String words(List<String> known, Random random, String between, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(known.get(random.nextInt(known.size()))).append(between);
        }
        return text.substring(0, length);
    }

    @Test
    void noneOfTheWellKnownOnesIsTaken() {
        List<String> known = lines("well-known.txt");
        assertThat(known).hasSize(107);
        assertThat(known.stream().filter(password -> weakness(password).isEmpty()))
                .isEmpty();
    }

    /** Also none that somebody makes long enough by what people put at the end. */
    @Test
    void noneOfTheWellKnownOnesIsTakenWithWhatPeopleAdd() {
        List<String> taken = new ArrayList<>();
        for (String known : lines("well-known.txt")) {
            for (String longer : List.of(
                    known + "2026!",
                    known + "-" + known,
                    known.toUpperCase(Locale.ROOT) + "12345",
                    "!!" + known + "!!1",
                    new StringBuilder(known).reverse() + "777")) {
                if (weakness(longer).isEmpty()) {
                    taken.add(longer);
                }
            }
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void goodPassphrasesAreTaken() {
        Random random = new Random(19);
        List<String> separators = List.of(" ", "-", "", ".");
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            String password = i % 3 == 2
                    ? random(random)
                    : words(i % 3 == 0 ? ENGLISH : ROMAJI, random, separators.get(i / 3 % separators.size()));
            weakness(password)
                    .filter(code -> !code.equals("short"))
                    .ifPresent(code -> refused.add(password + " " + code));
        }
        assertThat(refused).isEmpty();
    }

    private static String words(List<String> words, Random random, String separator) {
        return IntStream.range(0, 4)
                .mapToObj(i -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining(separator));
    }

    private static String random(Random random) {
        return random.ints(16, '!', '~' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    @Test
    void theListHoldsHalfAMillionAndTakesOthersForOneOfThemHardlyEver() {
        LeakedPasswords leaked = new LeakedPasswords();
        assertThat(leaked.size()).isGreaterThan(45_000);
        // 2^48 hashes are told apart.
        assertThat(leaked.size() / Math.pow(2, 48)).isLessThan(1e-8);
        Random random = new Random(7);
        int wrong = 0;
        for (int i = 0; i < 1_000_000; i++) {
            wrong += leaked.contains("made up " + random.nextLong()) ? 1 : 0;
        }
        assertThat(wrong).isZero();
        assertThat(Stream.of("password", "motherfucker", "doraemon", "takahashi")
                        .filter(word -> !leaked.contains(word)))
                .isEmpty();
    }

    @Test
    void theListIsTheOneThatItsCommandMakes() throws Exception {
        try (InputStream in = new ClassPathResource("passwords/leaked.bin").getInputStream()) {
            String made = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
            assertThat(Files.readString(Path.of("../../docs/dependencies.md"))).contains(made);
        }
    }

    @Test
    void aCompanyRefusesMoreByAFileThatIsReadAnewWhenItChanges() throws IOException {
        String password = "kettle-harbour-violin";
        assertThat(weakness(password)).isEmpty();
        Path file = data.resolve(RefusedPasswords.FILE);
        Files.writeString(file, "\uFEFFsomething else\n  Kettle-Harbour-Violin \n\n");
        assertThat(weakness(password)).contains("refused");
        assertThat(weakness(password + "2026")).contains("refused");
        Files.delete(file);
        assertThat(weakness(password)).isEmpty();
    }

    @Test
    void whileTheCompanysFileIsBrokenNoPasswordIsTaken() throws IOException {
        Path file = data.resolve(RefusedPasswords.FILE);
        RefusedPasswords refused = new RefusedPasswords(data);
        List<byte[]> broken = List.of(
                new byte[RefusedPasswords.BYTES_MAX + 1],
                "a\n".repeat(RefusedPasswords.LINES_MAX + 1).getBytes(StandardCharsets.UTF_8),
                ("short\n" + "a".repeat(PasswordRules.LENGTH_MAX + 1)).getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0x83, 0x70, 0x0a});
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < broken.size(); i++) {
            Files.write(file, broken.get(i));
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i + 1L)));
            codes.add(refused.fault().map(RefusedPasswords.Fault::code).orElse("none"));
            assertThatThrownBy(() -> refused.contains("anything")).isInstanceOf(Problem.class);
        }
        assertThat(codes).containsExactly("large", "lines", "line", "not-utf-8");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(refused.fault()).map(RefusedPasswords.Fault::code).contains("unreadable");
    }

    private static List<String> lines(String name) {
        try (InputStream in = PasswordRulesTest.class.getResourceAsStream("/passwords/" + name)) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
