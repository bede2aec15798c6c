package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.platform.web.UiFactory;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.HtmlUtils;

/** Registers as tables to type into, and blocks from a spreadsheet. */
class GridTest extends ServerTest {

    private static final String PORTS = "/products/GW-1/register/grids/service";

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    @Autowired
    private FactWords words;

    @Autowired
    private Grid grid;

    @Autowired
    private Messages messages;

    @Autowired
    private Guides guides;

    @Autowired
    private UiFactory uis;

    @Autowired
    private Blobs blobs;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series gateway = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        gateway = series("GW-1");
    }

    @Test
    void twelvePortsWithFiveAnswersAreOnePasteAndOneSave() {
        StringBuilder block =
                new StringBuilder("名前\tどこにありますか。\tTCPとUDPのどちらですか。\tポート番号は何番ですか。" + "\t動いているサービスの名前\tservice.need\n");
        for (int i = 1; i <= 12; i++) {
            block.append("ポート").append(i).append("\t機器\tTCP\t").append(8000 + i).append("\thttpd\t必要ないが開いている\n");
        }
        Browser browser = signedIn(quality);
        Page preview = browser.post(PORTS + "/paste", "block", block.toString());
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.text()).contains("新しい項目 12", "まだ何も保存していません");
        assertThat(preview.text()).as("the heading is a little off").contains("近い見出しは「これで動いているサービスの名前は何ですか。」です");
        assertThat(count("register_item")).isZero();
        assertThat(count("fact")).isZero();

        Page saved = browser.post(PORTS, fields(preview));
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(browser.follow(saved).text()).contains("48個の答えを保存しました", "項目を12件加えました");
        assertThat(names("service")).hasSize(12).startsWith("ポート1", "ポート2");
        assertThat(value("service.port", "service-12")).isEqualTo(Value.whole(8012));
        assertThat(value("network.services", "")).isInstanceOf(Value.Words.class);
        assertThat(count("evidence")).as("the list, and all answers together").isEqualTo(2);
        assertThat(acts()).contains("item.add", "evidence.add");
    }

    @Test
    void aChoiceThatThereIsNotIsToldWithTheNearestAndTheRestIsTaken() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page preview = browser.post(
                PORTS + "/paste",
                "block",
                "名前\tservice.place\tservice.port\tなまえ2\n管理画面\t機噐\t七\n管理画面\t\t1\n新しい口\tクラウドサービス\t22\t余り\n\t機器");
        assertThat(preview.text()).contains("「機噐」は選べる答えにありません。近い答えは「機器」", "同じ項目が上の行にもあります", "名前がないので", "この見出しの列はありません");
        assertThat(preview.html()).contains("aria-invalid=\"true\"");
        Page partly = browser.post(PORTS, fields(preview));
        assertThat(partly.status()).isEqualTo(422);
        assertThat(partly.text()).contains("残っているところが2か所あります", "機噐", "七");
        assertThat(value("service.place", "service-1")).isNull();
        assertThat(value("service.port", "service-2")).isEqualTo(Value.whole(22));
        List<String> mended = new ArrayList<>(List.of(fields(partly)));
        mended.set(mended.indexOf("service-1@service.place:value") + 1, "device");
        mended.set(mended.indexOf("service-1@service.port:value") + 1, "443");
        assertThat(browser.post(PORTS, mended.toArray(new String[0])).location())
                .contains("saved=2&added=0");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(443));
        assertThat(names("service")).containsExactly("管理画面", "新しい口");
    }

    @Test
    void whatSomebodyElseAnsweredMeanwhileIsNotOverwrittenAndTheRestIsSaved() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        say("service.port", "service-1", Value.whole(80));
        say("service.protocol", "service-1", Value.word("tcp"));
        String[] typed =
                with(fields(open), "service-1@service.port:value", "443", "service-1@service.name:value", "httpd");
        Page raced = browser.post(PORTS, typed);
        assertThat(raced.status()).isEqualTo(409);
        assertThat(raced.text()).contains("ほかの人が先に「80」と答えました", "1個の答えを保存しました");
        assertThat(raced.html()).as("nothing typed is lost").contains("value=\"443\"");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(80));
        assertThat(value("service.name", "service-1")).isEqualTo(Value.word("httpd"));
        assertThat(value("service.protocol", "service-1"))
                .as("nobody touched this cell")
                .isEqualTo(Value.word("tcp"));
        Page again = browser.post(PORTS, fields(raced));
        assertThat(again.location()).contains("saved=1");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(443));
    }

    @Test
    void aCellThatNobodyTouchedStaysAsItWasChangedMeanwhile() {
        item("管理画面");
        say("service.port", "service-1", Value.whole(80));
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        say("service.port", "service-1", Value.whole(8080));
        Page saved = browser.post(PORTS, with(fields(open), "service-1@service.name:value", "httpd"));
        assertThat(saved.location()).contains("saved=1");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(8080));
    }

    @Test
    void onlyWhatWasChangedIsRecordedAndASecondPressCountsOnce() {
        item("管理画面");
        say("service.port", "service-1", Value.whole(80));
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        assertThat(browser.post(PORTS, fields(open)).location()).contains("saved=0&added=0");
        int before = count("fact");
        String[] typed = with(
                fields(open),
                "service-1@service.protocol:value",
                "udp",
                "name@new1",
                "SSH",
                "new1@service.port:value",
                "22");
        assertThat(browser.post(PORTS, typed).location()).contains("saved=2&added=1");
        assertThat(browser.post(PORTS, typed).location()).contains("saved=0&added=0");
        assertThat(count("fact")).isEqualTo(before + 3);
        assertThat(names("service")).containsExactly("管理画面", "SSH");
    }

    @Test
    void whatAnotherAnswerMakesPointlessIsNotTaken() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page preview = browser.post(
                PORTS + "/paste",
                "block",
                "名前\tservice.need\tservice.need:detail\tservice.attackable\tservice.attackable:detail\n"
                        + "管理画面\t必要\t設定のため\tない\t届かない\n"
                        + "古い口\t必要ないが開いている\t\tない\t出荷時に閉じている\n");
        assertThat(preview.text()).contains("の答えから見て、ここは聞かれません");
        browser.post(PORTS, fields(preview));
        assertThat(value("service.attackable", "service-1")).isNull();
        assertThat(value("service.attackable", "service-2")).isEqualTo(Value.flag(false));
        assertThat(value("service.need", "service-1")).isEqualTo(Value.word("needed"));
    }

    @Test
    void anAnswerThatNeedsAReasonIsNotTakenWithoutOne() {
        item("管理画面");
        Page refused = signedIn(quality).post(PORTS, "row", "service-1", "service-1@service.need:value", "needed");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html()).contains("service-1@service.need:detail-error");
        assertThat(value("service.need", "service-1")).isNull();
    }

    @Test
    void rowsOfAnotherProductOrListAreNotTouched() {
        item("管理画面");
        series("GW-2");
        Series other = products.require("GW-2", quality);
        products.addItem(other, "service", "よその口", "", quality);
        products.addItem(other, "service", "よその口2", "", quality);
        products.addItem(gateway, "login", "ログイン", "", quality);
        Page cheating = signedIn(quality)
                .post(
                        PORTS,
                        "row",
                        "service-2",
                        "service-2@service.port:value",
                        "1",
                        "row",
                        "login-1",
                        "login-1@service.port:value",
                        "1",
                        "row",
                        "service-1",
                        "service-1@service.port:value",
                        "7",
                        "seen@service-1",
                        "service.port=" + UUID.randomUUID());
        assertThat(cheating.status()).isEqualTo(422);
        assertThat(cheating.text()).contains("service-2", "login-1", "この項目は、この一覧にありません");
        assertThat(count("fact"))
                .as("a fact that nobody was shown is no permission either")
                .isZero();
        assertThat(signedIn(quality)
                        .post(PORTS, "row", "service-1", "seen@service-1", "x=y z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aLimitedPersonSeesTheirProductOnlyAndAnArchivedOneIsNotWrittenInto() {
        UUID mine = gateway.id();
        series("GW-2");
        Browser limited = signedIn(person(Set.of(mine), Role.QUALITY));
        assertThat(limited.get(PORTS).status()).isEqualTo(200);
        for (String path :
                List.of("/products/GW-2/register/grids/service", "/products/GW-2/register/grids/service/grid.csv")) {
            assertThat(limited.get(path).status()).isEqualTo(404);
        }
        assertThat(limited.post("/products/GW-2/register/grids/service", "row", "new1", "name@new1", "x")
                        .status())
                .isEqualTo(404);
        assertThat(limited.post("/products/GW-2/register/grids/service/paste", "block", "x\ty")
                        .status())
                .isEqualTo(404);
        assertThat(signedIn(Role.AUDITOR)
                        .post(PORTS, "row", "new1", "name@new1", "x")
                        .status())
                .isEqualTo(403);
        jdbc.sql("UPDATE series SET archived_at = now() WHERE id = :id")
                .param("id", mine)
                .update();
        Browser browser = signedIn(quality);
        assertThat(browser.post(PORTS, "row", "new1", "name@new1", "x").status())
                .isEqualTo(409);
        assertThat(browser.post(PORTS + "/paste", "block", "x\ty").status()).isEqualTo(409);
        assertThat(count("register_item")).isZero();
    }

    @Test
    void aBlockIsBounded() {
        Browser browser = signedIn(quality);
        assertThat(browser.post(PORTS + "/paste", "block", "x".repeat(GridBlock.CHARS_MAX + 1))
                        .text())
                .contains("一度に100,000字までです");
        assertThat(browser.post(PORTS + "/paste", "block", " \n\t\n").status()).isEqualTo(422);
        Page many = browser.post(PORTS + "/paste", "block", "名前\n" + "口\n".repeat(5_000));
        assertThat(many.text()).contains("行まで読みます");
        Page broad = browser.post(PORTS + "/paste", "block", "名前\n口" + "\t余り".repeat(5_000));
        assertThat(broad.text().split("この列には見出しがありません", -1)).hasSize(GridBlock.COLUMNS_MAX);
        List<GridColumn> columns = GridColumn.of(answers.catalogue().vocabulary(), "service");
        StringBuilder names = new StringBuilder("名前");
        columns.forEach(column -> names.append("\t").append(column.id()));
        for (int i = 0; i < 500; i++) {
            names.append("\n口").append(i).append("\t".repeat(100));
        }
        Page wide = browser.post(PORTS + "/paste", "block", names.toString());
        assertThat(wide.status()).isEqualTo(200);
        assertThat(wide.html()).contains("service.need:detail");
        assertThat(fields(wide).length / 2).isLessThan(2_000);
        int rows = GridPage.rowsMax(columns);
        assertThat(fields(wide)).contains("name@new" + rows).doesNotContain("name@new" + (rows + 1));
        assertThat(rows * columns.size()).isLessThanOrEqualTo(1_000);
        assertThat(browser.post(PORTS, "row", "new1", "name@new1", "x".repeat(3_000))
                        .status())
                .isEqualTo(422);
        String[] tooMany = new String[400];
        for (int i = 0; i < tooMany.length; i += 2) {
            tooMany[i] = "row";
            tooMany[i + 1] = "new" + (i + 1);
        }
        assertThat(browser.post(PORTS, tooMany).status()).isEqualTo(400);
    }

    @Test
    void oneQuestionIsAnsweredForAllItemsAndMoreRowsKeepWhatIsTyped() {
        item("管理画面");
        item("SSH");
        Browser browser = signedIn(quality);
        Page one = browser.get(PORTS + "?key=service.protocol");
        assertThat(one.html())
                .contains("service-2@service.protocol:value")
                .doesNotContain("service.port:value", "new1");
        Page question = browser.get("/products/GW-1/questions/one?key=service.protocol&item=service-1");
        assertThat(question.html()).contains("/products/GW-1/register/grids/service?key=service.protocol");
        Page more = browser.post(
                PORTS, with(fields(browser.get(PORTS)), "service-1@service.port:value", "443", "more", "1"));
        assertThat(more.html()).contains("value=\"443\"", "name@new13");
        assertThat(count("fact")).isZero();
        assertThat(browser.get("/products/GW-1/register").html()).contains("/products/GW-1/register/grids/service");
        assertThat(browser.get("/products/GW-1/register/interface").html())
                .contains("/products/GW-1/register/grids/usb");
        assertThat(browser.get(PORTS + "?key=login.kind").status()).isEqualTo(404);
        assertThat(browser.get("/products/GW-1/register/grids/none").status()).isEqualTo(404);
        assertThat(browser.english().get(PORTS + "?all=1").text()).contains("Which port number does it use?");
    }

    @Test
    void whatIsTakenAlongCanBePastedBackAndChangesNothing() throws IOException {
        item("管理画面");
        item("=SUM(A1)");
        say("service.port", "service-1", Value.whole(8443));
        say("service.place", "service-1", Value.word("device"));
        say("service.side", "service-1", Value.words("lan", "wan"));
        say("service.name", "service-1", Value.word("\"httpd\"\t2"));
        say("service.need", "service-1", Value.word("needed"), "設定と\n「監視」のため");
        Browser browser = signedIn(quality);
        String block;
        try (XSSFWorkbook book = new XSSFWorkbook(
                new ByteArrayInputStream(browser.get(PORTS + "/grid.xlsx").bytes()))) {
            List<String> lines = new ArrayList<>();
            book.getSheetAt(0).forEach(row -> {
                List<String> cells = new ArrayList<>();
                row.forEach(cell -> cells.add(copied(cell.getStringCellValue())));
                lines.add(String.join("\t", cells));
            });
            block = String.join("\r\n", lines) + "\r\n";
        }
        Page preview = browser.post(PORTS + "/paste", "block", block);
        assertThat(preview.text()).contains("新しい項目 0、新しい答え 0、変わる答え 0、同じ答え 5、合わないところ 0");
        assertThat(browser.post(PORTS, fields(preview)).location()).contains("saved=0");
        assertThat(browser.english().get(PORTS + "/grid.csv").text())
                .contains("Which port number does it use?", "'=SUM(A1)");
    }

    @Test
    void everyAnswerOfTheVocabularyInWordsIsReadBackAsTheSame() {
        Vocabulary vocabulary = answers.catalogue().vocabulary();
        SplittableRandom random = new SplittableRandom(20_261_129);
        int seen = 0;
        for (FactDefinition definition : vocabulary.facts()) {
            if (definition.of() == null || definition.choices().isEmpty()) {
                continue;
            }
            for (int i = 0; i < 20; i++) {
                Locale locale = random.nextBoolean() ? Locale.JAPANESE : Locale.ENGLISH;
                Set<String> some = new TreeSet<>();
                definition.choices().forEach(c -> {
                    if (random.nextInt(3) == 0
                            && some.stream()
                                    .flatMap(w -> definition.choice(w).stream())
                                    .allMatch(c::goesWith)
                            && !c.alone()) {
                        some.add(c.value());
                    }
                });
                String any = definition
                        .choices()
                        .get(random.nextInt(definition.choices().size()))
                        .value();
                Value value = definition.type() == FactType.WORDS
                        ? Value.words(some)
                        : definition.type() == FactType.FLAG ? Value.flag(any.equals("true")) : Value.word(any);
                if (definition.type() == FactType.WORDS && some.isEmpty() && definition.hasNone()) {
                    continue;
                }
                String text = grid.shown(definition, value, locale, Map.of());
                MultiValueMap<String, String> sent =
                        AnswerWords.of(messages).fields(definition, Map.of(), "", text, "");
                Value back = definition.type() == FactType.WORDS
                        ? Value.words(new TreeSet<>(sent.getOrDefault("value", List.of())))
                        : definition.type() == FactType.FLAG
                                ? Value.flag("true".equals(sent.getFirst("value")))
                                : Value.word(String.valueOf(sent.getFirst("value")));
                assertThat(back).as(definition.key() + " " + text).isEqualTo(value);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(500);
    }

    @Test
    void theColumnsOfAListAreToldFromEachOther() {
        Vocabulary vocabulary = answers.catalogue().vocabulary();
        for (Vocabulary.Collection collection : vocabulary.collections()) {
            for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
                Set<String> headings = new HashSet<>();
                for (GridColumn column : GridColumn.of(vocabulary, collection.id())) {
                    String heading = column.heading(words, locale);
                    assertThat(headings.add(AnswerWords.plain(heading)))
                            .as(heading)
                            .isTrue();
                    assertThat(heading)
                            .doesNotContain("{item}")
                            .doesNotStartWith("、")
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void anAnswerThatStaysKeepsTheWordsBesideItWhenTheyAreLeftOut() {
        item("管理画面");
        say("service.place", "service-1", Value.word("device"), "図面で確かめた");
        say("service.need", "service-1", Value.word("needed"), "設定のため");
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        assertThat(open.html()).as("no column for these words").doesNotContain("service.place:detail");
        assertThat(browser.post(PORTS, with(fields(open), "service-1@service.need:detail", ""))
                        .location())
                .contains("saved=0&added=0");
        Page preview = browser.post(
                PORTS + "/paste", "block", "名前\tservice.place\tservice.need\tservice.port\n管理画面\t機器\t必要\t443");
        assertThat(preview.text()).contains("新しい答え 1、変わる答え 0、同じ答え 2、合わないところ 0");
        assertThat(browser.post(PORTS, fields(preview)).location()).contains("saved=1&added=0");
        assertThat(detail("service.place", "service-1")).isEqualTo("図面で確かめた");
        assertThat(detail("service.need", "service-1")).isEqualTo("設定のため");
    }

    @Test
    void aDashTakesTheWordsBesideAnAnswerOutAndNothingElseDoes() {
        item("管理画面");
        say("service.place", "service-1", Value.word("device"));
        say("service.speaks", "service-1", Value.word("web-tls"), "図面で確かめた");
        say("service.need", "service-1", Value.word("needed"), "設定のため");
        Browser browser = signedIn(quality);
        assertThat(browser.get(PORTS).text()).contains("「-」だけを入れます");
        String all = PORTS + "?all=1";
        assertThat(browser.post(all, fields(browser.get(all))).location()).contains("saved=0");
        assertThat(browser.post(all, with(fields(browser.get(all)), "service-1@service.speaks:detail", ""))
                        .location())
                .contains("saved=0");
        assertThat(detail("service.speaks", "service-1")).isEqualTo("図面で確かめた");
        Page preview = browser.post(PORTS + "/paste", "block", "名前\tservice.speaks:detail\n管理画面\t－");
        assertThat(preview.text()).contains("変わる答え 1", "添えた言葉「図面で確かめた」を消します");
        assertThat(browser.post(PORTS, fields(preview)).location()).contains("saved=1");
        assertThat(detail("service.speaks", "service-1")).isEmpty();
        assertThat(value("service.speaks", "service-1")).isEqualTo(Value.word("web-tls"));
        Page needed = browser.post(all, with(fields(browser.get(all)), "service-1@service.need:detail", "-"));
        assertThat(needed.status()).as("an answer that needs its words").isEqualTo(422);
        assertThat(detail("service.need", "service-1")).isEqualTo("設定のため");
        say("service.speaks", "service-1", Value.word("web-tls"), "設計書");
        Page open = browser.get(all);
        say("service.speaks", "service-1", Value.word("web-tls"), "試験の記録");
        Page raced = browser.post(all, with(fields(open), "service-1@service.speaks:detail", "-"));
        assertThat(raced.status()).isEqualTo(409);
        assertThat(detail("service.speaks", "service-1")).isEqualTo("試験の記録");
    }

    @Test
    void aDashThatStandsAsWordsIsNotTouchedByASave() {
        item("管理画面");
        say("service.speaks", "service-1", Value.word("web-tls"), "-");
        Browser browser = signedIn(quality);
        String all = PORTS + "?all=1";
        assertThat(browser.post(all, fields(browser.get(all))).location()).contains("saved=0");
        assertThat(detail("service.speaks", "service-1")).isEqualTo("-");
    }

    @Test
    void anAnswerWithWordsThatNobodyTouchedStaysAsItWasChangedMeanwhile() {
        item("管理画面");
        say("service.place", "service-1", Value.word("device"), "図面で確かめた");
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        say("service.place", "service-1", Value.word("cloud"), "契約書で確かめた");
        assertThat(browser.post(PORTS, with(fields(open), "service-1@service.name:value", "httpd"))
                        .location())
                .contains("saved=1");
        assertThat(detail("service.place", "service-1")).isEqualTo("契約書で確かめた");
    }

    @Test
    void theReasonOfAnAnswerIsNotThatOfAnother() {
        item("管理画面");
        say("service.need", "service-1", Value.word("needed"), "設定のため");
        Browser browser = signedIn(quality);
        Page more = browser.post(
                PORTS,
                with(
                        fields(browser.get(PORTS)),
                        "service-1@service.need:value",
                        "unneeded",
                        "service-1@service.need:detail",
                        "",
                        "more",
                        "1"));
        assertThat(more.text()).doesNotContain("設定のため");
        Page preview =
                browser.post(PORTS + "/paste", "block", "名前\tservice.need\tservice.need:detail\n管理画面\t必要ないが開いている\t");
        assertThat(preview.text()).doesNotContain("設定のため");
        assertThat(browser.post(PORTS, fields(preview)).location()).contains("saved=1");
        assertThat(detail("service.need", "service-1")).isEmpty();
        say("service.need", "service-1", Value.word("needed"), "設定のため");
        Page same = browser.post(PORTS + "/paste", "block", "名前\tservice.need\tservice.need:detail\n管理画面\t必要\t");
        assertThat(same.text()).as("beside the same answer it stands").contains("設定のため");
    }

    @Test
    void whatIsTypedOnIsStillOfWhatWasSeenAtFirst() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        say("service.port", "service-1", Value.whole(80));
        Page more = browser.post(PORTS, with(fields(open), "service-1@service.port:value", "443", "more", "1"));
        Page raced = browser.post(PORTS, fields(more));
        assertThat(raced.status()).isEqualTo(409);
        assertThat(raced.text()).contains("ほかの人が先に「80」と答えました");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(80));

        Page wrong = browser.post(PORTS, with(fields(open), "service-1@service.port:value", "七"));
        assertThat(wrong.status()).isEqualTo(422);
        Page mended = browser.post(PORTS, with(fields(wrong), "service-1@service.port:value", "443"));
        assertThat(mended.status()).isEqualTo(409);
        assertThat(mended.text()).contains("ほかの人が先に「80」と答えました");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(80));
        assertThat(browser.post(PORTS, fields(mended)).location())
                .as("it was told")
                .contains("saved=1");
        assertThat(value("service.port", "service-1")).isEqualTo(Value.whole(443));
    }

    @Test
    void aRefusalStandsBesideItsColumnAlsoIfThatWasNotTyped() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page reason = browser.post(PORTS + "/paste", "block", "名前\tservice.need\n管理画面\t必要");
        assertThat(reason.text()).contains("合わないところが1か所あります");
        assertThat(reason.html()).contains("service-1@service.need:detail-error");
        Page answer = browser.post(PORTS + "/paste", "block", "名前\tservice.speaks:detail\n管理画面\t社内の規約");
        assertThat(answer.html()).contains("service-1@service.speaks:value-error");
        Page unasked = browser.post(PORTS, "row", "service-1", "service-1@service.attackable:value", "false");
        assertThat(unasked.status()).isEqualTo(422);
        assertThat(unasked.html()).contains("service-1@service.attackable:detail-error");
        assertThat(browser.post(PORTS + "/paste", "block", "名前\tservice.port\n管理画面\t443")
                        .html())
                .as("what nobody needs is not added")
                .doesNotContain("service.need");
    }

    @Test
    void aDayThatHasComeIsRefusedInItsCellAndTheRestIsSaved() {
        String weaknesses = "/products/GW-1/register/grids/weakness";
        guides.choose(gateway, Set.of("jcstar1", "sme-guide"), quality);
        products.addItem(gateway, "weakness", "CVE-2026-0001", "", quality);
        say("weakness.handled", "weakness-1", Value.word("embargoed"), "JPCERT/CCと調整中");
        String day = "weakness-1@weakness.publication:value";
        String[] typed = {
            "row", "weakness-1", day, "2026-11-01", "weakness-1@weakness.assessed:value", "recorded",
        };
        Page partly = signedIn(quality).post(weaknesses, typed);
        assertThat(partly.status()).isEqualTo(422);
        assertThat(partly.text()).contains("1個の答えを保存しました", "2026-11-01 は、もう来た日です");
        assertThat(partly.html()).contains(day + "-error");
        assertThat(value("weakness.publication", "weakness-1")).isNull();
        assertThat(value("weakness.assessed", "weakness-1")).isEqualTo(Value.word("recorded"));

        say("weakness.publication", "weakness-1", Value.day(LocalDate.of(2026, 12, 1)));
        clock.set(Instant.parse("2026-12-05T00:00:00Z"));
        Browser later = signedIn(quality);
        Page open = later.get(weaknesses);
        assertThat(open.html()).contains("2026-12-01");
        assertThat(later.post(weaknesses, with(fields(open), "weakness-1@weakness.told:value", ""))
                        .location())
                .as("a day that came while it stood is not typed by anybody")
                .contains("saved=0");
        assertThat(later.post(weaknesses, with(fields(open), day, "2026-12-04")).status())
                .isEqualTo(422);
    }

    @Test
    void theSameFormAgainTellsWhatDoesNotStand() {
        item("管理画面");
        Browser browser = signedIn(quality);
        Page open = browser.get(PORTS);
        String[] added = with(fields(open), "name@new1", "SSH", "new1@service.port:value", "22");
        assertThat(browser.post(PORTS, added).location()).contains("saved=1&added=1");
        RegisterItem ssh = products.items(gateway.id(), "service").getLast();
        products.renameItem(gateway, ssh.id(), "SSH-2", "", ssh.version(), quality);
        Page again = browser.post(PORTS, added);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("残っているところが");
        assertThat(fields(again)).contains("SSH", "22");

        String[] taken = with(
                fields(browser.get(PORTS)),
                "name@new1",
                "管理画面",
                "new1@service.port:value",
                "8443",
                "service-1@service.protocol:value",
                "udp");
        assertThat(browser.post(PORTS, taken).status()).isEqualTo(422);
        assertThat(value("service.protocol", "service-1")).isEqualTo(Value.word("udp"));
        Page second = browser.post(PORTS, taken);
        assertThat(second.status()).as(second.location()).isEqualTo(422);
        assertThat(second.html()).contains("name@new1-error");
        assertThat(fields(second)).contains("8443");
        assertThat(value("service.port", "service-1")).isNull();
        assertThat(browser.post(PORTS, with(fields(second), "name@new1", "管理画面（新）"))
                        .location())
                .contains("saved=1&added=1");
    }

    @Test
    void whatAnEqualSendingRecordsWhileThisOneIsLookedAtIsNotToldAsNew() {
        Vocabulary.Collection ports =
                answers.catalogue().vocabulary().collection("service").orElseThrow();
        Ui ui = uis.of(new MockHttpServletRequest(), null);
        String sending = "0".repeat(64);
        List<Grid.Row> rows = List.of(new Grid.Row("new1", "SSH", Map.of("service.port", "22"), Map.of()));
        AtomicBoolean between = new AtomicBoolean();
        List<Grid.Row> looked = new AbstractList<>() {
            @Override
            public Grid.Row get(int index) {
                if (!between.getAndSet(true)) {
                    grid.save(gateway, ports, rows, sending, quality, ui);
                    RegisterItem ssh = products.items(gateway.id(), "service").getLast();
                    products.renameItem(gateway, ssh.id(), "SSH-2", "", ssh.version(), quality);
                }
                return rows.get(index);
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
        Grid.Saved saved = grid.save(gateway, ports, looked, sending, quality, ui);
        assertThat(names("service")).containsExactly("SSH-2");
        assertThat(saved.cells()).isZero();
        assertThat(saved.left()).isPositive();
    }

    @Test
    void aNameMeansTheItemThatIsWrittenSo() {
        item("SSH");
        item("ssh");
        Browser browser = signedIn(quality);
        browser.post(PORTS, fields(browser.post(PORTS + "/paste", "block", "名前\tservice.port\nssh\t22")));
        assertThat(value("service.port", "service-1")).isNull();
        assertThat(value("service.port", "service-2")).isEqualTo(Value.whole(22));
        Page several = browser.post(PORTS + "/paste", "block", "名前\tservice.port\nＳsh\t23\nSSH\t24");
        assertThat(several.text()).contains("この名前と似た項目がいくつもあります");
        assertThat(fields(several)).contains("service-1", "24").doesNotContain("23");

        FactDefinition use = answers.definition(new Slot(new FactKey("service.usecase"), "service-1"));
        Map<String, String> uses = new LinkedHashMap<>();
        uses.put("usecase-1", "View");
        uses.put("usecase-2", "view");
        uses.put("usecase-3", "usecase-1");
        uses.put("usecase-4", "監視");
        AnswerWords words = AnswerWords.of(messages);
        assertThat(List.of("view", "View", "VIEW", "usecase-1", "監視 ", "ｖiew").stream()
                        .map(typed -> words.fields(use, uses, "", typed, "").getFirst("value")))
                .containsExactly("usecase-2", "usecase-1", "VIEW", "usecase-1", "usecase-4", "ｖiew");
    }

    @Test
    void onlyAnAnswerThatDiffersFromAStrongerOneIsAContradiction() {
        item("管理画面");
        answers.record(
                gateway,
                "仕様書",
                List.of(new Answers.Given(
                        new Slot(new FactKey("service.need"), "service-1"), Value.word("needed"), "設定のため")),
                new Answers.Attachment(blobs.store("仕様".getBytes(StandardCharsets.UTF_8), "spec.txt"), "3章"),
                Answers.Answerer.of(quality, "page"),
                "");
        Browser browser = signedIn(quality);
        String heading = "名前\tservice.need\tservice.need:detail\n管理画面\t";
        assertThat(browser.post(PORTS + "/paste", "block", heading + "必要\t監視のため")
                        .text())
                .contains("前の答え: 必要", "変わる答え 1")
                .doesNotContain("食い違いになります");
        assertThat(browser.post(PORTS + "/paste", "block", heading + "必要ないが開いている\t")
                        .text())
                .contains("食い違いになります");
    }

    /** As Excel puts a cell onto the clipboard. */
    private static String copied(String cell) {
        return cell.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '"')
                ? "\"" + cell.replace("\"", "\"\"") + "\""
                : cell;
    }

    /** What the browser would send of the grid on a page. */
    private static String[] fields(Page page) {
        String html = page.html();
        int start = html.indexOf("data-grid");
        String form = html.substring(start, html.indexOf("</form>", start));
        List<String> fields = new ArrayList<>();
        Matcher found = Pattern.compile(
                        "<input([^>]*)>|<textarea([^>]*)>([^<]*)</textarea>|<select([^>]*)>(.*?)</select>",
                        Pattern.DOTALL)
                .matcher(form);
        while (found.find()) {
            String tag =
                    found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : found.group(4);
            Matcher name = Pattern.compile(" name=\"([^\"]*)\"").matcher(tag);
            if (!name.find() || name.group(1).startsWith("_")) {
                continue;
            }
            String value = "";
            if (found.group(1) != null) {
                Matcher of = Pattern.compile(" value=\"([^\"]*)\"").matcher(tag);
                value = of.find() ? of.group(1) : "";
            } else if (found.group(2) != null) {
                value = found.group(3);
            } else {
                Matcher of =
                        Pattern.compile("<option value=\"([^\"]*)\" selected").matcher(found.group(5));
                value = of.find() ? of.group(1) : "";
            }
            fields.add(name.group(1));
            fields.add(HtmlUtils.htmlUnescape(value));
        }
        return fields.toArray(new String[0]);
    }

    private static String[] with(String[] fields, String... more) {
        List<String> all = new ArrayList<>(List.of(fields));
        for (int i = 0; i < more.length; i += 2) {
            int at = all.indexOf(more[i]);
            if (at < 0) {
                all.addAll(List.of(more[i], more[i + 1]));
            } else {
                all.set(at + 1, more[i + 1]);
            }
        }
        return all.toArray(new String[0]);
    }

    private Series series(String code) {
        return products.create(new NewSeries(code, code + " シリーズ", "ゲートウェイ", "", List.of(code), "1.0"), quality);
    }

    private RegisterItem item(String name) {
        return products.addItem(gateway, "service", name, "", quality);
    }

    private void say(String key, String item, Value value) {
        say(key, item, value, "");
    }

    private void say(String key, String item, Value value, String detail) {
        answers.record(
                gateway,
                "答え",
                List.of(new Answers.Given(new Slot(new FactKey(key), item), value, detail)),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
    }

    private @Nullable Value value(String key, String item) {
        FactEntry entry = answers.present(gateway).get(new Slot(new FactKey(key), item));
        return entry == null ? null : entry.fact().value();
    }

    private String detail(String key, String item) {
        return Objects.requireNonNull(answers.present(gateway).get(new Slot(new FactKey(key), item)))
                .detail();
    }

    private List<String> names(String collection) {
        return products.items(gateway.id(), collection).stream()
                .map(RegisterItem::name)
                .toList();
    }
}
