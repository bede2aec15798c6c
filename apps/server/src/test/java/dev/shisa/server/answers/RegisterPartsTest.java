package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A section of the register with many questions is read and answered some at a time. */
class RegisterPartsTest extends ServerTest {

    private static final String SECTION = "function";

    private static final Pattern ASKED = Pattern.compile("name=\"([a-z0-9.-]+)::seen\"");

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Answers answers;

    private Series series;
    private Browser browser;
    private Person quality;

    @BeforeEach
    void manyQuestions() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(new NewSeries("RP-1", "RP-10", "錠", "", List.of("RP-10"), "1.0"), quality);
        guides.choose(series, Set.of("jcstar1", "sme-guide", "iotgl", "psirt-guide", "tsunagaru"), quality);
        browser = signedIn(quality);
    }

    @Test
    void everyQuestionIsInOnePartAndNoPartIsLong() {
        List<List<String>> parts = parts();
        assertThat(parts)
                .hasSizeGreaterThan(1)
                .allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(8));
        List<String> all = parts.stream().flatMap(List::stream).toList();
        assertThat(new LinkedHashSet<>(all)).hasSameSizeAs(all);
        assertThat(products.items(series.id(), "login")).isEmpty();
    }

    @Test
    void savingOnePartAnswersThatPartAndLeadsToTheNext() {
        String second = parts().get(1).getFirst();
        String key = firstChoice(parts().getFirst());
        Page saved = browser.post(
                here(), whole(parts().getFirst(), key + "::value", choice(1, key), key + "::detail", "設計書 第2版"));
        assertThat(saved.status()).isEqualTo(302);
        assertThat(saved.location()).contains("saved=1", "part=1");
        assertThat(answers.present(series).keySet()).containsExactly(Slot.of(key));
        String html = browser.follow(saved).html();
        assertThat(html).contains("続きの質問へ").contains("href=\"" + here() + "?fact=" + second + "\"");
        assertThat(browser.get(here() + "?part=2").html()).contains(second + "::seen");
    }

    /** The first part as a browser sends it, with all its questions. */
    private static String[] whole(List<String> part, String... typed) {
        return Stream.concat(
                        Stream.concat(
                                Stream.of("part", "1"), part.stream().flatMap(key -> Stream.of(key + "::seen", ""))),
                        Stream.of(typed))
                .toArray(String[]::new);
    }

    @Test
    void aQuestionThatAnAnswerBringsIntoTheSavedPartIsTheNext() {
        List<String> first = parts().getFirst();
        assertThat(first).contains("function.log").doesNotContain("log.contents");
        Page saved =
                browser.post(here(), whole(first, "function.log::value", "done", "function.log::detail", "設計書 第2版"));
        assertThat(saved.status()).isEqualTo(302);
        String next = here() + "?fact=log.contents";
        assertThat(browser.follow(saved).html()).contains("href=\"" + next + "\">続きの質問へ");
        assertThat(asked(browser.get(next)))
                .contains("log.contents")
                .doesNotContain(parts().get(1).getLast());
    }

    @Test
    void aQuestionThatMovesUpIntoTheSavedPartIsTheNextAndWithoutOneTheListsAre() {
        String supply = "/products/" + series.code() + "/register/supply";
        String[] kinds = {"supply.kinds::seen", "", "supply.kinds::value", "parts", "supply.kinds::detail", "部品"};
        assertThat(browser.post(supply, kinds).status()).isEqualTo(302);
        Page first = browser.get(supply);
        assertThat(asked(first)).hasSize(8).doesNotContain("cooperation.agreed");
        String seen = Pattern.compile("name=\"supply.kinds::seen\" value=\"([^\"]+)\"")
                .matcher(first.html())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        List<String> others =
                asked(first).stream().filter(key -> !key.equals("supply.kinds")).toList();
        Page none = browser.post(
                supply,
                whole(
                        others,
                        "supply.kinds::seen",
                        seen,
                        "supply.kinds::value",
                        "none",
                        "supply.kinds::detail",
                        "すべて社内で作り、保守している"));
        assertThat(none.status()).isEqualTo(302);
        assertThat(browser.follow(none).html()).contains("href=\"" + supply + "?fact=cooperation.agreed\">続きの質問へ");
        Page all = browser.get(supply);
        assertThat(asked(all)).contains("cooperation.agreed");
        Page again = browser.post(
                supply,
                whole(asked(all).stream()
                        .filter(key -> !key.equals("supply.kinds"))
                        .toList()));
        assertThat(browser.follow(again).html()).contains(">次の区分へ").doesNotContain("続きの質問へ");
    }

    @Test
    void whatWasTypedComesBackAlsoIfOthersAnsweredMeanwhile() {
        String key = firstChoice(parts().get(1));
        Page wrong = browser.post(here(), "part", "2", key + "::seen", "", key + "::value", "no-such-answer");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(asked(wrong)).containsExactly(key);
        assertThat(wrong.html()).contains("name=\"part\" value=\"2\"");
        assertThat(answers.present(series)).isEmpty();
    }

    @Test
    void aQuestionFoundBySearchOpensItsPart() {
        String second = parts().get(1).getLast();
        assertThat(asked(browser.get(here() + "?fact=" + second))).contains(second);
        assertThat(browser.get(here() + "?fact=login.password.length").html())
                .as("what is asked of items stands below the last questions")
                .contains("name=\"part\" value=\"" + parts().size() + "\"");
        assertThat(asked(browser.get(here() + "?part=x"))).isEqualTo(parts().getFirst());
    }

    @Test
    void namesThatWereTypedComeBackAlsoIfOthersMadeTheSectionLonger() {
        String supply = "/products/" + series.code() + "/register/supply";
        assertThat(browser.get(supply).html()).contains("name=\"add-supplier\"").doesNotContain("rel=\"next\"");
        String[] kinds = {"supply.kinds::seen", "", "supply.kinds::value", "parts", "supply.kinds::detail", "部品"};
        assertThat(signedIn(Role.QUALITY).post(supply, kinds).status()).isEqualTo(302);
        assertThat(browser.get(supply).html()).contains("rel=\"next\"").doesNotContain("name=\"add-supplier\"");
        Page raced = browser.post(
                supply,
                "part",
                "1",
                "supply.kinds::seen",
                "",
                "supply.kinds::value",
                "maintenance",
                "supply.kinds::detail",
                "保守",
                "add-supplier",
                "ツバメ映像",
                "none-supplier",
                "1");
        assertThat(raced.status()).isEqualTo(409);
        assertThat(raced.html())
                .containsPattern("name=\"add-supplier\"[^>]*>ツバメ映像")
                .containsPattern("name=\"none-supplier\" value=\"1\" checked");
    }

    @Test
    void aNameThatOthersChangedIsNeitherUndoneNorLosesWhatWasTyped() {
        RegisterItem item = products.addItem(series, "login", "Wi-Fi", "", quality);
        String login = "/products/" + series.code() + "/register/login";
        assertThat(browser.get(login).html()).contains("name=\"was-" + item.id() + "\" value=\"Wi-Fi\"");
        products.renameItem(series, item.id(), "Wi-Fi 6", "", item.version(), quality);
        String length = "login.password.length:login-1:";
        Page untouched = browser.post(login, sent(item, "Wi-Fi", "Wi-Fi", length + "seen", "", length + "value", "八"));
        assertThat(untouched.status()).isEqualTo(422);
        assertThat(untouched.html()).contains("value=\"Wi-Fi 6\"").doesNotContain("value=\"Wi-Fi\"");
        assertThat(browser.post(login, sent(item, "Wi-Fi", "Wi-Fi", length + "seen", "", length + "value", "12"))
                        .status())
                .isEqualTo(302);
        assertThat(products.items(series.id(), "login").getFirst().name()).isEqualTo("Wi-Fi 6");
        Page both = browser.post(login, sent(item, "Wi-Fi", "無線LAN", "add-login", "アプリ"));
        assertThat(both.status()).isEqualTo(422);
        assertThat(both.text()).contains("ほかの人が変えました(いまの名前は「Wi-Fi 6」)");
        assertThat(both.html()).contains("value=\"無線LAN\"").containsPattern("name=\"add-login\"[^>]*>アプリ");
        RegisterItem now = products.items(series.id(), "login").getFirst();
        assertThat(both.html())
                .contains("name=\"version-" + item.id() + "\" value=\"" + now.version() + "\"")
                .contains("name=\"was-" + item.id() + "\" value=\"Wi-Fi 6\"");
        assertThat(browser.post(login, sent(now, "Wi-Fi 6", "無線LAN", "add-login", "アプリ"))
                        .status())
                .isEqualTo(302);
        assertThat(products.items(series.id(), "login"))
                .extracting(RegisterItem::name)
                .containsExactly("無線LAN", "アプリ");
    }

    @Test
    void whatIsTickedToBeTakenOutStaysTickedOnAMistake() {
        RegisterItem item = products.addItem(series, "login", "Wi-Fi", "", quality);
        String length = "login.password.length:login-1:";
        Page wrong = browser.post(
                "/products/" + series.code() + "/register/login",
                sent(item, "Wi-Fi", "Wi-Fi", "remove-" + item.id(), "1", length + "seen", "", length + "value", "八"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).containsPattern("name=\"remove-" + item.id() + "\" value=\"1\" checked");
    }

    @Test
    void whoeverAddsAnItemComesBackToItsListAlsoBelowManyQuestions() {
        String supply = "/products/" + series.code() + "/register/supply";
        browser.post(supply, "supply.kinds::seen", "", "supply.kinds::value", "parts", "supply.kinds::detail", "部品");
        Page added = browser.post("/products/" + series.code() + "/items", "collection", "supplier", "name", "ツバメ映像");
        assertThat(added.status()).isEqualTo(302);
        assertThat(browser.follow(added).html()).contains("name=\"add-supplier\"", "ツバメ映像");
    }

    @Test
    void anItemOfManyQuestionsIsReadAndAnsweredSomeAtATime() {
        RegisterItem item = products.addItem(series, "service", "管理画面", "", quality);
        answers.record(
                series,
                "答え",
                List.of(
                        new Answers.Given(
                                new Slot(new FactKey("service.place"), item.code()), Value.word("device"), ""),
                        new Answers.Given(
                                new Slot(new FactKey("service.need"), item.code()), Value.word("needed"), "設定のため"),
                        new Answers.Given(
                                new Slot(new FactKey("service.assets"), item.code()), Value.words("security"), "")),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
        String one = "/products/" + series.code() + "/items/" + item.code();
        List<String> first = ofItem(browser.get(one));
        List<String> second = ofItem(browser.get(one + "?part=2"));
        assertThat(first).hasSize(8).doesNotContainAnyElementsOf(second);
        assertThat(second).isNotEmpty();
        String port = "service.port:" + item.code() + ":";
        Page wrong = browser.post(one, saved(first, port + "value", "七"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(ofItem(wrong)).isEqualTo(first);
        Page saved = browser.post(one, saved(first, port + "value", "443"));
        assertThat(saved.location()).contains(item.code() + "?part=2", "saved=1");
        assertThat(browser.follow(saved).html())
                .contains("name=\"part\" value=\"2\"")
                .contains("保存しました");
        String[] last = saved(second);
        last[1] = "2";
        assertThat(browser.post(one, last).location()).contains("/register/");
    }

    private String[] saved(List<String> keys, String... typed) {
        String html = browser.get("/products/" + series.code() + "/items/service-1?part=1")
                        .html()
                + browser.get("/products/" + series.code() + "/items/service-1?part=2")
                        .html();
        return Stream.concat(
                        Stream.concat(
                                Stream.of("part", "1", "name", "管理画面"),
                                keys.stream().flatMap(key -> Stream.of(key + ":seen", seen(html, key)))),
                        Stream.of(typed))
                .toArray(String[]::new);
    }

    private static String seen(String html, String key) {
        return Pattern.compile("name=\"" + Pattern.quote(key) + ":seen\" value=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private static List<String> ofItem(Page page) {
        return Pattern.compile("name=\"([a-z0-9.-]+:service-1):seen\"")
                .matcher(page.html())
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    @Test
    void anArchivedProductOffersNoSaving() {
        products.archive(series, true, quality);
        assertThat(browser.get(here()).html()).doesNotContain("btn-primary\">保存する");
    }

    private static String[] sent(RegisterItem item, String was, String name, String... more) {
        return Stream.concat(
                        Stream.of(
                                "name-" + item.id(),
                                name,
                                "was-" + item.id(),
                                was,
                                "version-" + item.id(),
                                String.valueOf(item.version())),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void theFactsOfAPieceOfEvidenceAreReadSomeAtATime() {
        List<Answers.Given> given = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            products.addItem(series, "login", "ログイン" + i, "", quality);
            given.add(new Answers.Given(
                    new Slot(new FactKey("login.password.length"), "login-" + i), Value.whole(10 + i), ""));
        }
        answers.record(series, "答え", given, null, Answers.Answerer.of(quality, "page"), "");
        String code = answers.present(series).values().iterator().next().evidenceCode();
        List<String> one = named(browser.get("/evidence/" + code));
        List<String> two = named(browser.get("/evidence/" + code + "?facts=2"));
        assertThat(one).hasSize(15);
        assertThat(two).hasSize(1).doesNotContainAnyElementsOf(one);
    }

    private static List<String> named(Page page) {
        return Pattern.compile("ログイン[0-9]+")
                .matcher(page.html().split("id=\"particulars\"", 2)[0])
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    private String here() {
        return "/products/" + series.code() + "/register/" + SECTION;
    }

    private List<List<String>> parts() {
        List<List<String>> parts = new ArrayList<>();
        for (int part = 1; ; part++) {
            Page page = browser.get(here() + "?part=" + part);
            parts.add(asked(page));
            if (!page.html().contains("rel=\"next\"")) {
                return parts;
            }
        }
    }

    private static List<String> asked(Page page) {
        return ASKED.matcher(page.html()).results().map(m -> m.group(1)).toList();
    }

    /** The first of some questions that is answered by one choice. */
    private String firstChoice(List<String> keys) {
        return keys.stream()
                .filter(key -> !choice(parts().indexOf(keys) + 1, key).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private String choice(int part, String key) {
        return Pattern.compile("type=\"radio\" name=\"" + Pattern.quote(key) + "::value\" value=\"([a-z-]+)\"")
                .matcher(browser.get(here() + "?part=" + part).html())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }
}
